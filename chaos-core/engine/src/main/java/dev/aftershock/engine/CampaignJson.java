package dev.aftershock.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Campaign.Bound;
import dev.aftershock.engine.Campaign.Header;
import dev.aftershock.engine.Campaign.Outcome;
import dev.aftershock.measurement.Bracket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Writes and reads {@code campaign.json}; times are in nanoseconds, and an end that was never seen has no high. */
final class CampaignJson {

    private static final int SCHEMA = 1;

    private CampaignJson() {}

    static ObjectNode write(Campaign campaign) {
        Header header = campaign.header();
        Outcome outcome = campaign.outcome();
        ObjectNode node =
                Json.object().put("schema", SCHEMA).put("campaign", header.id()).put("started-at", header.startedAt());
        node.set("experiment", Json.strings(header.subject()));
        node.put("gate", header.gate())
                .put("seed", header.seed())
                .put("period-ns", header.period().toNanos())
                .put("ended", outcome.ended())
                .put("verdict", outcome.verdict().name())
                .put("decision", outcome.why());
        ArrayNode bounds = node.putArray("bounds");
        outcome.bounds().forEach(bound -> bounds.addObject()
                .put("of", bound.of())
                .put("value", bound.value())
                .put("confidence", bound.confidence()));
        strings(node, "proven", outcome.proven());
        strings(node, "not-proven", outcome.notProven());
        strings(node, "seen", outcome.seen());
        ArrayNode trials = node.putArray("trials");
        campaign.trials().forEach(trial -> trials.add(trial(trial)));
        return node;
    }

    private static void strings(ObjectNode node, String key, List<String> values) {
        ArrayNode array = node.putArray(key);
        values.forEach(array::add);
    }

    private static ObjectNode trial(Trial trial) {
        ObjectNode node = Json.object()
                .put("number", trial.spec().number())
                .put("run", trial.spec().folder())
                .put("seed", trial.spec().seed())
                .put("phase-ns", trial.spec().phase().toNanos())
                .put("verdict", trial.verdict().name())
                .put("counted", trial.counts())
                .put("cut-short", trial.cutShort())
                .put("failed-beside-time", trial.brokenPromise());
        trial.recovery().ifPresent(recovery -> node.set("r3", bracket(recovery)));
        trial.lost().ifPresent(lost -> node.put("lost", lost));
        return node.put("line", trial.line());
    }

    private static ObjectNode bracket(Bracket bracket) {
        ObjectNode node = Json.object().put("low-ns", bracket.low());
        return bracket.ended() ? node.put("point-ns", bracket.point()).put("high-ns", bracket.high()) : node;
    }

    static Campaign read(JsonNode node) {
        if (!node.path("schema").isInt() || node.path("schema").asInt() != SCHEMA) {
            throw new IllegalArgumentException("it is of schema " + node.path("schema")
                    + ", where this version reads schema " + SCHEMA + "; use the version that wrote it");
        }
        Header header = new Header(
                text(node, "campaign"),
                text(node, "started-at"),
                Json.strings(Json.need(node, "experiment")),
                text(node, "gate"),
                Json.whole(node, "seed"),
                Duration.ofNanos(Json.whole(node, "period-ns")));
        Outcome outcome = new Outcome(
                Json.need(node, "ended").asBoolean(),
                verdict(node),
                text(node, "decision"),
                list(node, "bounds", CampaignJson::bound),
                list(node, "proven", JsonNode::asText),
                list(node, "not-proven", JsonNode::asText),
                list(node, "seen", JsonNode::asText));
        return new Campaign(header, list(node, "trials", CampaignJson::readTrial), outcome);
    }

    private static Trial readTrial(JsonNode node) {
        Trial.TrialSpec spec = new Trial.TrialSpec(
                Json.small(node, "number"),
                text(node, "run"),
                Json.whole(node, "seed"),
                Duration.ofNanos(Json.whole(node, "phase-ns")));
        return new Trial(
                spec,
                verdict(node),
                text(node, "line"),
                node.has("r3") ? Optional.of(readBracket(node.path("r3"))) : Optional.empty(),
                node.has("lost") ? OptionalLong.of(Json.whole(node, "lost")) : OptionalLong.empty(),
                Json.need(node, "failed-beside-time").asBoolean(),
                Json.need(node, "cut-short").asBoolean());
    }

    private static Bracket readBracket(JsonNode node) {
        return node.has("high-ns")
                ? new Bracket(Json.whole(node, "low-ns"), Json.whole(node, "point-ns"), Json.whole(node, "high-ns"))
                : Bracket.atLeast(Json.whole(node, "low-ns"));
    }

    private static Bound bound(JsonNode node) {
        return new Bound(
                text(node, "of"),
                Json.need(node, "value").asDouble(),
                Json.need(node, "confidence").asDouble());
    }

    private static <T> List<T> list(JsonNode node, String key, Function<JsonNode, T> element) {
        List<T> values = new ArrayList<>();
        for (JsonNode each : Json.need(node, key)) {
            try {
                values.add(element.apply(each));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + "[" + values.size() + "]: " + e.getMessage(), e);
            }
        }
        return values;
    }

    private static Verdict verdict(JsonNode node) {
        String word = text(node, "verdict");
        try {
            return Verdict.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + word + "' is no verdict", e);
        }
    }

    private static String text(JsonNode node, String key) {
        return Json.need(node, key).asText();
    }
}
