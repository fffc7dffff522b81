package dev.aftershock.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The faults of a run: each is written down before it acts, witnessed while it acts, and healed in reverse order
 * whatever happens.
 */
final class Injections {

    private static final Duration EFFECT_BOUND = Duration.ofSeconds(5);

    private final Registry registry;
    private final RunContext context;
    private final FaultJournal journal;
    private final Timeline timeline;
    private final LiveTargets targets;
    private final Deque<Active> active = new ArrayDeque<>();

    Injections(Registry registry, RunContext context, FaultJournal journal, Timeline timeline, LiveTargets targets) {
        this.registry = registry;
        this.context = context;
        this.journal = journal;
        this.timeline = timeline;
        this.targets = targets;
    }

    private record Active(String step, String id, String kind, PreparedFault fault) {}

    /**
     * Injects the faults of steps on all their targets, one call right after the other in the order written: what takes
     * time, preparing and witnessing, comes before the first call and after the last.
     *
     * @return whether every effect was witnessed
     * @throws Exception when a fault could not be prepared; none of them acts then
     */
    boolean inject(List<Step.Inject> steps, StopSwitch stop) throws Exception {
        List<Active> prepared = new ArrayList<>();
        for (Step.Inject step : steps) {
            prepared.addAll(prepareAll(step));
        }
        for (Active fault : prepared) {
            journal.intent(fault.id(), fault.fault().undo());
            // From here on it must be healed: whatever the call says, it may have acted.
            active.push(fault);
        }
        prepared.forEach(this::issue);
        return prepared.stream().map(fault -> witness(fault, stop)).reduce(true, Boolean::logicalAnd);
    }

    private List<Active> prepareAll(Step.Inject step) throws Exception {
        String kind = step.fault().kind();
        List<PreparedFault> prepared = prepare(registry.faults().get(kind), step);
        List<Active> faults = new ArrayList<>();
        for (int i = 0; i < prepared.size(); i++) {
            String id = prepared.size() == 1 ? step.name() : step.name() + "-" + (i + 1);
            faults.add(new Active(step.name(), id, kind, prepared.get(i)));
        }
        return faults;
    }

    private <S extends Record> List<PreparedFault> prepare(FaultProvider<S> provider, Step.Inject step)
            throws Exception {
        FaultContext faultContext = new FaultContext(context.runId(), step.name(), targets);
        return provider.prepare(provider.settings().cast(step.fault().settings()), faultContext);
    }

    private void issue(Active fault) {
        journal.mark(fault.id(), FaultState.APPLYING);
        timeline.record(
                TimelineEvent.Type.FAULT_ISSUED,
                fault.id(),
                Map.of("kind", fault.kind(), "target", fault.fault().target()));
        Map<String, String> answer = Map.of();
        try {
            fault.fault().inject();
        } catch (Exception e) {
            answer = Map.of("failure", "treated as applied: " + OneLine.of(e));
        }
        timeline.record(TimelineEvent.Type.FAULT_RETURNED, fault.id(), answer);
    }

    private boolean witness(Active fault, StopSwitch stop) {
        Witness witness = new Witness(fault.fault());
        boolean seen = stop.await(EFFECT_BOUND, witness::look);
        if (seen) {
            timeline.record(TimelineEvent.Type.FAULT_EFFECT, fault.id(), Map.of("evidence", witness.evidence()));
            journal.mark(fault.id(), FaultState.ACTIVE);
        } else {
            timeline.record(TimelineEvent.Type.FAULT_NO_EFFECT, fault.id(), Map.of("reason", witness.evidence()));
        }
        return seen;
    }

    /** Heals the fault of one step. */
    void heal(String step, Healer healer) {
        List<Active> ofStep =
                active.stream().filter(fault -> fault.step().equals(step)).toList();
        ofStep.forEach(fault -> healOne(fault, healer));
        active.removeAll(ofStep);
    }

    /** Heals everything, the last injected first; never throws. */
    void healAll(Healer healer) {
        while (!active.isEmpty()) {
            healOne(active.pop(), healer);
        }
    }

    boolean none() {
        return active.isEmpty();
    }

    private void healOne(Active fault, Healer healer) {
        mark(fault, FaultState.REVERTING);
        timeline.record(
                TimelineEvent.Type.HEAL_ISSUED,
                fault.id(),
                Map.of("target", fault.fault().target()));
        HealCheck check = healer.heal(
                fault.fault().undo(),
                new HealContext(Optional.of(targets)),
                at -> timeline.recordAt(at, TimelineEvent.Type.HEAL_RETURNED, fault.id(), Map.of()));
        if (check.healed()) {
            mark(fault, FaultState.VERIFIED);
            timeline.record(TimelineEvent.Type.HEAL_VERIFIED, fault.id(), Map.of("evidence", check.evidence()));
        } else {
            timeline.record(
                    TimelineEvent.Type.HEAL_UNVERIFIED, fault.id(), Map.of("reason", OneLine.of(check.evidence())));
        }
    }

    /** A journal that cannot be written must not keep a fault from being healed. */
    private void mark(Active fault, FaultState state) {
        try {
            journal.mark(fault.id(), state);
        } catch (RuntimeException e) {
            timeline.record(TimelineEvent.Type.NOTE, fault.id(), Map.of("text", OneLine.of(e)));
        }
    }
}
