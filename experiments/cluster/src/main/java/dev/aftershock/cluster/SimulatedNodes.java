package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.engine.Bound;
import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes that only KWOK plays: they report that they are well while they bear its annotation, and run nothing. One that is
 * stopped loses it and falls silent, its pods with it; they are as they were when it is started before the cluster has taken
 * it for lost. Thread-safe.
 */
final class SimulatedNodes implements NodeKeeper {

    private static final String ANNOTATION = "kwok.x-k8s.io/node";
    private static final String FAKE = "fake";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Map<String, String> SIZE = Map.of("cpu", "32", "memory", "64Gi", "pods", "110");

    private final Programs programs;
    private final ClusterFiles files;
    private final KubernetesLab settings;
    private final Map<String, NodeSpec> specs = new LinkedHashMap<>();
    private volatile Optional<Api> cluster = Optional.empty();

    SimulatedNodes(Programs programs, ClusterFiles files, KubernetesLab settings) {
        this.programs = programs;
        this.files = files;
        this.settings = settings;
        settings.simulated().forEach(spec -> specs.put(spec.name(), spec));
    }

    /** Makes them and returns when all are ready. */
    void startAll(Api api, Poll poll) throws IOException {
        if (settings.simulatedNodes() == 0) {
            return;
        }
        cluster = Optional.of(api);
        files.write("stages.yaml", stages());
        Component player = Component.start("kwok", files.home(), command());
        for (NodeSpec node : specs.values()) {
            api.create("/api/v1/nodes", object(node));
        }
        poll.until(
                () -> {
                    player.requireAlive();
                    return ready(api) >= settings.simulatedNodes() || pause();
                },
                LIMIT,
                () -> player.failure("has not made all simulated nodes ready"));
    }

    @Override
    public Set<String> nodes() {
        return Collections.unmodifiableSet(specs.keySet());
    }

    @Override
    public void stop(String node) throws IOException {
        mark(node, "null");
    }

    /** Registers itself anew, as a kubelet does, when somebody deleted it meanwhile. */
    @Override
    public void start(String node) throws IOException {
        try {
            if (api().get(path(node)).isEmpty()) {
                api().create("/api/v1/nodes", object(specs.get(node)));
            }
        } catch (LabException e) {
            throw failure(node, e);
        }
        mark(node, "\"" + FAKE + "\"");
    }

    private void mark(String node, String value) throws IOException {
        try {
            api().merge(path(node), "{\"metadata\":{\"annotations\":{\"" + ANNOTATION + "\":" + value + "}}}");
        } catch (LabException e) {
            throw failure(node, e);
        }
    }

    /** Nobody but the cluster knows whether a node is played. */
    @Override
    public boolean runs(String node) throws IOException {
        try {
            return api().get(path(node))
                    .map(object -> object.path("metadata").path("annotations").path(ANNOTATION))
                    .map(JsonNode::asText)
                    .filter(FAKE::equals)
                    .isPresent();
        } catch (LabException e) {
            throw failure(node, e);
        }
    }

    private static IOException failure(String node, LabException e) {
        return new IOException("the node '" + node + "': " + e.getMessage(), e);
    }

    @Override
    public Bound bound(String node) {
        return new Bound.ByItself("the cluster that it belongs to ends with its lab");
    }

    private Api api() throws IOException {
        return cluster.orElseThrow(() -> new IOException("the cluster has not been started"));
    }

    private String path(String node) {
        if (!specs.containsKey(node)) {
            throw new IllegalArgumentException("no node '" + node + "'; known: " + specs.keySet());
        }
        return "/api/v1/nodes/" + node;
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
                // Each report of each node is a line else.
                "--v=WARN",
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

    /** Their list is long. */
    private boolean pause() {
        Poll.pause(settings.simulatedNodes());
        return ControlPlane.pause();
    }

    /** They report about three times in the time after which they would be taken for lost. */
    private String stages() throws IOException {
        try (InputStream in = SimulatedNodes.class.getResourceAsStream("stages.yaml")) {
            if (in == null) {
                throw new IllegalStateException("stages.yaml is missing in the jar of the lab");
            }
            long silence = settings.silentAfter().toMillis();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("EARLIEST", Long.toString(silence / 4))
                    .replace("LATEST", Long.toString(silence * 3 / 8));
        }
    }
}
