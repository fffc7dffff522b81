package dev.aftershock.toxiproxy;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A server's toxics, through {@link Http}: toxiproxy-java sets one attribute per request, so that a toxic would act
 * with wrong values for a moment, and its answers do not tell "absent" from "failed".
 */
final class ToxicApi {

    private final Http http;

    ToxicApi(Http http) {
        this.http = http;
    }

    /**
     * A toxic that acts on every connection.
     *
     * @param type Toxiproxy's word for it
     * @param numbers its attributes by Toxiproxy's names, in its units
     * @param texts those that are no numbers
     */
    record Toxic(String name, String type, Stream stream, Map<String, Long> numbers, Map<String, String> texts) {

        private String json(Optional<RunLease> lease) {
            String values = java.util.stream.Stream.concat(
                            numbers.entrySet().stream()
                                    .map(each -> member(
                                            each.getKey(), each.getValue().toString())),
                            texts.entrySet().stream().map(each -> member(each.getKey(), quoted(each.getValue()))))
                    .sorted()
                    .collect(Collectors.joining(","));
            return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"stream\":\"" + stream.word()
                    + "\",\"toxicity\":1.0,\"attributes\":{" + values + "}"
                    + lease.map(held -> "," + held.members()).orElse("") + "}";
        }

        private static String member(String key, String value) {
            return "\"" + key + "\":" + value;
        }

        /** Texts are checked where they come in: none has control characters. */
        private static String quoted(String text) {
            return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
    }

    /** Adds a toxic with all its values in one request; with a lease, it ends when that is no longer renewed. */
    void add(String proxy, Toxic toxic, Optional<RunLease> lease) throws IOException {
        http.post("adding the toxic '" + toxic.name() + "'", Http.proxy(proxy) + "/toxics", toxic.json(lease))
                .good();
    }

    /** What the server says of a toxic, on one line; nothing when it has no such toxic or no such proxy. */
    Optional<String> read(String proxy, String toxic) throws IOException {
        Http.Answer answer = http.get("reading the toxic '" + toxic + "'", Http.toxic(proxy, toxic));
        return answer.isAbsent() ? Optional.empty() : Optional.of(answer.good());
    }

    /** Removes a toxic; harmless when it is not there. */
    void remove(String proxy, String toxic) throws IOException {
        Http.Answer answer = http.delete("removing the toxic '" + toxic + "'", Http.toxic(proxy, toxic));
        if (!answer.isAbsent()) {
            answer.good();
        }
    }
}
