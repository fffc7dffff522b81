package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the toxics of a proxy should be, and random changes to both, each checked against what the API then says. */
final class ToxicModel {
    private static final long MOST_NANOS = 2_000_000_000L;
    private static final List<String> TYPES = List.of("latency", "bandwidth", "slicer", "slow_close", "noop");
    private static final List<String> OWN_TYPES = List.of("loss", "stall");
    private static final List<String> STREAMS = List.of("upstream", "downstream");
    private static final int MOST_TOXICS = 6;

    private final MadeProxy proxy;
    private final SplittableRandom random;
    private final boolean strict;
    private final List<String> types;

    /** By stream, in order of adding: the toxic's name and its JSON. */
    private final Map<String, Map<String, String>> expected = new LinkedHashMap<>();

    private final List<String> history = new ArrayList<>();
    private int names;

    /** Of a proxy that is {@code strict}, or else knows more than Toxiproxy does. */
    ToxicModel(MadeProxy proxy, SplittableRandom random, boolean strict) {
        this.proxy = proxy;
        this.random = random;
        this.strict = strict;
        types = Stream.concat(TYPES.stream(), (strict ? List.<String>of() : OWN_TYPES).stream())
                .toList();
        STREAMS.forEach(stream -> expected.put(stream, new LinkedHashMap<>()));
    }

    /** One random change, which must be answered within 2 s and be seen in the list. */
    void change() {
        List<String> names = names();
        int dice = names.isEmpty() ? 0 : random.nextInt(10);
        if (dice < 4 && names.size() < MOST_TOXICS) {
            add();
        } else if (dice < 7) {
            update(names.get(random.nextInt(names.size())));
        } else {
            remove(names.get(random.nextInt(names.size())));
        }
        check();
    }

    void removeAll() {
        while (!names().isEmpty()) {
            List<String> names = names();
            remove(names.get(random.nextInt(names.size())));
        }
        check();
    }

    /** What was done, to be shown with a failure. */
    String history() {
        return String.join("\n", history);
    }

    private void add() {
        String stream = STREAMS.get(random.nextInt(2));
        String type = types.get(random.nextInt(types.size()));
        String name = type + "-" + names++;
        String body = "{\"type\":\"" + type + "\",\"name\":\"" + name + "\",\"stream\":\"" + stream + "\","
                + values(type) + "}";
        Answer answer = call("POST", proxy.path() + "/toxics", body, 200);
        expected(stream).put(name, answer.body());
    }

    private void update(String name) {
        String body = "{" + values(name.substring(0, name.indexOf('-'))) + "}";
        Answer answer = call("PATCH", proxy.path() + "/toxics/" + name, body, 200);
        STREAMS.forEach(stream -> expected(stream).computeIfPresent(name, (key, old) -> answer.body()));
    }

    private void remove(String name) {
        call("DELETE", proxy.path() + "/toxics/" + name, "", 204);
        STREAMS.forEach(stream -> expected(stream).remove(name));
    }

    private void check() {
        String all = STREAMS.stream()
                .flatMap(stream -> expected(stream).values().stream())
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(call("GET", proxy.path() + "/toxics", "", 200).body()).isEqualTo(all);
    }

    private Answer call(String method, String path, String body, int status) {
        history.add(method + " " + path + " " + body);
        long start = Nanos.now();
        Answer answer = proxy.api().send(method, path, body);
        assertThat(Nanos.now() - start)
                .as("nanoseconds of %s %s %s", method, path, body)
                .isLessThan(MOST_NANOS);
        assertThat(answer.status())
                .as("%s %s %s: %s", method, path, body, answer)
                .isEqualTo(status);
        return answer;
    }

    private Map<String, String> expected(String stream) {
        return expected.getOrDefault(stream, Map.of());
    }

    private List<String> names() {
        return STREAMS.stream()
                .flatMap(stream -> expected(stream).keySet().stream())
                .toList();
    }

    /** Attributes and toxicity, from nothing over sensible to extreme. */
    private String values(String type) {
        String attributes =
                switch (type) {
                    case "latency" ->
                        "\"latency\":" + pick(0, 1, 5, 30, 100_000) + ",\"jitter\":" + pick(0, 3, 20) + distribution();
                    case "bandwidth" -> "\"rate\":" + pick(0, 1, 100, 5_000, 1_000_000);
                    case "slicer" ->
                        "\"average_size\":" + pick(0, 1, 17, 1_000, 40_000) + ",\"size_variation\":" + pick(0, 1, 900)
                                + ",\"delay\":" + pick(0, 0, 10, 500);
                    case "slow_close" -> "\"delay\":" + pick(0, 50, 60_000);
                    case "loss" -> "\"loss_ppm\":" + pick(1, 50_000, 1_000_000) + ",\"rto\":" + pick(0, 1, 20);
                    case "stall" -> "\"every\":" + pick(0, 1, 30) + ",\"duration\":" + pick(0, 1, 100);
                    default -> "";
                };
        String toxicity = Stream.of("1", "1", "1", "0.5", "0").toList().get(random.nextInt(5));
        return "\"attributes\":{" + attributes + "},\"toxicity\":" + toxicity + schedule(type);
    }

    private String distribution() {
        return strict || random.nextBoolean() ? "" : ",\"jitter_us\":" + pick(0, 700) + ",\"distribution\":\"pareto\"";
    }

    /** Now and then one that is on and off by turns, and if it can grows each time. */
    private String schedule(String type) {
        if (strict || random.nextInt(4) > 0) {
            return "";
        }
        String ramp = type.equals("latency") || type.equals("loss") ? ",\"rampMs\":" + pick(20, 100) : "";
        return ",\"schedule\":{\"onMs\":" + pick(20, 50) + ",\"offMs\":" + pick(20, 50) + ramp + "}";
    }

    private long pick(long... values) {
        return values[random.nextInt(values.length)];
    }
}
