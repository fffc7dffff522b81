package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.lab.FileTrees;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A node that runs pods on this machine: a container runtime, a kubelet and a bridge of its own. */
final class RealNode {

    private static final Duration RUNTIME_LIMIT = Duration.ofSeconds(30);
    private static final Duration IMPORT_LIMIT = Duration.ofSeconds(60);
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final NodeSpec spec;
    private final Programs programs;
    private final ClusterFiles files;
    private final Host host;
    private final Poll poll;
    private final Traces traces;
    private final NodeConfig config;

    RealNode(NodeSpec spec, Programs programs, ClusterFiles files, Poll poll) {
        this.spec = spec;
        this.programs = programs;
        this.files = files;
        this.host = new Host(programs);
        this.poll = poll;
        this.traces = Traces.of(files.lab(), spec);
        this.config = new NodeConfig(spec, traces.folder(), traces, programs.plugins());
    }

    String name() {
        return spec.name();
    }

    /** Starts it with some images and nothing else, and returns when the cluster takes it for ready. */
    void start(Api api, List<Path> images) throws IOException {
        NodeStatus before = status(api);
        Component kubelet = launch(images);
        poll.until(
                () -> {
                    kubelet.requireAlive();
                    NodeStatus now = status(api);
                    return now.ready() && !now.heard().equals(before.heard()) || ControlPlane.pause();
                },
                READY_LIMIT,
                () -> kubelet.failure("does not become ready"));
    }

    private Component launch(List<Path> images) throws IOException {
        traces.cgroups().make();
        traces.bridges().make(host, spec.address());
        Files.createDirectories(traces.folder().resolve("network"));
        files.write(name() + "/containerd.toml", config.containerd());
        files.write(name() + "/network/10-bridge.conflist", config.network());
        files.write(name() + "/kubelet.yaml", config.kubelet());
        Component runtime = Component.start(name() + "-containerd", files.home(), containerd());
        poll.until(
                () -> {
                    runtime.requireAlive();
                    return runtimeAnswers() || ControlPlane.pause();
                },
                RUNTIME_LIMIT,
                () -> runtime.failure("does not answer"));
        for (Path image : images) {
            load(image);
        }
        return Component.start(name() + "-kubelet", files.home(), kubelet());
    }

    /** Brings an image to a running node. */
    void load(Path image) throws IOException {
        Component.run(name() + "-images", files.home(), ctr("images", "import", image.toString()), IMPORT_LIMIT);
    }

    /** Ends everything on it at once, then removes what it made on this host. */
    void stop() throws IOException {
        traces.kill(poll);
        traces.remove(host, poll);
        FileTrees.delete(traces.folder());
    }

    /** Whether anything of it runs. */
    boolean runs() throws IOException {
        return !traces.processes().isEmpty();
    }

    private boolean runtimeAnswers() {
        if (!Files.exists(config.socket())) {
            return false;
        }
        try {
            host.run("ctr", "-a", config.socket().toString(), "version");
            return true;
        } catch (IOException | LabException e) {
            return false;
        }
    }

    private NodeStatus status(Api api) {
        try {
            return api.get("/api/v1/nodes/" + name())
                    .map((JsonNode node) -> NodeStatus.of(node))
                    .orElse(NodeStatus.UNKNOWN);
        } catch (IOException e) {
            throw new LabException("the node '" + name() + "' cannot be looked at: " + e, e);
        }
    }

    private List<String> containerd() {
        return List.of(
                programs.path("containerd"), "--config=" + traces.folder().resolve("containerd.toml"));
    }

    private List<String> ctr(String... arguments) {
        List<String> command = new java.util.ArrayList<>(
                List.of(programs.path("ctr"), "-a", config.socket().toString(), "-n", "k8s.io"));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> kubelet() {
        return List.of(
                programs.path("kubelet"),
                "--kubeconfig=" + files.kubeconfig("nodes"),
                "--config=" + traces.folder().resolve("kubelet.yaml"),
                "--root-dir=" + traces.folder().resolve("kubelet"),
                "--cert-dir=" + traces.folder().resolve("kubelet-cert"),
                "--hostname-override=" + name(),
                "--node-ip=" + spec.address(),
                "--node-labels=" + NodeSpec.REGION_LABEL + "=" + spec.region() + "," + NodeSpec.ZONE_LABEL + "="
                        + spec.zone());
    }
}
