package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Nodes that only KWOK plays: they report that they are well while they bear its annotation, and run nothing. */
record SimulatedNodes(Programs programs, ClusterFiles files, KubernetesLab settings) {

    private static final String ANNOTATION = "kwok.x-k8s.io/node";
    private static final String FAKE = "fake";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Map<String, String> SIZE = Map.of("cpu", "32", "memory", "64Gi", "pods", "110");

    /** Makes them and returns when all are ready. */
    void start(Api api, Poll poll) throws IOException {
        if (settings.simulatedNodes() == 0) {
            return;
        }
        files.write("stages.yaml", stages());
        Component player = Component.start("kwok", files.home(), command());
        for (NodeSpec node : settings.simulated()) {
            api.create("/api/v1/nodes", object(node));
        }
        poll.until(
                () -> {
                    player.requireAlive();
                    return ready(api) >= settings.simulatedNodes() || ControlPlane.pause();
                },
                LIMIT,
                () -> player.failure("has not made all simulated nodes ready"));
    }

    private static long ready(Api api) {
        try {
            JsonNode nodes = api.get("/api/v1/nodes?labelSelector=type%3Dsimulated")
                    .orElseThrow()
                    .path("items");
            long ready = 0;
            for (JsonNode node : nodes) {
                ready += NodeStatus.of(node).ready() ? 1 : 0;
            }
            return ready;
        } catch (IOException e) {
            throw new LabException("the nodes cannot be listed: " + e, e);
        }
    }

    private List<String> command() {
        return List.of(
                programs.path("kwok"),
                "--kubeconfig=" + files.kubeconfig("simulator"),
                "--config=" + files.home().resolve("stages.yaml"),
                "--manage-all-nodes=false",
                "--manage-nodes-with-annotation-selector=" + ANNOTATION + "=" + FAKE,
                // A lease would be kept alive when a node loses the annotation.
                "--node-lease-duration-seconds=0",
                "--node-ip=10.0.0.1");
    }

    /** Where there are real nodes, too, pods come to a simulated one only when they tolerate it. */
    private Map<String, Object> object(NodeSpec node) {
        List<Map<String, String>> taints = settings.nodes() == 0
                ? List.of()
                : List.of(Map.of("key", ANNOTATION, "value", FAKE, "effect", "NoSchedule"));
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Node",
                "metadata",
                Map.of(
                        "name",
                        node.name(),
                        "annotations",
                        Map.of(ANNOTATION, FAKE),
                        "labels",
                        Map.of(
                                "type",
                                "simulated",
                                "kubernetes.io/hostname",
                                node.name(),
                                NodeSpec.REGION_LABEL,
                                node.region(),
                                NodeSpec.ZONE_LABEL,
                                node.zone())),
                "spec",
                Map.of("taints", taints),
                "status",
                Map.of("allocatable", SIZE, "capacity", SIZE));
    }

    private static String stages() throws IOException {
        try (InputStream in = SimulatedNodes.class.getResourceAsStream("stages.yaml")) {
            if (in == null) {
                throw new IllegalStateException("stages.yaml is missing in the jar of the lab");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
