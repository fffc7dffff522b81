package dev.aftershock.format;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aftershock.engine.Experiment;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Example files and their reading. */
final class Files {

    static final String GOOD = """
            aftershock: 1
            title: The link is cut
            hypothesis: Orders go on.
            objectives: {rto: 10s, rpo: 0 writes}
            lab:
              shop: {box: {nodes: 2}}
            targets:
              bank: {far: {address: "http://127.0.0.1:8080"}}
            probes:
              - name: orders
                ask: {target: shop.api, every: 5ms, deadline: 500ms, strict: true}
            steady-state: {within: 50ms, bad-at-most: 0.5%, for: 2s}
            method:
              - inject: {cut: {link: shop -> bank, mode: very-soft, share: 25%}}
                for: 3s
              - name: both
                together:
                  - inject: {cut: "bank -> *"}
                  - name: slowly
                    inject: {slow: {value: 2s, links: [a, b]}}
              - heal: slowly
              - wait-until: {recovered: orders, within: 30s}
            safeguards: {stop-after: 1m, allow-irreversible: [cut]}
            """;

    static final String GOOD_JSON = """
            {"aftershock": 1, "title": "The link is cut", "hypothesis": "Orders go on.",
             "objectives": {"rto": "10s", "rpo": "0 writes"},
             "lab": {"shop": {"box": {"nodes": 2}}},
             "targets": {"bank": {"far": {"address": "http://127.0.0.1:8080"}}},
             "probes": [{"name": "orders",
               "ask": {"target": "shop.api", "every": "5ms", "deadline": "500ms", "strict": true}}],
             "steady-state": {"within": "50ms", "bad-at-most": "0.5%", "for": "2s"},
             "method": [
               {"inject": {"cut": {"link": "shop -> bank", "mode": "very-soft", "share": "25%"}}, "for": "3s"},
               {"name": "both", "together": [
                 {"inject": {"cut": "bank -> *"}},
                 {"name": "slowly", "inject": {"slow": {"value": "2s", "links": ["a", "b"]}}}]},
               {"heal": "slowly"},
               {"wait-until": {"recovered": "orders", "within": "30s"}}],
             "safeguards": {"stop-after": "1m", "allow-irreversible": ["cut"]}}
            """;

    private Files() {}

    /** A small good file with one line of it, or several, replaced. */
    static String with(String old, String replacement) {
        if (!GOOD.contains(old)) {
            throw new IllegalArgumentException("the example holds no '" + old + "'");
        }
        return GOOD.replace(old, replacement);
    }

    static Experiment read(String text) {
        return read(text, Map.of(), Map.of());
    }

    static Experiment read(String text, Map<String, String> variables, Map<String, String> environment) {
        return new YamlExperimentReader(Toys.registry(), name -> Optional.ofNullable(environment.get(name)))
                .read("a.yaml", text, variables)
                .experiment();
    }

    /** The lines of all problems of a file, in order. */
    static List<String> problems(String text) {
        return problems(text, Map.of(), Map.of());
    }

    static List<String> problems(String text, Map<String, String> variables, Map<String, String> environment) {
        InvalidInputException refusal =
                catchThrowableOfType(InvalidInputException.class, () -> read(text, variables, environment));
        if (refusal == null) {
            return List.of();
        }
        return refusal.problems().stream().map(Problem::line).toList();
    }
}
