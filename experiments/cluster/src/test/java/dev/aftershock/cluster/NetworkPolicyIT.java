package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.kubernetes.CutDirection;
import dev.aftershock.kubernetes.CutFrom;
import dev.aftershock.kubernetes.DnsFailure;
import dev.aftershock.kubernetes.NetworkPartition;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.HttpTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Real pods obey network policies, and are cut off by faults that make some: a friend beside the shop on one node, and a stranger on
 * another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkPolicyIT {

    @RegisterExtension
    static final ClusterExtension CLUSTER = ClusterExtension.withRealNodes();

    private TalkingPods pods;
    private Targets targets;

    @BeforeAll
    void startPods(TestNamespace space) {
        pods = new TalkingPods(space.client(), Map.of("shop", "node-1", "friend", "node-1", "stranger", "node-2"));
        URI outside = URI.create("http://" + pods.service("shop") + "/");
        URI node = URI.create("http://" + pods.address("shop") + ":8080/");
        targets = new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                Map<String, Object> known = Map.of(
                        "cluster", space, "outside", (HttpTarget) () -> outside, "node", (HttpTarget) () -> node);
                return List.of(new Named<>(name, capability.cast(known.get(name))));
            }
        };
    }

    @AfterEach
    void openAgain() {
        pods.noPolicies();
        soon(() -> pods.reaches("stranger", "shop") && pods.reaches("shop", "stranger"));
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    @Test
    void aPodThatAPolicyChoosesIsReachedByWhomItAllowsAndOnThatPortAlone() throws InterruptedException {
        assertThat(pods.reaches("friend", "shop")).isTrue();
        assertThat(pods.reachesService("stranger", "shop")).isTrue();

        pods.policy("friends", """
                {podSelector: {matchLabels: {app: shop}}, ingress: [{
                  from: [{podSelector: {matchLabels: {app: friend}}}], ports: [{port: 8080}]}]}""");

        soon(() -> !pods.reaches("stranger", "shop"));
        assertThat(pods.reachesService("stranger", "shop")).isFalse();
        assertThat(pods.reaches("friend", "shop")).isTrue();
        assertThat(pods.reachesService("friend", "shop")).isTrue();
        assertThat(pods.reaches("friend", "shop", 9090)).isFalse();
        assertThat(pods.reaches("shop", "stranger")).as("replies pass").isTrue();
        assertThat(WebServers.answer(pods.service("shop"), 80))
                .as("who comes from outside")
                .isEmpty();
        assertThat(WebServers.answer(pods.address("shop"), 8080))
                .as("the node of the pod")
                .isEqualTo("shop");

        pods.policy("strangers", """
                {podSelector: {matchLabels: {app: shop}}, ingress: [{from: [{namespaceSelector: {},
                  podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [friend]}]}}]}]}""");
        soon(() -> pods.reaches("stranger", "shop", 9090));
        assertThat(pods.reaches("friend", "shop")).as("policies add up").isTrue();
    }

    @Test
    void whatAPodMayReachIsCutByEgressAndWhatReachesItIsNot() {
        pods.policy("blocks", """
                {podSelector: {matchLabels: {app: shop}}, policyTypes: [Egress], egress: [{
                  to: [{ipBlock: {cidr: 10.244.0.0/16, except: [%s/32]}}], ports: [{port: 9000, endPort: 9100}]}]}""".formatted(pods.address("friend")));

        soon(() -> !pods.reaches("shop", "friend", 9090));
        assertThat(pods.reaches("shop", "stranger", 9090)).isTrue();
        assertThat(pods.reaches("shop", "stranger", 8080)).isFalse();
        assertThat(pods.reaches("stranger", "shop")).isTrue();
        assertThat(pods.reaches("friend", "shop")).isTrue();
    }

    @Test
    void aConnectionThatWasOpenBeforeIsCutToo() throws IOException {
        try (BufferedReader ticks = pods.listens("stranger", "shop")) {
            assertThat(ticks.lines().anyMatch("tick"::equals)).isTrue();

            pods.policy("nobody", "{podSelector: {matchLabels: {app: shop}}}");

            assertThatThrownBy(
                            () -> ticks.lines().forEach(tick -> assertThat(tick).isEqualTo("tick")))
                    .as("silence")
                    .hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aPairIsCutBothWaysAndNobodyElse() throws Exception {
        assertThat(pods.reaches("shop", "friend")).isTrue();
        during(partition(from("app=friend"), CutDirection.BOTH, Optional.empty()), () -> {
            soon(() -> !pods.reaches("friend", "shop"));
            assertThat(pods.reaches("shop", "friend")).isFalse();
            assertThat(pods.reaches("stranger", "shop")).isTrue();
            assertThat(pods.reaches("shop", "stranger")).isTrue();
            assertThat(pods.reaches("friend", "stranger")).isTrue();
            assertThat(WebServers.answer(pods.service("shop"), 80)).isEqualTo("shop");
        });
        soon(() -> pods.reaches("friend", "shop") && pods.reaches("shop", "friend"));
    }

    @Test
    void oneWayIsCutAndTheOtherIsOpen() throws Exception {
        during(partition(from("app=stranger"), CutDirection.EGRESS, Optional.empty()), () -> {
            soon(() -> !pods.reaches("shop", "stranger"));
            assertThat(pods.reaches("stranger", "shop")).isTrue();
            assertThat(pods.reaches("shop", "friend")).isTrue();
        });
    }

    @Test
    void addressesOutsideAreCutAndPodsAreNot() throws Exception {
        String outside;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName(pods.service("shop")), 80);
            outside = socket.getLocalAddress().getHostAddress();
        }
        CutFrom block = new CutFrom(Optional.empty(), Optional.empty(), Optional.of(outside + "/32"), Optional.empty());
        during(partition(Optional.of(block), CutDirection.INGRESS, Optional.of("outside")), () -> {
            assertThat(pods.reaches("stranger", "shop")).isTrue();
            assertThat(pods.reaches("friend", "shop")).isTrue();
        });
    }

    @Test
    void namesAreNotFoundAndAllElseIs() throws Exception {
        soon(() -> pods.datagramsPass("shop", "friend"));
        during(new DnsFailure.Provider(), new DnsFailure("cluster", "app=shop", Optional.empty()), () -> {
            soon(() -> !pods.reaches("shop", "friend", 53));
            assertThat(pods.datagramsPass("shop", "friend")).isFalse();
            assertThat(pods.reaches("shop", "friend", 8080)).isTrue();
            soon(() -> pods.datagramsPass("friend", "stranger"));
        });
        soon(() -> pods.datagramsPass("shop", "friend"));
    }

    @Test
    void theEffectIsSeenByACanaryThatFallsSilent() throws Exception {
        during(partition(Optional.empty(), CutDirection.BOTH, Optional.of("outside")), () -> {
            assertThat(pods.reaches("friend", "shop")).isFalse();
            assertThat(pods.reaches("shop", "friend")).isFalse();
        });
    }

    /** A node's way to its own pod, which no policy cuts, stands for a network that obeys none. */
    @Test
    void aPolicyThatIsNotObeyedIsNoEffect() throws Exception {
        NetworkPartition.Provider provider = new NetworkPartition.Provider();
        PreparedFault fault = prepare(provider, partition(Optional.empty(), CutDirection.BOTH, Optional.of("node")));
        try {
            fault.inject();
            soon(() -> !pods.reaches("friend", "shop"));
            assertThat(fault.effect()).isEmpty();
        } finally {
            provider.heal(fault.undo(), HealContext.afterDeath());
        }
    }

    private static NetworkPartition partition(Optional<CutFrom> from, CutDirection direction, Optional<String> canary) {
        return new NetworkPartition("cluster", "app=shop", from, direction, canary);
    }

    private static Optional<CutFrom> from(String labels) {
        return Optional.of(new CutFrom(Optional.of(labels), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private void during(NetworkPartition settings, Claims claims) throws Exception {
        during(new NetworkPartition.Provider(), settings, claims);
    }

    private <S extends Record> void during(FaultProvider<S> provider, S settings, Claims claims) throws Exception {
        PreparedFault fault = prepare(provider, settings);
        try {
            fault.inject();
            soon(() -> fault.effect().isPresent());
            claims.hold();
        } finally {
            provider.heal(fault.undo(), HealContext.afterDeath());
        }
        assertThat(provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isTrue();
    }

    private <S extends Record> PreparedFault prepare(FaultProvider<S> provider, S settings) throws Exception {
        return provider.prepare(settings, new FaultContext("run", "fault", targets))
                .get(0);
    }

    /** What holds while a fault acts. */
    private interface Claims {
        void hold() throws Exception;
    }
}
