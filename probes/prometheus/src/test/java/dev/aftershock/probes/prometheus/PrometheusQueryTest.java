package dev.aftershock.probes.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusQueryTest {

    private final Problems problems = new Problems();

    @Test
    void theSettingsAreReadAsWritten() {
        PrometheusQuery bound = bind("query", "up{job=\"db\"}", "at-least", "1", "at-most", "2.5")
                .orElseThrow();
        assertThat(bound.target()).contains("metrics");
        assertThat(bound.atLeast()).contains(1.0);
        assertThat(bound.atMost()).contains(2.5);
        assertThat(bound.staleAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(bound.watched()).isEqualTo("up{job=\"db\"}");
    }

    @Test
    void plainSelectorsAreTold() {
        for (String plain : List.of(
                "up",
                " node:load1_total ",
                "up{}",
                "up {job=\"a}b\", x!~'c\\'}d'}",
                "{__name__=\"up\"}",
                "up{path=`/a{b`}")) {
            assertThat(Selector.isPlain(plain)).as(plain).isTrue();
        }
        for (String other : List.of(
                "sum(up)",
                "up > 0",
                "up[5m]",
                "up offset 5m",
                "up @ 0",
                "up # comment",
                "up{a=\"b\"",
                "up{a=\"b\"} or vector(1)",
                "up{a='b\"}",
                "1",
                "up{a=\"b\"}{c=\"d\"}",
                "{" + "a,".repeat(2000))) {
            assertThat(Selector.isPlain(other)).as(other).isFalse();
        }
        assertThat(Selector.isPlain("{a=\"" + "\\\"".repeat(2000) + "\"}")).isTrue();
    }

    @Test
    void anExpressionNeedsTheSeriesThatItIsComputedFrom() {
        refused("'query' is more than a plain selector", "query", "sum(up)", "equals", "1");
        refused("'series' is 'sum(up)'", "query", "sum(up)", "series", "sum(up)", "equals", "1");
        assertThat(bind("query", "sum(up)", "series", "up", "equals", "1")
                        .orElseThrow()
                        .watched())
                .isEqualTo("up");
    }

    @Test
    void badSettingsAreRefusedByName() {
        refused("no value is called good", "query", "up");
        refused("'equals' is given beside a bound", "query", "up", "equals", "1", "at-most", "2");
        refused("'at-least' is 3.0, above 'at-most'", "query", "up", "at-least", "3", "at-most", "2");
        refused("'at-least' is 'NaN'; expected a number", "query", "up", "at-least", "NaN");
        refused("'stale-after' is 0ms", "query", "up", "equals", "1", "stale-after", "0s");
        refused("'stale-after' is '10'", "query", "up", "equals", "1", "stale-after", "10");
        refused("'query' has 1 characters", "query", " ", "equals", "1");
        refused("'query' has 4097 characters", "query", "u".repeat(4097), "equals", "1");
        refused("both 'target' and 'url'", "query", "up", "equals", "1", "url", "http://127.0.0.1:9090");
    }

    @Test
    void onlyServersOnLoopbackAreGivenByTheirAddress() {
        for (String url : List.of("http://127.0.0.1:9090", "http://localhost:9090/prometheus/", "https://[::1]:9090")) {
            assertThat(bindAlone("url", url, "query", "up", "equals", "1"))
                    .as(url)
                    .isPresent();
        }
        for (String url : List.of(
                "http://metrics.example.org:9090",
                "http://127.0.0.1.example.org",
                "ftp://127.0.0.1",
                "mailto:a@127.0.0.1",
                "http://me:secret@127.0.0.1",
                "http://127.0.0.1?x=1")) {
            assertThat(bindAlone("url", url, "query", "up", "equals", "1"))
                    .as(url)
                    .isEmpty();
        }
        assertThat(bindAlone("query", "up", "equals", "1")).isEmpty();
        assertThat(lines())
                .hasSize(7)
                .anyMatch(
                        line -> line.contains("'url' is 'http://metrics.example.org'; expected http://127.0.0.1:9090"))
                .anyMatch(line -> line.contains("no server is given"))
                .noneMatch(line -> line.contains("secret"));
    }

    private void refused(String why, String... written) {
        assertThat(bind(written)).as(why).isEmpty();
        assertThat(lines())
                .as(why)
                .anyMatch(line -> line.contains(why) && line.contains("expected")
                        || line.contains(why) && line.contains("give 'series'")
                        || line.contains(why) && line.contains("no value is good"));
    }

    private List<String> lines() {
        return problems.all().stream().map(Problem::line).toList();
    }

    private Optional<PrometheusQuery> bind(String... written) {
        Map<String, Value> values = values(written);
        values.put("target", new Value.Scalar("metrics", Place.CODE));
        return Binder.bind(PrometheusQuery.class, keyed(values), List.of(), problems);
    }

    private Optional<PrometheusQuery> bindAlone(String... written) {
        return Binder.bind(PrometheusQuery.class, keyed(values(written)), List.of(), problems);
    }

    private static Value.Keyed keyed(Map<String, Value> values) {
        return new Value.Keyed(values, Map.of(), Place.CODE);
    }

    private static Map<String, Value> values(String... written) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int i = 0; i < written.length; i += 2) {
            values.put(written[i], new Value.Scalar(written[i + 1], Place.CODE));
        }
        return values;
    }
}
