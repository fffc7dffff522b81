package dev.aftershock.reports.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Nanos;
import java.util.Optional;

/**
 * The verdict for machines. Field names are stable within a {@code schema}; the README of this module lists them. Durations
 * are nanoseconds, beside a text for people.
 */
final class VerdictJson {

    static final int SCHEMA = 1;

    private final RunView view;

    VerdictJson(RunView view) {
        this.view = view;
    }

    String text() {
        return node().toPrettyString() + "\n";
    }

    ObjectNode node() {
        RunHeader header = view.header();
        Assessment assessment = view.assessment();
        ObjectNode node = object().put("schema", SCHEMA)
                .put("run", Clean.line(header.runId()))
                .put("title", Clean.line(header.title()))
                .put("hypothesis", Clean.line(header.hypothesis()))
                .put("source", Clean.line(header.source()))
                .put("started-at", Clean.line(header.startedAt()))
                .put("seed", header.seed())
                .put("verdict", assessment.verdict().name())
                .put("exit-code", assessment.verdict().exitCode())
                .put("line", Clean.line(assessment.line()));
        node.set("objectives", objectives(header));
        node.set("measured", measured());
        findings(node.putArray("findings"));
        faults(node.putArray("faults"));
        ArrayNode probes = node.putArray("probes");
        view.probes().forEach(probe -> probes.add(ProbeJson.of(probe)));
        node.set("instrument", instrument(assessment));
        ObjectNode machine = node.putObject("machine");
        header.machine().forEach((key, value) -> machine.put(Clean.line(key), Clean.line(value)));
        return node;
    }

    private static ObjectNode objectives(RunHeader header) {
        ObjectNode node = object().put("clock", header.objectives().clock().word());
        header.objectives().mtd().ifPresent(mtd -> node.set("mtd", duration(mtd.toNanos())));
        header.objectives().workRecovery().ifPresent(wrt -> node.set("work-recovery", duration(wrt.toNanos())));
        header.rtoNanos().ifPresent(rto -> node.set("rto", duration(rto)));
        header.rpo().ifPresent(rpo -> node.set("rpo", rpo(rpo)));
        return node;
    }

    private static ObjectNode rpo(Objectives.Rpo rpo) {
        ObjectNode node = object();
        if (rpo instanceof Objectives.Writes writes) {
            node.put("writes", writes.most());
        } else if (rpo instanceof Objectives.Age age) {
            node.put("ns", age.most().toNanos());
        }
        return node.put("text", rpo.text());
    }

    private ObjectNode measured() {
        Assessment assessment = view.assessment();
        ObjectNode node = object();
        view.slowest().ifPresent(probe -> {
            node.put("slowest-probe", Clean.line(probe.probe().name()));
            optional(node, "recovery-time", probe.recoveryTime());
        });
        view.margin().ifPresent(margin -> node.set("margin", duration(margin)));
        if (!view.ledgers().isEmpty()) {
            node.put("acknowledged-writes", view.acknowledged()).put("lost-writes", view.lost());
        }
        assessment.fault().ifPresent(fault -> node.set("fault", moment(fault)));
        assessment.heal().ifPresent(heal -> node.set("heal", moment(heal)));
        optional(node, "detected", assessment.detect());
        optional(node, "redundant", assessment.redundancy());
        return node;
    }

    private void findings(ArrayNode array) {
        for (Finding finding : view.assessment().findings()) {
            array.addObject()
                    .put("verdict", finding.verdict().name())
                    .put("topic", finding.topic().name())
                    .put("message", Clean.line(finding.message()))
                    .put("remedy", Clean.line(finding.remedy()));
        }
    }

    private void faults(ArrayNode array) {
        for (FaultSpan fault : view.faults()) {
            ObjectNode node = array.addObject()
                    .put("id", Clean.line(fault.id()))
                    .put("kind", Clean.line(fault.kind()))
                    .put("target", Clean.line(fault.target()))
                    .put("injected", fault.injected())
                    .put("acted", fault.acted())
                    .put("healed", fault.healed())
                    .put("effect", Clean.line(fault.effect()))
                    .put("heal", Clean.line(fault.heal()));
            fault.issuedAt().ifPresent(at -> node.put("issued-at-ns", at));
            fault.effectAt().ifPresent(at -> node.put("effect-at-ns", at));
            fault.healAt().ifPresent(at -> node.put("heal-issued-at-ns", at));
            fault.healedAt().ifPresent(at -> node.put("healed-at-ns", at));
        }
    }

    private static ObjectNode instrument(Assessment assessment) {
        ObjectNode node = object();
        assessment.calibrationError().ifPresent(error -> node.set("calibration-error", duration(error)));
        node.set("longest-pause", duration(assessment.maxGap()));
        assessment.load().ifPresent(load -> node.put("probe-attempts-per-second", load.perSecond())
                .put("traffic-per-second", load.traffic()));
        return node;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode duration(long nanos) {
        return object().put("ns", nanos).put("text", Nanos.seconds(nanos));
    }

    /** Without point and upper end when the end was never seen. */
    static ObjectNode bracket(Bracket bracket) {
        ObjectNode node = object().put("ended", bracket.ended()).put("low-ns", bracket.low());
        if (bracket.ended()) {
            node.put("point-ns", bracket.point()).put("high-ns", bracket.high());
        }
        return node.put("text", Nanos.bracket(bracket));
    }

    static ObjectNode moment(Moment moment) {
        return object().put("earliest-ns", moment.earliest()).put("latest-ns", moment.latest());
    }

    static void optional(ObjectNode node, String key, Optional<Bracket> bracket) {
        bracket.ifPresent(value -> node.set(key, bracket(value)));
    }
}
