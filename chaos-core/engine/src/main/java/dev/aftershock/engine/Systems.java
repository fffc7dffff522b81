package dev.aftershock.engine;

import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The systems of a run: started before anything is probed, ended last, in reverse order, and journaled like faults. */
final class Systems {

    private final Registry registry;
    private final RunContext context;
    private final FaultJournal journal;
    private final Timeline timeline;
    private final LiveTargets targets = new LiveTargets();
    private final Deque<Started> started = new ArrayDeque<>();

    Systems(Registry registry, RunContext context, FaultJournal journal, Timeline timeline) {
        this.registry = registry;
        this.context = context.with(targets);
        this.journal = journal;
        this.timeline = timeline;
    }

    private record Started(String name, List<UndoRecipe> undo, Optional<TargetSet> set) {

        private String id(int recipe) {
            return undo.size() == 1 ? Systems.id(name) : Systems.id(name) + "-" + (recipe + 1);
        }
    }

    /** How the journal names a system with one recipe. */
    static String id(String name) {
        return "system-" + name;
    }

    Registry registry() {
        return registry;
    }

    RunContext context() {
        return context;
    }

    FaultJournal journal() {
        return journal;
    }

    Timeline timeline() {
        return timeline;
    }

    LiveTargets targets() {
        return targets;
    }

    /** Starts one system; its undo recipe is on the disk before anything runs. */
    void start(TargetSpec spec) throws Exception {
        TargetProvider.PreparedTargets prepared =
                prepare(registry.targets().get(spec.part().kind()), spec);
        prepared.undo().forEach(recipe -> recipe.refuseSecrets(timeline.mask(), spec.name()));
        Started system = new Started(spec.name(), prepared.undo(), Optional.empty());
        // Reversed, because what was written down last is undone first.
        for (int i = system.undo().size() - 1; i >= 0; i--) {
            journal.intent(system.id(i), system.undo().get(i));
        }
        started.push(system);
        TargetSet set = prepared.start();
        started.pop();
        started.push(new Started(spec.name(), system.undo(), Optional.of(set)));
        hideSecretsOf(set);
        targets.add(set.targets(), describe(registry.targets().get(spec.part().kind()), spec));
        for (int i = 0; i < system.undo().size(); i++) {
            journal.mark(system.id(i), FaultState.ACTIVE);
        }
    }

    /** A system that was just started may have made its own password. */
    private void hideSecretsOf(TargetSet set) {
        set.targets().values().stream()
                .filter(JdbcTarget.class::isInstance)
                .map(JdbcTarget.class::cast)
                .forEach(target -> timeline.mask().hide(List.of(target.password())));
    }

    private <S extends Record> TargetProvider.PreparedTargets prepare(TargetProvider<S> provider, TargetSpec spec) {
        return provider.prepare(
                spec.name(), provider.settings().cast(spec.part().settings()), context);
    }

    /** The targets that a system will offer, without touching anything. */
    static <S extends Record> List<TargetInfo> describe(TargetProvider<S> provider, TargetSpec spec) {
        return provider.describe(
                spec.name(), provider.settings().cast(spec.part().settings()));
    }

    /** Whether every system that noticed a failure says that its redundancy is back. */
    boolean redundant() {
        return targets.all(SystemLog.class).stream().allMatch(log -> redundant(log.events()));
    }

    private static boolean redundant(List<SystemEvent> events) {
        long trouble = -1;
        long redundant = -1;
        for (SystemEvent event : events) {
            if (event.kind() == SystemEvent.Kind.DETECTED || event.kind() == SystemEvent.Kind.FENCED) {
                trouble = Math.max(trouble, event.at());
            } else if (event.kind() == SystemEvent.Kind.REDUNDANT) {
                redundant = Math.max(redundant, event.at());
            }
        }
        return redundant >= trouble;
    }

    /** Copies the systems' own logs, and those that probes keep of a system, into the timeline. */
    void recordLogs(List<SystemLog> probes) {
        Set<SystemEvent> events = new LinkedHashSet<>();
        targets.all(SystemLog.class).forEach(log -> events.addAll(log.events()));
        probes.forEach(log -> events.addAll(log.events()));
        for (SystemEvent event : events) {
            Map<String, String> facts = new HashMap<>();
            facts.put("kind", event.kind().name());
            facts.put("detail", OneLine.of(event.detail()));
            timeline.recordAt(event.at(), TimelineEvent.Type.SYSTEM, event.subject(), facts);
        }
    }

    /** Ends every system and looks whether it is gone; what is not stays open in the journal. */
    void end(Healer healer) {
        while (!started.isEmpty()) {
            Started system = started.pop();
            system.set().ifPresent(this::close);
            for (int i = 0; i < system.undo().size(); i++) {
                verifyGone(system.id(i), system.undo().get(i), healer);
            }
        }
    }

    private void close(TargetSet set) {
        try {
            set.close();
        } catch (RuntimeException e) {
            note(OneLine.of(e));
        }
    }

    private void verifyGone(String id, UndoRecipe recipe, Healer healer) {
        journal.tryMark(id, FaultState.REVERTING).ifPresent(this::note);
        HealCheck check = healer.heal(recipe, new HealContext(Optional.of(targets)), at -> {});
        if (check.healed()) {
            journal.tryMark(id, FaultState.VERIFIED).ifPresent(this::note);
        } else {
            timeline.record(TimelineEvent.Type.HEAL_UNVERIFIED, id, Map.of("reason", OneLine.of(check.evidence())));
        }
    }

    private void note(String text) {
        timeline.record(TimelineEvent.Type.NOTE, "systems", Map.of("text", text));
    }
}
