package dev.aftershock.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.measurement.SeriesSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes and reads {@code run.json}. */
final class HeaderJson {

    private static final int SCHEMA = 3;

    private HeaderJson() {}

    static ObjectNode write(RunHeader header) {
        ObjectNode node = Json.object()
                .put("schema", SCHEMA)
                .put("run", header.runId())
                .put("title", header.title())
                .put("hypothesis", header.hypothesis())
                .put("source", header.source())
                .put("started-at", header.startedAt())
                .put("seed", header.seed());
        header.traffic().ifPresent(traffic -> node.put("traffic-per-second", traffic));
        node.set("objectives", objectives(header.objectives()));
        ArrayNode probes = node.putArray("probes");
        header.probes().forEach(probe -> probes.add(probe(probe)));
        ArrayNode faults = node.putArray("faults");
        header.faults().forEach(faults::add);
        node.set("machine", Json.strings(header.machine()));
        return node;
    }

    private static ObjectNode objectives(Objectives objectives) {
        ObjectNode node = Json.object().put("clock", objectives.clock().name());
        objectives.rto().ifPresent(rto -> node.put("rto-ns", rto.toNanos()));
        objectives.rpo().ifPresent(rpo -> node.set("rpo", rpo(rpo)));
        objectives.mtd().ifPresent(mtd -> node.put("mtd-ns", mtd.toNanos()));
        objectives.workRecovery().ifPresent(wrt -> node.put("work-recovery-ns", wrt.toNanos()));
        return node;
    }

    private static Objectives readObjectives(JsonNode node) {
        return new Objectives(
                nanos(node, "rto-ns"),
                readRpo(node.path("rpo")),
                Objectives.Start.valueOf(node.path("clock").asText()),
                nanos(node, "mtd-ns"),
                nanos(node, "work-recovery-ns"));
    }

    private static Optional<Duration> nanos(JsonNode node, String key) {
        return node.has(key) ? Optional.of(Duration.ofNanos(Json.whole(node, key))) : Optional.empty();
    }

    private static ObjectNode rpo(Objectives.Rpo rpo) {
        return rpo instanceof Objectives.Writes writes
                ? Json.object().put("writes", writes.most())
                : Json.object().put("age-ns", ((Objectives.Age) rpo).most().toNanos());
    }

    private static ObjectNode probe(RunHeader.ProbeHeader probe) {
        SeriesSpec series = probe.series();
        return Json.object()
                .put("name", probe.name())
                .put("kind", probe.kind())
                .put("class", probe.probeClass())
                .put("ledger", probe.ledger())
                .put("every-ns", series.every())
                .put("deadline-ns", series.deadline())
                .put("within-ns", series.within())
                .put("hold-ns", series.hold())
                .put("bad-at-most", series.badAtMost());
    }

    static RunHeader read(JsonNode node) {
        checkSchema(node.path("schema"));
        List<RunHeader.ProbeHeader> probes = new ArrayList<>();
        node.path("probes").forEach(probe -> probes.add(readProbe(probe)));
        List<String> faults = new ArrayList<>();
        node.path("faults").forEach(fault -> faults.add(text(fault)));
        return new RunHeader(
                text(node.path("run")),
                text(node.path("title")),
                text(node.path("hypothesis")),
                text(node.path("source")),
                text(node.path("started-at")),
                readObjectives(node.path("objectives")),
                node.has("traffic-per-second")
                        ? OptionalInt.of(Json.small(node, "traffic-per-second"))
                        : OptionalInt.empty(),
                probes,
                faults,
                Json.whole(node, "seed"),
                Json.strings(node.path("machine")));
    }

    private static void checkSchema(JsonNode schema) {
        if (schema.asInt() != SCHEMA) {
            throw new IllegalArgumentException("it is of schema " + schema + ", where this version reads schema "
                    + SCHEMA
                    + (schema.asInt() > SCHEMA ? "; judge it with the newer version that recorded it" : "; run again"));
        }
    }

    private static Optional<Objectives.Rpo> readRpo(JsonNode rpo) {
        if (rpo.has("writes")) {
            return Optional.of(new Objectives.Writes(Json.whole(rpo, "writes")));
        }
        return rpo.has("age-ns")
                ? Optional.of(new Objectives.Age(Duration.ofNanos(Json.whole(rpo, "age-ns"))))
                : Optional.empty();
    }

    private static RunHeader.ProbeHeader readProbe(JsonNode probe) {
        SeriesSpec series = new SeriesSpec(
                Json.whole(probe, "every-ns"),
                Json.whole(probe, "deadline-ns"),
                Json.whole(probe, "within-ns"),
                Json.whole(probe, "hold-ns"),
                probe.path("bad-at-most").asDouble());
        return new RunHeader.ProbeHeader(
                text(probe.path("name")),
                text(probe.path("kind")),
                text(probe.path("class")),
                series,
                probe.path("ledger").asBoolean());
    }

    /** The record may be somebody else's, and its texts are printed. */
    private static String text(JsonNode node) {
        return OneLine.plain(node.asText());
    }
}
