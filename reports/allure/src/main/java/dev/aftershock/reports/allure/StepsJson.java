package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Outage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A run as steps: its phases, within each what happened, and the judge's findings last. */
final class StepsJson {

    private static final int CHILDREN = 100;

    private final List<TimelineEvent> events;
    private final List<ProbeAssessment> probes;
    private final List<Finding> findings;
    private final Clock clock;

    StepsJson(RunFacts run) {
        this.events = run.events();
        this.probes = run.assessment().probes();
        this.findings = run.assessment().findings();
        this.clock = run.clock();
    }

    /** Something within a phase. */
    private record Child(long from, long to, String name, Status status) {}

    ArrayNode write(List<String> notes) {
        ArrayNode steps = JsonNodeFactory.instance.arrayNode();
        List<TimelineEvent> phases =
                events.stream().filter(event -> event.type() == Type.PHASE).toList();
        long end = events.isEmpty() ? 0 : events.get(events.size() - 1).at();
        List<Child> children = children();
        for (int i = 0; i < phases.size(); i++) {
            long from = phases.get(i).at();
            boolean last = i + 1 == phases.size();
            long to = last ? end : phases.get(i + 1).at();
            List<Child> within = children.stream()
                    .filter(child -> child.from() >= from && (last || child.from() < to))
                    .toList();
            phase(steps.addObject(), new Child(from, to, phases.get(i).subject(), worst(within)), within);
        }
        judge(steps.addObject(), end);
        if (!notes.isEmpty()) {
            report(steps.addObject(), end, notes);
        }
        return steps;
    }

    private void report(ObjectNode node, long end, List<String> notes) {
        List<Child> children = notes.stream()
                .map(note -> new Child(end, end, note, Status.PASSED))
                .toList();
        phase(node, new Child(end, end, "report", Status.PASSED), children);
    }

    private static Status worst(List<Child> children) {
        return children.stream().map(Child::status).reduce(Status.PASSED, Status::worse);
    }

    private void phase(ObjectNode node, Child phase, List<Child> children) {
        ArrayNode steps = step(node, phase);
        children.stream().limit(CHILDREN).forEach(child -> step(steps.addObject(), child));
        if (children.size() > CHILDREN) {
            String rest = "and " + (children.size() - CHILDREN) + " more";
            step(steps.addObject(), new Child(phase.to(), phase.to(), rest, Status.PASSED));
        }
    }

    private ArrayNode step(ObjectNode node, Child child) {
        node.put("name", Plain.line(child.name()))
                .put("status", child.status().word())
                .put("stage", "finished")
                .put("start", clock.millis(child.from()))
                .put("stop", clock.millis(Math.max(child.from(), child.to())));
        ArrayNode steps = node.putArray("steps");
        node.putArray("attachments");
        node.putArray("parameters");
        return steps;
    }

    private void judge(ObjectNode node, long end) {
        Status worst =
                findings.stream().map(finding -> Status.of(finding.verdict())).reduce(Status.PASSED, Status::worse);
        List<Child> children = findings.stream()
                .map(finding -> new Child(
                        end,
                        end,
                        finding.verdict() + " " + finding.topic().name().replace('_', ' ') + ": " + finding.message(),
                        Status.of(finding.verdict())))
                .toList();
        phase(node, new Child(end, end, "judge", worst), children);
    }

    private List<Child> children() {
        List<Child> children = new ArrayList<>();
        for (TimelineEvent event : events) {
            if (event.type() != Type.PHASE) {
                children.add(child(event));
            }
        }
        for (ProbeAssessment probe : probes) {
            String name = probe.probe().name();
            probe.recovery().ifPresent(recovery -> {
                recovery.outages().forEach(outage -> children.add(outage(name + " down", outage)));
                recovery.brownouts().forEach(outage -> children.add(outage(name + " slow", outage)));
            });
        }
        children.sort(Comparator.comparingLong(Child::from));
        return children;
    }

    private static Child outage(String what, Outage outage) {
        long from = outage.start().middle();
        long to = outage.end()
                .map(end -> end.middle())
                .orElse(from + outage.length().low());
        String length = outage.end().isPresent()
                ? " for " + Nanos.bracket(outage.length())
                : " to the end, at least " + Nanos.seconds(outage.length().low());
        return new Child(from, to, what + length, Status.PASSED);
    }

    private static Child child(TimelineEvent event) {
        Status status = BROKEN.contains(event.type()) ? Status.BROKEN : Status.PASSED;
        return new Child(event.at(), event.at(), Words.of(event), status);
    }

    private static final java.util.Set<Type> BROKEN = java.util.EnumSet.of(
            Type.NOT_STEADY, Type.FAULT_NO_EFFECT, Type.HEAL_UNVERIFIED, Type.ABORTED, Type.NOT_SETTLED);
}
