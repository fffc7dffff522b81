package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes that run pods, one in each region. */
class ClusterIT {

    @RegisterExtension
    static final ClusterExtension CLUSTER = ClusterExtension.withRealNodes();

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Only the API server answers in these words what is asked without TLS. */
    private static final String ASKING = """
            apiVersion: v1
            kind: Pod
            metadata: {name: asking}
            spec:
              restartPolicy: OnFailure
              containers:
              - name: asking
                image: aftershock/busybox:1
                imagePullPolicy: Never
                command:
                - sh
                - -c
                - "until echo -e 'GET / HTTP/1.0\\n' | nc -w 5 $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT | grep 'to an HTTPS server'; do sleep 1; done"
            """;

    /** Whatever the test before did to them. */
    @BeforeEach
    void bothNodesTakePods(TestNamespace space) {
        awaitThatAllNodesTakePods(space);
    }

    private static void awaitThatAllNodesTakePods(TestNamespace space) {
        await().atMost(SOON).until(() -> space.client().nodes().list().getItems().stream()
                .allMatch(node -> node.getSpec().getTaints().isEmpty()));
    }

    @Test
    void podsAnswerAtTheirOwnAddressAndThroughTheirService(TestNamespace space) throws InterruptedException {
        WebServers web = new WebServers(space.client());
        web.apply();
        await().atMost(SOON).until(() -> web.ready("*").size() == 2);

        for (Pod pod : web.ready("*")) {
            assertThat(WebServers.answer(pod.getStatus().getPodIP(), 8080))
                    .isEqualTo(pod.getMetadata().getName());
        }
        List<String> names =
                web.ready("*").stream().map(pod -> pod.getMetadata().getName()).toList();
        await().atMost(SOON).until(() -> names.contains(WebServers.answer(web.service(), 80)));
        assertThat(web.ready("node-1")).hasSize(1);
        assertThat(web.ready("node-2")).hasSize(1);
    }

    @Test
    void podsReachTheApiServerAndThisHostDoesNotReachItByTheirWay(TestNamespace space) throws IOException {
        space.client()
                .load(new ByteArrayInputStream(ASKING.getBytes(StandardCharsets.UTF_8)))
                .create();

        await().atMost(SOON).until(() -> space.client()
                .pods()
                .withName("asking")
                .get()
                .getStatus()
                .getPhase()
                .equals("Succeeded"));
        int port = space.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace("default")
                .withName("kubernetes")
                .get()
                .getPorts()
                .get(0)
                .getPort();
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(ApiRelay.ADDRESS, port), 1_000))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void everyNodeIsInItsRegion(TestNamespace space) {
        Map<String, String> regions = space.client().nodes().list().getItems().stream()
                .collect(java.util.stream.Collectors.toMap(
                        node -> node.getMetadata().getName(),
                        node -> node.getMetadata().getLabels().get(NodeSpec.ZONE_LABEL)));

        assertThat(regions).isEqualTo(Map.of("node-1", "east-a", "node-2", "west-a"));
    }

    @Test
    void whenANodeIsLostItsPodsMoveAndItComesBackEmpty(TestNamespace space) throws IOException, InterruptedException {
        var keeper = space.nodes().orElseThrow();
        WebServers web = new WebServers(space.client());
        web.apply();
        await().atMost(SOON)
                .until(() ->
                        web.ready("node-1").size() == 1 && web.ready("node-2").size() == 1);
        String lost = web.ready("node-1").get(0).getStatus().getPodIP();
        String kept = web.ready("node-2").get(0).getMetadata().getName();

        keeper.stop("node-1");

        assertThat(keeper.runs("node-1")).isFalse();
        assertThat(keeper.runs("node-2")).isTrue();
        assertThat(WebServers.answer(lost, 8080)).isEmpty();
        await().atMost(SOON).until(() -> web.ready("node-2").size() == 2);
        assertThat(web.ready("node-2"))
                .anyMatch(pod -> pod.getMetadata().getName().equals(kept));

        keeper.start("node-1");

        assertThat(keeper.runs("node-1")).isTrue();
        assertThat(WebServers.answer(lost, 8080)).isEmpty();
        await().atMost(SOON).until(() -> space.client().pods().list().getItems().stream()
                .allMatch(pod -> pod.getSpec().getNodeName().equals("node-2")));
        awaitThatAllNodesTakePods(space);
        space.client().apps().deployments().withName("web").scale(4);
        await().atMost(SOON).until(() -> web.ready("node-1").size() == 2);
    }

    @Test
    void aNodeThatIsStoppedTwiceIsStoppedAndOneThatIsStartedTwiceRuns(TestNamespace space) throws IOException {
        var keeper = space.nodes().orElseThrow();

        keeper.stop("node-2");
        keeper.stop("node-2");
        assertThat(keeper.runs("node-2")).isFalse();

        keeper.start("node-2");
        keeper.start("node-2");
        assertThat(keeper.runs("node-2")).isTrue();
    }
}
