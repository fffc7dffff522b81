package dev.aftershock.engine;

import dev.aftershock.engine.ActiveFaults.Active;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * The faults of a run: each is written down before it acts, witnessed while it acts, and healed in reverse order
 * whatever happens. Injecting is for one thread; healing is thread-safe.
 */
final class Injections {

    private static final Duration OTHERS_SLACK = Duration.ofSeconds(5);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

    private final Registry registry;
    private final RunContext context;
    private final FaultJournal journal;
    private final Timeline timeline;
    private final LiveTargets targets;
    private final Precautions precautions;
    private final ActiveFaults active = new ActiveFaults();
    private final Queue<Active> verified = new ConcurrentLinkedQueue<>();

    Injections(Systems systems, Precautions precautions) {
        this.registry = systems.registry();
        this.context = systems.context();
        this.journal = systems.journal();
        this.timeline = systems.timeline();
        this.targets = systems.targets();
        this.precautions = precautions;
    }

    /**
     * Injects the faults of steps on all their targets, one call right after the other in the order written: what takes
     * time, preparing and witnessing, comes before the first call and after the last. What is stopped meanwhile is not
     * injected any more.
     *
     * @return whether every effect was witnessed
     * @throws Exception when a fault could not be prepared or a precaution not taken; none of them acts then
     */
    boolean inject(List<Step.Inject> steps, StopSwitch stop) throws Exception {
        precautions.refuse();
        List<Active> prepared = new ArrayList<>();
        for (Step.Inject step : steps) {
            prepared.addAll(prepareAll(step, stop));
        }
        precautions.take(journal, prepared, this::intend);
        List<Active> issued =
                prepared.stream().filter(fault -> issue(fault, stop)).toList();
        return issued.stream().map(fault -> witness(fault, stop)).reduce(true, Boolean::logicalAnd);
    }

    /** From here on it must be healed: whatever the call says, it may have acted. */
    private void intend(Active fault) {
        journal.intent(fault.id(), fault.fault().undo());
        active.add(fault);
    }

    private List<Active> prepareAll(Step.Inject step, StopSwitch stop) throws Exception {
        String kind = step.fault().kind();
        List<PreparedFault> prepared = prepare(registry.faults().get(kind), step, stop);
        List<Active> faults = new ArrayList<>();
        String names = step.name() + " " + kind + " " + targets.names();
        prepared.forEach(fault -> fault.undo().refuseSecrets(timeline.mask(), names));
        for (int i = 0; i < prepared.size(); i++) {
            String id = prepared.size() == 1 ? step.name() : step.name() + "-" + (i + 1);
            faults.add(new Active(step.name(), id, kind, prepared.get(i)));
        }
        return faults;
    }

    private <S extends Record> List<PreparedFault> prepare(FaultProvider<S> provider, Step.Inject step, StopSwitch stop)
            throws Exception {
        FaultContext faultContext = new FaultContext(
                context.runId(), step.name(), targets, () -> stop.reason().isPresent() || precautions.forbids());
        return provider.prepare(provider.settings().cast(step.fault().settings()), faultContext);
    }

    /** False when the run was stopped first. */
    private boolean issue(Active fault, StopSwitch stop) {
        if (stop.reason().isPresent()) {
            return false;
        }
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
        if (fault.taken().get()) {
            // It was healed in an emergency while the call was under way, which may have acted after that.
            active.add(fault.again());
        }
        timeline.record(TimelineEvent.Type.FAULT_RETURNED, fault.id(), answer);
        return true;
    }

    private boolean witness(Active fault, StopSwitch stop) {
        Witness witness = new Witness(fault.fault());
        boolean seen = stop.await(fault.fault().effectWithin(), witness::look);
        if (seen) {
            timeline.record(TimelineEvent.Type.FAULT_EFFECT, fault.id(), Map.of("evidence", witness.evidence()));
            markActive(fault);
        } else {
            timeline.record(TimelineEvent.Type.FAULT_NO_EFFECT, fault.id(), Map.of("reason", witness.evidence()));
        }
        return seen;
    }

    /** Not when it is being healed already: the journal's last word must not be that it acts. */
    private void markActive(Active fault) {
        if (!fault.taken().get()) {
            journal.mark(fault.id(), FaultState.ACTIVE);
        }
    }

    /** How many faults wait for somebody to heal them. */
    int waiting() {
        return active.waiting();
    }

    /** What heals each fault that waits, as a call that is made once and looks at nothing. */
    List<Runnable> calls(Healer healer) {
        HealContext context = new HealContext(Optional.of(targets));
        return active.untaken().stream()
                .<Runnable>map(fault -> () -> healer.call(fault.fault().undo(), context))
                .toList();
    }

    /** Heals the fault of one step. */
    void heal(String step, Healer healer) {
        heal(fault -> fault.step().equals(step), healer);
    }

    /** Heals everything, the last injected first, and waits for what others heal; never throws. */
    void healAll(Healer healer) {
        heal(fault -> true, healer);
        try {
            if (!active.awaitOthers(context.clock(), healer.bound().plus(OTHERS_SLACK))) {
                note("healing", "another thread is still healing; what is open stays in the journal");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heal(Predicate<Active> which, Healer healer) {
        StepHealing steps = new StepHealing(active, healer, new HealContext(Optional.of(targets)), new Told());
        for (Optional<Active> last = active.takeLast(which); last.isPresent(); last = active.takeLast(which)) {
            steps.heal(last.get());
        }
    }

    private final class Told implements StepHealing.Scribe {

        @Override
        public void issued(Active fault) {
            mark(fault, FaultState.REVERTING);
            timeline.record(TimelineEvent.Type.HEAL_ISSUED, fault.id(), targetOf(fault));
        }

        @Override
        public void returned(Active fault) {
            timeline.record(TimelineEvent.Type.HEAL_RETURNED, fault.id(), Map.of());
        }

        @Override
        public void concluded(Active fault, HealCheck check) {
            conclude(fault, check);
        }
    }

    /** What healing a fault came to, of which nothing is written down yet. */
    record Untold(Active fault, long issued, long returned, HealCheck check) {}

    /**
     * Heals one fault that nobody is healing, the last injected first, and writes nothing down: neither a full disk nor a
     * terminal that takes no more output may hold up the healing of the next.
     *
     * @return what to {@link #tell}; empty when there was none
     */
    Optional<Untold> healNextAtOnce(Healer healer) {
        return active.takeLast(fault -> true).map(fault -> {
            long issued = context.clock().nanos();
            long[] returned = {issued};
            HealCheck check =
                    healer.heal(fault.fault().undo(), new HealContext(Optional.of(targets)), at -> returned[0] = at);
            return new Untold(fault, issued, returned[0], check);
        });
    }

    void tell(Untold untold) {
        Active fault = untold.fault();
        mark(fault, FaultState.REVERTING);
        timeline.recordAt(untold.issued(), TimelineEvent.Type.HEAL_ISSUED, fault.id(), targetOf(fault));
        timeline.recordAt(untold.returned(), TimelineEvent.Type.HEAL_RETURNED, fault.id(), Map.of());
        conclude(fault, untold.check());
    }

    private void conclude(Active fault, HealCheck check) {
        if (check.healed()) {
            mark(fault, FaultState.VERIFIED);
            timeline.record(TimelineEvent.Type.HEAL_VERIFIED, fault.id(), Map.of("evidence", check.evidence()));
            verified.add(fault);
        } else {
            timeline.record(
                    TimelineEvent.Type.HEAL_UNVERIFIED, fault.id(), Map.of("reason", OneLine.of(check.evidence())));
        }
        active.healed(fault);
        try {
            precautions.healed(fault, check);
        } catch (RuntimeException e) {
            note(fault.id(), OneLine.of(e));
        }
    }

    /** Looks once more at what was seen healed: a controller, or a call that was under way, may have brought it back. */
    void lookAgain(Healer healer) {
        HealContext context = new HealContext(Optional.of(targets));
        long deadline = this.context.clock().nanos() + SECOND_LOOK.toNanos();
        for (Active fault : verified) {
            if (this.context.clock().nanos() >= deadline) {
                note("healing", "not everything was looked at once more within " + SECOND_LOOK.toSeconds() + " s");
                return;
            }
            healer.actsAgain(fault.fault().undo(), context).ifPresent(evidence -> healAgain(fault, evidence, healer));
        }
    }

    private void healAgain(Active fault, String evidence, Healer healer) {
        mark(fault, FaultState.REVERTING);
        timeline.record(
                TimelineEvent.Type.HEAL_UNVERIFIED,
                fault.id(),
                Map.of("reason", "it acted again after it had been seen healed: " + OneLine.of(evidence)));
        HealCheck check = healer.heal(fault.fault().undo(), new HealContext(Optional.of(targets)), at -> {});
        if (check.healed()) {
            mark(fault, FaultState.VERIFIED);
        }
        note(fault.id(), (check.healed() ? "healed once more: " : "not healed: ") + check.evidence());
    }

    private static Map<String, String> targetOf(Active fault) {
        return Map.of("target", fault.fault().target());
    }

    private void mark(Active fault, FaultState state) {
        journal.tryMark(fault.id(), state).ifPresent(failure -> note(fault.id(), failure));
    }

    private void note(String subject, String text) {
        timeline.record(TimelineEvent.Type.NOTE, subject, Map.of("text", text));
    }
}
