package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The test case of a run, as {@code <uuid>-result.json} holds it. */
final class CaseJson {

    private final RunFacts run;
    private final RunHeader header;
    private final Assessment assessment;

    CaseJson(RunFacts run) {
        this.run = run;
        this.header = run.header();
        this.assessment = run.assessment();
    }

    ObjectNode write(ArrayNode attachments, List<String> notes) {
        Identity identity = run.identity();
        String title = Plain.line(header.title());
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("uuid", identity.uuid())
                .put("historyId", identity.historyId())
                .put("testCaseId", identity.testCaseId())
                .put("testCaseName", title)
                .put("fullName", identity.fullName())
                .put("name", title)
                .put("status", Status.of(assessment.verdict()).word())
                .put("stage", "finished")
                .put("start", run.start())
                .put("stop", run.stop())
                .put("descriptionHtml", description(notes));
        node.putArray("titlePath").add("Resilience").add(Identity.source(header));
        node.set("statusDetails", statusDetails());
        node.set("labels", labels());
        node.set("parameters", parameters());
        node.putArray("links");
        node.set("steps", new StepsJson(run).write(notes));
        node.set("attachments", attachments);
        return node;
    }

    private ObjectNode statusDetails() {
        String remedies = assessment.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .map(Finding::remedy)
                .filter(remedy -> !remedy.isBlank())
                .distinct()
                .map(remedy -> "\nWhat to do: " + Plain.line(remedy))
                .collect(Collectors.joining());
        String kinds = assessment.verdict() == Verdict.PASS ? "" : "\n" + Kinds.line(assessment);
        String findings = assessment.findings().stream()
                .map(finding -> finding.verdict() + " " + finding.topic() + ": " + Plain.line(finding.message()))
                .collect(Collectors.joining("\n"));
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return node.put("message", Plain.line(assessment.line()) + remedies + kinds)
                .put("trace", findings);
    }

    private ArrayNode labels() {
        ArrayNode labels = JsonNodeFactory.instance.arrayNode();
        label(labels, "parentSuite", "Resilience");
        label(labels, "suite", Identity.source(header));
        label(labels, "epic", "Disaster recovery");
        Set<String> kinds = new LinkedHashSet<>();
        Set<String> targets = new LinkedHashSet<>();
        for (TimelineEvent event : run.events()) {
            if (event.type() == TimelineEvent.Type.FAULT_ISSUED) {
                kinds.add(event.fact("kind"));
                targets.add(event.fact("target"));
            }
        }
        kinds.forEach(kind -> label(labels, "feature", kind));
        kinds.forEach(kind -> label(labels, "fault", kind));
        targets.forEach(target -> label(labels, "target", target));
        label(labels, "verdict", assessment.verdict().name());
        Kinds.of(assessment).forEach(kind -> label(labels, "kind", kind.title()));
        label(labels, "severity", "critical");
        label(labels, "layer", "chaos");
        label(labels, "framework", "aftershock");
        label(labels, "language", "java");
        header.rtoNanos().ifPresent(rto -> label(labels, "tag", "rto"));
        header.rpo().ifPresent(rpo -> label(labels, "tag", "rpo"));
        return labels;
    }

    private static void label(ArrayNode labels, String name, String value) {
        String clean = Plain.line(value);
        if (!clean.isEmpty()) {
            labels.addObject().put("name", name).put("value", clean);
        }
    }

    /** The faults tell experiments apart; what was measured must not, or every run would start a new history. */
    private ArrayNode parameters() {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        int number = 0;
        for (String fault : header.faults()) {
            String name = ++number == 1 ? "Fault" : "Fault " + number;
            parameter(parameters, name, fault, false);
        }
        figures().forEach((name, value) -> parameter(parameters, name, value, true));
        return parameters;
    }

    private Map<String, String> figures() {
        return new Measured(header, assessment).figures();
    }

    private static void parameter(ArrayNode parameters, String name, String value, boolean excluded) {
        parameters
                .addObject()
                .put("name", name)
                .put("value", Plain.line(value))
                .put("excluded", excluded)
                .put("mode", "default");
    }

    /** Objectives beside measurements, visible without a click. */
    private String description(List<String> notes) {
        Map<String, String> figures = figures();
        StringBuilder html = new StringBuilder();
        html.append("<p><b>").append(assessment.verdict()).append("</b> ");
        html.append(Plain.html(header.hypothesis())).append("</p><table><thead><tr>");
        html.append("<th></th><th>objective</th><th>measured</th><th>detail</th></tr></thead><tbody>");
        row(html, "Recovery time (RTO)", figures, List.of("RTO objective", "RTO bracket", "RTO margin"));
        row(html, "Data loss (RPO)", figures, List.of("RPO objective", "RPO measured", "Oldest lost write"));
        html.append("</tbody></table>");
        notes.forEach(note -> html.append("<p>").append(Plain.html(note)).append("</p>"));
        return html.toString();
    }

    private static void row(StringBuilder html, String name, Map<String, String> figures, List<String> keys) {
        html.append("<tr><td>").append(name).append("</td>");
        for (String key : keys) {
            html.append("<td>")
                    .append(Plain.html(figures.getOrDefault(key, "–")))
                    .append("</td>");
        }
        html.append("</tr>");
    }
}
