package dev.aftershock.cluster;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.lab.FreePorts;
import dev.aftershock.lab.LabDirectory;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The nodes that run pods on this machine, and what carries the addresses of services to them. Thread-safe. */
final class RealNodes implements NodeKeeper {

    private final Programs programs;
    private final ClusterFiles files;
    private final Map<String, RealNode> nodes = new LinkedHashMap<>();
    private final List<Path> images = new ArrayList<>();
    private Optional<Api> api = Optional.empty();
    private volatile Optional<PolicyEnforcer> enforcer = Optional.empty();

    RealNodes(Programs programs, ClusterFiles files, KubernetesLab settings, Poll poll) {
        this.programs = programs;
        this.files = files;
        settings.realNodes().forEach(spec -> nodes.put(spec.name(), new RealNode(spec, programs, files, poll)));
    }

    /** Starts them, one after the other, because the first steps of each need the processors for themselves. */
    synchronized void startAll(Api cluster, LabDirectory lab) throws IOException {
        if (nodes.isEmpty()) {
            return;
        }
        api = Optional.of(cluster);
        new HostNetwork(lab, new Host(programs)).take();
        enforcer = Optional.of(PolicyEnforcer.start(
                cluster,
                new PolicyChains(new Host(programs)),
                files.home().resolve("logs").resolve("policy-enforcer.log")));
        Files.createDirectories(files.home().resolve("images"));
        add(ImageArchive.busybox(new Host(programs)));
        for (RealNode node : nodes.values()) {
            node.start(cluster, images);
        }
        new ApiRelay(programs, files).start(cluster);
        Component.start("proxy", files.home(), proxy()).requireAlive();
    }

    /** Ends what this process does for them; they run on. */
    void letGo() {
        enforcer.ifPresent(PolicyEnforcer::close);
    }

    /** Brings an image to all nodes, and to each that is started later. */
    synchronized void add(ImageArchive image) throws IOException {
        Path archive = files.home().resolve("images").resolve("image-" + images.size() + ".tar");
        image.writeTo(archive);
        images.add(archive);
        for (RealNode node : nodes.values()) {
            if (node.runs()) {
                node.load(archive);
            }
        }
    }

    @Override
    public Set<String> nodes() {
        return nodes.keySet();
    }

    @Override
    public synchronized void stop(String node) throws IOException {
        attempt(node, RealNode::stop);
    }

    @Override
    public synchronized void start(String node) throws IOException {
        Api cluster = api.orElseThrow(() -> new IOException("the cluster has not been started"));
        if (!runs(node)) {
            attempt(node, each -> startWhole(each, cluster));
        }
    }

    /** A node that did not become ready is stopped again, so that the next try begins anew. */
    private void startWhole(RealNode node, Api cluster) throws IOException {
        try {
            node.start(cluster, images);
        } catch (IOException | RuntimeException e) {
            try {
                node.stop();
            } catch (IOException | RuntimeException alsoThis) {
                e.addSuppressed(alsoThis);
            }
            throw e;
        }
    }

    @Override
    public boolean runs(String node) throws IOException {
        return node(node).runs();
    }

    @Override
    public Bound bound(String node) {
        return new Bound.ByItself("the cluster that it belongs to ends with its lab");
    }

    private void attempt(String node, Work work) throws IOException {
        try {
            work.on(node(node));
        } catch (LabException e) {
            throw new IOException("the node '" + node + "': " + e.getMessage(), e);
        }
    }

    private RealNode node(String name) {
        RealNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node '" + name + "'; known: " + nodes.keySet());
        }
        return node;
    }

    /** The services' addresses lead from this host, and so from every node on it, to the pods. */
    private List<String> proxy() {
        return List.of(
                programs.path("kube-proxy"),
                "--kubeconfig=" + files.kubeconfig("proxy"),
                "--hostname-override=" + nodes.keySet().iterator().next(),
                "--proxy-mode=iptables",
                "--cluster-cidr=" + NodeSpec.PODS,
                "--nodeport-addresses=" + NodeSpec.PODS,
                "--iptables-localhost-nodeports=false",
                "--iptables-min-sync-period=100ms",
                "--conntrack-max-per-core=0",
                "--conntrack-tcp-timeout-established=0s",
                "--conntrack-tcp-timeout-close-wait=0s",
                "--healthz-bind-address=" + loopback(),
                "--metrics-bind-address=" + loopback());
    }

    private static String loopback() {
        return "127.0.0.1:" + FreePorts.next(RandomGenerator.getDefault()).getPort();
    }

    /** Something done with a node. */
    private interface Work {
        void on(RealNode node) throws IOException;
    }
}
