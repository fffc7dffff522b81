package dev.aftershock.probes.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.HttpLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads answers as in Prometheus' documentation, "HTTP API", and judges them. Thread-safe. */
final class Verdict {

    static final String LABEL = "aftershock";
    static final String VALUE = "value";
    static final String TIME = "time";

    private static final int OK = 200;
    private static final int MOST_DETAIL = 300;
    private static final double NANOS = 1e9;

    private final PrometheusQuery settings;
    private final ObjectMapper json = new ObjectMapper();

    Verdict(PrometheusQuery settings) {
        this.settings = settings;
    }

    /** Judges an answer; the body is empty when it was too long. */
    Answer on(int status, Optional<byte[]> body) {
        if (body.isEmpty()) {
            return Answer.failed("the answer is longer than " + HttpLine.MOST_BYTES + " bytes");
        }
        try {
            return judge(status, Optional.ofNullable(json.readTree(body.get())));
        } catch (IOException e) {
            return failed(status == OK ? "the answer is no JSON" : "status " + status + " instead of " + OK);
        } catch (Malformed e) {
            return failed("the answer is malformed: " + e.getMessage());
        }
    }

    private Answer judge(int status, Optional<JsonNode> read) throws Malformed {
        JsonNode answer = read.orElseGet(json::createObjectNode);
        if (status != OK || !answer.path("status").asText().equals("success")) {
            String error = answer.path("errorType").asText() + ": "
                    + answer.path("error").asText();
            return failed("status " + status + (error.equals(": ") ? " instead of " + OK : ", " + error));
        }
        if (!answer.path("warnings").isEmpty()) {
            return failed("the result may be incomplete: "
                    + answer.path("warnings").path(0).asText());
        }
        JsonNode data = answer.path("data");
        if (!data.path("resultType").asText().equals("vector")
                || !data.path("result").isArray()) {
            throw new Malformed("no vector");
        }
        List<Element> elements = new ArrayList<>();
        for (JsonNode element : data.path("result")) {
            elements.add(Element.of(element));
        }
        return judge(elements);
    }

    private Answer judge(List<Element> elements) {
        List<Element> values = elements.stream().filter(each -> !each.time()).toList();
        if (values.isEmpty()) {
            return Answer.failed("the result is empty: no such series, or its last scrape failed");
        }
        for (Element each : values) {
            if (!settings.accepts(each.value())) {
                return failed(each.name() + " is " + each.value() + " instead of " + settings.wanted());
            }
        }
        Optional<Element> oldest = elements.stream().filter(Element::time).findFirst();
        if (oldest.isEmpty()) {
            return failed(
                    "there is no sample of " + settings.watched() + ", so that nobody can tell how old the values are");
        }
        double age = oldest.get().at() - oldest.get().value();
        double most = settings.staleAfter().toNanos() / NANOS;
        // Not the other way round: NaN would count as fresh.
        return age <= most
                ? Answer.OK
                : failed(String.format(Locale.ROOT, "the oldest sample is %.3f s old, more than %.3f s", age, most));
    }

    private static Answer failed(String detail) {
        String line = detail.replaceAll("\\s+", " ");
        return Answer.failed(line.substring(0, Math.min(line.length(), MOST_DETAIL)));
    }

    /**
     * One element of a vector.
     *
     * @param at when it was evaluated, in seconds since 1970
     */
    private record Element(String name, boolean time, double at, double value) {

        static Element of(JsonNode node) throws Malformed {
            JsonNode labels = node.path("metric");
            JsonNode pair = node.path("value");
            if (node.has("histogram")) {
                throw new Malformed("a native histogram instead of a number; query a quantile or a count of it");
            }
            if (pair.size() != 2 || !pair.path(0).isNumber() || !pair.path(1).isTextual()) {
                throw new Malformed("an element without time and value");
            }
            boolean time = labels.path(LABEL).asText().equals(TIME);
            return new Element(
                    name(labels),
                    time,
                    pair.path(0).doubleValue(),
                    number(pair.path(1).asText()));
        }

        private static String name(JsonNode labels) {
            List<String> words = new ArrayList<>();
            labels.properties().forEach(each -> {
                if (!each.getKey().equals(LABEL)) {
                    words.add(each.getKey() + "=" + each.getValue().asText());
                }
            });
            return words.isEmpty() ? "the value" : "the value of " + String.join(",", words);
        }

        private static double number(String text) throws Malformed {
            switch (text) {
                case "+Inf":
                case "Inf":
                    return Double.POSITIVE_INFINITY;
                case "-Inf":
                    return Double.NEGATIVE_INFINITY;
                default:
                    try {
                        return Double.parseDouble(text);
                    } catch (NumberFormatException e) {
                        throw new Malformed("'" + text + "' is no number");
                    }
            }
        }
    }

    private static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why, null, false, false);
        }
    }
}
