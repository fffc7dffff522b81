package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final PodChoice ONE =
            new PodChoice("app=orders", Optional.empty(), Optional.empty(), Optional.empty(), "1", Optional.empty());

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "kube-public", "kube-node-lease"})
    void theNamespacesOfTheClusterItselfAreNoTargets(String namespace) {
        assertThatThrownBy(() -> new KubernetesNamespace(namespace, Optional.empty(), Optional.empty()))
                .hasMessage("'namespace' is '" + namespace + "', in which no fault is made");
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThatThrownBy(() -> new KubernetesNamespace("Shop/..", Optional.empty(), Optional.empty()))
                .hasMessageContaining("'namespace' is 'Shop/..'");
        assertThatThrownBy(() -> new WorkloadScale("shop", "orders", 1))
                .hasMessage("'workload' is 'orders'; expected deployment/NAME or statefulset/NAME");
        assertThatThrownBy(() -> new WorkloadScale("shop", "node/orders", 1)).hasMessageContaining("node/orders");
        assertThatThrownBy(() -> new WorkloadScale("shop", "deployment/orders", -1))
                .hasMessageContaining("0 or more");
        assertThatThrownBy(() -> new WorkloadRestart("shop", "service/orders"))
                .hasMessageContaining("expected deployment/NAME or statefulset/NAME or daemonset/NAME");
        assertThatThrownBy(() -> new ContainerImage("shop", "daemonset/orders", Optional.empty(), Containers.NOWHERE))
                .hasMessageContaining("expected deployment/NAME or statefulset/NAME");
        assertThatThrownBy(() -> new ContainerImage("shop", "deployment/orders", Optional.empty(), "a b"))
                .hasMessageContaining("'image' is 'a b'; expected the name of an image");
        assertThatThrownBy(() -> new ConfigChange("shop", "orders", "a/b", Optional.empty()))
                .hasMessage("'key' is 'a/b'; expected letters, digits, hyphens, dots and underscores");
        assertThatThrownBy(() -> new PodDelete("shop", ONE, Duration.ofMillis(1500), false))
                .hasMessage("'grace' is 1500ms; expected whole seconds, at most 10m");
        assertThatThrownBy(() -> new PodDelete("shop", ONE, Duration.ZERO, true))
                .hasMessageContaining("'follow' is true where 'amount' is '1'; expected 'amount: all'");
        assertThatThrownBy(() -> new PodEvict("shop", ONE, Duration.ofMinutes(11)))
                .hasMessage("'within' is 11m; expected 0s to 10m");
        assertThatThrownBy(() ->
                        new PodChoice("a", Optional.empty(), Optional.of("x"), Optional.empty(), "1", Optional.empty()))
                .hasMessage("'annotation' is 'x'; expected key=value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders]\n  verbs: [get]", "orders/scale", "..", "a b", "Orders", "-", "a?x=1"})
    void whatWouldBreakOutOfAnAddressOrARoleIsNoName(String name) {
        assertThatThrownBy(() -> new WorkloadScale("shop", "deployment/" + name, 1))
                .hasMessageContaining("expected a name of lower-case letters");
        assertThatThrownBy(() -> new ServiceDetach("shop", name)).hasMessageContaining("expected a name of");
        assertThatThrownBy(() -> link(name, "toxiproxy:2", Duration.ofMinutes(1)))
                .hasMessageContaining("expected a name of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void aBlankSelectorWouldBeEverything(String blank) {
        assertThatThrownBy(() -> new NodeStop("shop", blank)).hasMessageContaining("would be everything");
        assertThatThrownBy(() -> new NodeCordon("shop", blank)).hasMessageContaining("would be everything");
        assertThatThrownBy(() -> new NodeDrain("shop", blank, Duration.ZERO))
                .hasMessageContaining("would be everything");
        assertThatThrownBy(() -> new NodeTaint("shop", blank)).hasMessageContaining("would be everything");
        assertThatThrownBy(() -> new PodChoice(
                        blank, Optional.empty(), Optional.empty(), Optional.empty(), "1", Optional.empty()))
                .hasMessageContaining("would be everything");
    }

    @Test
    void aLinkToAServiceNeedsANameWithRoomForOthersAnImageAndATimeToWait() {
        assertThatThrownBy(() -> link("a".repeat(44), "toxiproxy:2", Duration.ofMinutes(1)))
                .hasMessageContaining("expected at most 43 letters");
        assertThatThrownBy(() -> link("web", "toxi proxy", Duration.ofMinutes(1)))
                .hasMessageContaining("'image' is 'toxi proxy'; expected a name such as");
        assertThatThrownBy(() -> link("web", "toxiproxy:2", Duration.ZERO))
                .hasMessageContaining("'ready-within' is 0s");
        assertThatThrownBy(() -> link("web", "toxiproxy:2", Duration.ofMinutes(11)))
                .hasMessageContaining("at most 10m");
    }

    private static ServiceLink link(String service, String image, Duration within) {
        return new ServiceLink("shop", service, Optional.empty(), image, within);
    }

    @Test
    void whatIsCutOffFromIsEitherInTheClusterOrOutside() {
        Optional<String> none = Optional.empty();
        Optional<String> block = Optional.of("203.0.113.0/24");
        assertThatThrownBy(() -> new CutFrom(none, none, none, none))
                .hasMessageContaining("'cidr' stands nowhere")
                .hasMessageContaining("expected either 'cidr', or 'pods', 'namespace' or both");
        assertThatThrownBy(() -> new CutFrom(Optional.of("app=db"), none, block, none))
                .hasMessageContaining("'cidr' stands beside 'pods' or 'namespace'");
        assertThatThrownBy(() -> new CutFrom(none, none, block, block))
                .hasMessageContaining("'pod-addresses' is given with 'cidr'");
        assertThatThrownBy(() -> new CutFrom(none, Optional.of("a/b"), none, none))
                .hasMessageContaining("'namespace' is 'a/b'");
        assertThatThrownBy(() -> new DnsFailure("shop", " ", none)).hasMessageContaining("would be everything");
    }

    @Test
    void aPlanSaysWhetherItWillBeTriedThatTheNetworkObeys() {
        NetworkPartition untried =
                new NetworkPartition("shop", "app=orders", Optional.empty(), CutDirection.EGRESS, Optional.empty());
        assertThat(new NetworkPartition.Provider()
                        .plan(untried, java.util.List.of())
                        .action())
                .isEqualTo("cut the pods app=orders off from everything, egress alone, by a network policy; without a"
                        + " canary it is not tried whether the cluster's network obeys");
        assertThat(new DnsFailure.Provider()
                        .plan(new DnsFailure("shop", "app=orders", Optional.of("health")), java.util.List.of())
                        .action())
                .isEqualTo(
                        "let nothing that the pods app=orders send to port 53 arrive, by a network policy; its effect"
                                + " counts once the canary health gives no good answer");
    }

    @Test
    void aPlanSaysInWordsWhatWouldBeDone() {
        assertThat(new PodDelete.Provider()
                        .plan(new PodDelete("shop", ONE, Duration.ZERO, false), java.util.List.of())
                        .action())
                .isEqualTo("delete 1 of the pods app=orders with a grace of 0s");
    }
}
