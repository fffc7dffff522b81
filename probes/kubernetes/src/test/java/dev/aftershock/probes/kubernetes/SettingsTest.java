package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Problems problems = new Problems();

    @Test
    void theSettingsAreReadAsWritten() {
        KubernetesReady ready = bind(KubernetesReady.class, "workload", "statefulset/db-0.a", "at-least", "2");
        assertThat(ready.workload().flatMap(Workload::of)).contains(new Workload(Workload.Kind.STATEFULSET, "db-0.a"));
        assertThat(ready.atLeast()).contains(2);
        assertThat(ready.staleAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(bind(KubernetesEndpoints.class, "service", "orders").atLeast())
                .isEqualTo(1);
        assertThat(bind(KubernetesNodes.class).nodes()).isEmpty();
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(refusal(
                        KubernetesReady.class, "workload", "job/x", "pods", " ", "at-least", "0", "stale-after", "1s"))
                .contains(
                        "both 'workload' and 'pods' are given",
                        "'workload' is 'job/x'; expected deployment/NAME or statefulset/NAME",
                        "'pods' has 1 characters; expected a label selector such as app=orders",
                        "'at-least' is 0; expected 1 to 100000",
                        "'stale-after' is 1s; expected 2s to 10m");
        assertThat(refusal(KubernetesEndpoints.class, "service", "Orders/x", "at-least", "-1", "stale-after", "11m"))
                .contains("'service' is 'Orders/x'", "'at-least' is -1", "'stale-after' is 11m");
        assertThat(refusal(KubernetesLease.class, "lease", "Orders", "stale-after", "1s"))
                .contains("'lease' is 'Orders'; expected the name of a Lease", "'stale-after' is 1s");
        assertThat(refusal(KubernetesNodes.class, "nodes", " ", "at-least", "100001"))
                .contains("'nodes' has 1 characters", "'at-least' is 100001");
    }

    @Test
    void oneOfWorkloadAndPodsMustBeGiven() {
        assertThat(refusal(KubernetesReady.class)).contains("nothing to look at is given; expected either 'workload:");
    }

    @Test
    void aWorkloadIsAKindAndAName() {
        for (String other : List.of(
                "orders",
                "/orders",
                "deployment/",
                "deployment/Orders",
                "deployment/a/b",
                "deployments/a",
                "deployment/" + "a".repeat(254),
                "deployment/-a",
                "")) {
            assertThat(Workload.of(other)).as(other).isEmpty();
        }
        assertThat(Workload.of("deployment/" + "a".repeat(253))).isPresent();
    }

    private <S extends Record> S bind(Class<S> settings, String... written) {
        Optional<S> bound = Binder.bind(settings, mapping(written), List.of(), problems);
        assertThat(problems.all()).isEmpty();
        return bound.orElseThrow();
    }

    private <S extends Record> String refusal(Class<S> settings, String... written) {
        Problems found = new Problems();
        assertThat(Binder.bind(settings, mapping(written), List.of(), found)).isEmpty();
        assertThat(found.all()).hasSize(1);
        return found.all().get(0).line();
    }

    private static Value.Keyed mapping(String... written) {
        Map<String, Value> values = new LinkedHashMap<>(Map.of("target", new Value.Scalar("shop", Place.CODE)));
        for (int i = 0; i < written.length; i += 2) {
            values.put(written[i], new Value.Scalar(written[i + 1], Place.CODE));
        }
        return new Value.Keyed(values, Map.of(), Place.CODE);
    }
}
