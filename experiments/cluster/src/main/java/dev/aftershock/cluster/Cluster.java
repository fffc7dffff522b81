package dev.aftershock.cluster;

import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.lab.LabDirectory;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A real Kubernetes cluster in one folder of its own, on loopback.
 *
 * <p>Made in two steps: {@link #prepare} fixes the folder, checks that all parts are there and touches nothing;
 * {@link #start()} starts it. One thread may manage it; {@link #nodes()} may be used from any. What it runs:
 * etcd, kube-apiserver with RBAC and an audit log, kube-controller-manager and kube-scheduler; for each node that runs
 * pods containerd and a kubelet, and one kube-proxy for all; KWOK for simulated nodes.
 */
public final class Cluster implements AutoCloseable {

    /** The label by which a namespace allows faults. */
    static final Map<String, String> ENABLED = Map.of("aftershock.dev/enabled", "true");

    private final KubernetesLab settings;
    private final Programs programs;
    private final ClusterFiles files;
    private final Poll poll;
    private final RealNodes nodes;
    private final SimulatedNodes simulated;
    private Optional<URI> web = Optional.empty();

    private Cluster(KubernetesLab settings, Programs programs, ClusterFiles files, Poll poll) {
        this.settings = settings;
        this.programs = programs;
        this.files = files;
        this.poll = poll;
        this.nodes = new RealNodes(programs, files, settings, poll);
        this.simulated = new SimulatedNodes(programs, files, settings);
    }

    /**
     * Chooses a folder for a new cluster; does not make it.
     *
     * @throws LabException that names what is missing here to start it, and what to do
     */
    public static Cluster prepare(KubernetesLab settings, MonotonicClock clock) {
        try {
            Programs programs = Programs.locate();
            programs.require(settings);
            ClusterFiles files = new ClusterFiles(LabDirectory.unused(ClusterLeftovers.PREFIX));
            return new Cluster(settings, programs, files, new Poll(clock));
        } catch (IOException e) {
            throw new LabException("no cluster can be prepared: " + e, e);
        }
    }

    /** The cluster's folder; give it to {@link ClusterLeftovers#remove} when this process may have died. */
    public Path directory() {
        return files.home();
    }

    /** The file by which {@code kubectl} and every client may do everything in it. */
    public Path kubeconfig() {
        return files.kubeconfig("admin");
    }

    /** The namespace that was made for the experiment, labelled {@code aftershock.dev/enabled=true}. */
    public String namespace() {
        return settings.namespace();
    }

    /** Who wrote what and when: one JSON object a line, without the reports of the nodes. */
    public Path auditLog() {
        return files.home().resolve("audit.log");
    }

    /** Where the web servers' service answers; empty when there are none, or all nodes are simulated. */
    public Optional<URI> web() {
        return web;
    }

    /** All nodes, those that run pods first; they can be stopped and started. */
    public NodeKeeper nodes() {
        return new AllNodes(List.of(nodes, simulated));
    }

    /** The names of those that run pods. */
    Set<String> realNodes() {
        return nodes.nodes();
    }

    /**
     * Starts everything and returns when all nodes are ready, usually within fifteen seconds.
     *
     * @throws LabException when it did not come to that, with the end of the log that may tell why; call {@link #close()}
     *     then, too
     */
    public void start() {
        try {
            files.make();
            Api api = new ControlPlane(programs, files, settings).start(poll);
            api.create(
                    "/api/v1/namespaces",
                    Map.of(
                            "apiVersion",
                            "v1",
                            "kind",
                            "Namespace",
                            "metadata",
                            Map.of("name", settings.namespace(), "labels", ENABLED)));
            simulated.startAll(api, poll);
            nodes.startAll(api, files.lab());
            if (settings.webServers() > 0) {
                URI answers = new WebService(settings.namespace(), settings.webServers()).start(api, poll);
                // Simulated pods run nothing that could.
                web = settings.nodes() > 0 ? Optional.of(answers) : Optional.empty();
            }
        } catch (IOException e) {
            throw new LabException("the cluster in " + directory() + " could not be started: " + e, e);
        }
    }

    /**
     * Brings an image to all nodes that run pods, also to those that are started later; pods take it with
     * {@code imagePullPolicy: Never}.
     *
     * @throws LabException when a node refuses it
     */
    public void add(ImageArchive image) {
        try {
            nodes.add(image);
        } catch (IOException e) {
            throw new LabException("the image " + image.name() + " could not be brought to the nodes: " + e, e);
        }
    }

    /** Ends everything at once and removes all that it made on this host. */
    @Override
    public void close() {
        nodes.letGo();
        ClusterLeftovers.remove(directory());
    }
}
