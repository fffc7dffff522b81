package dev.aftershock.reports.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.ProbeAssessment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The activities of a Chaos Toolkit journal, and what came of them. */
final class JournalActivities {

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RunView view;
    private final Instant zero;

    JournalActivities(RunView view) {
        this.view = view;
        this.zero = view.startedAt().orElse(Instant.EPOCH);
    }

    /** A moment of the run's clock by the wall clock. */
    String wall(long at) {
        return MICROSECONDS.format(zero.plusNanos(at));
    }

    /** Its readers put texts into pages as they are and replace what looks like a variable, and none may be empty. */
    static String text(String text) {
        String line = Clean.line(text).replace("<", "&lt;").replace("${", "$&#123;");
        return line.isEmpty() ? "none given" : line;
    }

    ObjectNode probe(ProbeAssessment probe) {
        return activity("probe", probe.probe().name(), "probe", probe.probe().kind())
                .put("tolerance", true);
    }

    ObjectNode inject(FaultSpan fault) {
        return activity("action", "inject " + fault.id(), "inject", fault.kind(), fault.target());
    }

    ObjectNode heal(FaultSpan fault) {
        return activity("action", "heal " + fault.id(), "heal", fault.id());
    }

    /** That format knows three ways to run an activity; what ours does is done by a program. */
    private static ObjectNode activity(String type, String name, String... arguments) {
        ObjectNode node = VerdictJson.object().put("type", type).put("name", text(name));
        ArrayNode list = node.putObject("provider")
                .put("type", "process")
                .put("path", "aftershock")
                .putArray("arguments");
        Stream.of(arguments).map(JournalActivities::text).forEach(list::add);
        return node;
    }

    ObjectNode injected(FaultSpan fault) {
        long from = fault.issuedAt().orElse(view.start());
        return outcome(new Result(inject(fault), fault.acted(), fault.effect()), from, fault.effectAt());
    }

    ObjectNode healed(FaultSpan fault) {
        long from = fault.healAt().orElse(view.end());
        return outcome(new Result(heal(fault), fault.healed(), fault.heal()), from, fault.healedAt());
    }

    private record Result(ObjectNode activity, boolean succeeded, String evidence) {}

    /** What never succeeded lasted until the record ends. */
    private ObjectNode outcome(Result result, long from, OptionalLong until) {
        long to = Math.max(from, until.orElse(view.end()));
        ObjectNode node = VerdictJson.object();
        node.set("activity", result.activity());
        node.put("output", text(result.evidence()))
                .put("start", wall(from))
                .put("status", result.succeeded() ? "succeeded" : "failed");
        if (!result.succeeded()) {
            node.putArray("exception").add(text(result.evidence()) + "\n");
        }
        return node.put("end", wall(to)).put("duration", (to - from) / 1e9);
    }

    /** A steady state that does not hold is no failure of its probe. */
    ObjectNode state(ProbeAssessment probe, boolean met, long at) {
        ObjectNode node = VerdictJson.object();
        node.set("activity", probe(probe));
        return node.put("output", met)
                .put("start", wall(at))
                .put("status", "succeeded")
                .put("end", wall(at))
                .put("duration", 0.0)
                .put("tolerance_met", met);
    }
}
