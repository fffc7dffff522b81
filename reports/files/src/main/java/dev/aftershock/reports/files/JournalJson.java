package dev.aftershock.reports.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The run as a journal of Chaos Toolkit, for tools that read those: faults are its actions, heals its rollbacks, and the
 * steady state before and after its hypothesis. What the format has no place for is under {@code aftershock}.
 *
 * <p>Only a PASS is completed and not deviated there: whatever proves nothing must not read as a success.
 */
final class JournalJson {

    /** The library whose journals look like this. */
    private static final String LIBRARY = "1.44.0";

    private static final List<String> OURS =
            List.of("schema", "run", "verdict", "exit-code", "line", "objectives", "measured", "findings");

    private final RunView view;
    private final JournalActivities activities;

    JournalJson(RunView view) {
        this.view = view;
        this.activities = new JournalActivities(view);
    }

    String text() {
        return node().toPrettyString() + "\n";
    }

    private ObjectNode node() {
        ObjectNode node = VerdictJson.object()
                .put("chaoslib-version", LIBRARY)
                .put("platform", Clean.line(view.header().machine().getOrDefault("os", "unknown")))
                .put("node", "localhost");
        node.set("experiment", experiment());
        node.put("start", activities.wall(view.start()))
                .put("status", status())
                .put("deviated", view.assessment().verdict() == Verdict.FAIL);
        ObjectNode states = node.putObject("steady_states");
        states.set("before", before());
        states.set("after", after());
        states.putArray("during");
        ArrayNode run = node.putArray("run");
        injected().forEach(fault -> run.add(activities.injected(fault)));
        ArrayNode rollbacks = node.putArray("rollbacks");
        injected().stream()
                .filter(fault -> fault.healAt().isPresent())
                .forEach(fault -> rollbacks.add(activities.healed(fault)));
        node.put("end", activities.wall(view.end())).put("duration", (view.end() - view.start()) / 1e9);
        node.set("aftershock", new VerdictJson(view).node().retain(OURS));
        return node;
    }

    private List<FaultSpan> injected() {
        return view.faults().stream().filter(FaultSpan::injected).toList();
    }

    private String status() {
        if (!view.events(TimelineEvent.Type.ABORTED).isEmpty()) {
            return "aborted";
        }
        Verdict verdict = view.assessment().verdict();
        return verdict == Verdict.PASS || verdict == Verdict.FAIL ? "completed" : "failed";
    }

    private ObjectNode experiment() {
        String hypothesis = JournalActivities.text(view.header().hypothesis());
        ObjectNode node = VerdictJson.object()
                .put("version", "1.0.0")
                .put("title", JournalActivities.text(view.header().title()))
                .put("description", hypothesis);
        node.putArray("tags").add("aftershock");
        ArrayNode probes = node.putObject("steady-state-hypothesis")
                .put("title", hypothesis)
                .putArray("probes");
        view.probes().forEach(probe -> probes.add(activities.probe(probe)));
        ArrayNode method = node.putArray("method");
        injected().forEach(fault -> method.add(activities.inject(fault)));
        ArrayNode rollbacks = node.putArray("rollbacks");
        injected().forEach(fault -> rollbacks.add(activities.heal(fault)));
        node.putArray("extensions")
                .addObject()
                .put("name", "aftershock")
                .put("source", JournalActivities.text(view.header().source()))
                .put("seed", view.header().seed());
        return node;
    }

    /** Whether it held before the method; without a probe there is no such state. */
    private ObjectNode before() {
        ObjectNode state = VerdictJson.object();
        ArrayNode probes = state.arrayNode();
        boolean met = !view.probes().isEmpty();
        for (ProbeAssessment probe : view.probes()) {
            Optional<TimelineEvent> held = steady(probe, TimelineEvent.Type.STEADY);
            Optional<TimelineEvent> missed = steady(probe, TimelineEvent.Type.NOT_STEADY);
            boolean ok = held.isPresent() && missed.isEmpty();
            long at = held.or(() -> missed).map(TimelineEvent::at).orElse(view.start());
            probes.add(activities.state(probe, ok, at));
            met &= ok;
        }
        state.put("steady_state_met", met).set("probes", probes);
        return state;
    }

    private Optional<TimelineEvent> steady(ProbeAssessment probe, TimelineEvent.Type type) {
        return view.events(type).stream()
                .filter(event -> event.subject().equals(probe.probe().name()))
                .findFirst();
    }

    /** Whether it came back to stay. */
    private ObjectNode after() {
        ObjectNode state = VerdictJson.object();
        ArrayNode probes = state.arrayNode();
        boolean met = !view.probes().isEmpty();
        for (ProbeAssessment probe : view.probes()) {
            boolean ok = probe.recovery()
                    .filter(r -> r.observed() > 0 && r.stable().ended())
                    .isPresent();
            probes.add(activities.state(probe, ok, view.end()));
            met &= ok;
        }
        state.put("steady_state_met", met).set("probes", probes);
        return state;
    }
}
