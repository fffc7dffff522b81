package dev.aftershock.kubernetes;

import dev.aftershock.cluster.Cluster;
import dev.aftershock.cluster.KubernetesLab;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lab of simulated nodes with the same number of pods on each, behind one service: all with the label {@code set=scale}. */
final class ScaleWorld implements AutoCloseable {

    static final String NAMESPACE = "lab";
    static final String SERVICE = "scale";
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Map<String, String> ALL = Map.of("set", "scale");

    final Cluster cluster;
    final KubernetesClient client;
    final int nodes;
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final int podsOfEach;

    private ScaleWorld(Cluster cluster, int nodes, int podsOfEach) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.podsOfEach = podsOfEach;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    /** Each node reports as rarely as so many may, so that this machine has time for something else. */
    static ScaleWorld start(int nodes, int pods) throws InterruptedException {
        Duration silence = Duration.ofMillis(Math.max(60_000, nodes * 600L));
        KubernetesLab lab = new KubernetesLab(0, List.of(), nodes, NAMESPACE, 0, silence, Duration.ofSeconds(2));
        Cluster cluster = Cluster.prepare(lab, MonotonicClock.startingNow());
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        cluster.start();
        ScaleWorld world = new ScaleWorld(cluster, nodes, pods / nodes);
        world.fill();
        return world;
    }

    int pods() {
        return nodes * podsOfEach;
    }

    private void fill() throws InterruptedException {
        cluster.nodes().nodes().forEach(node -> client.resource(deployment(node)).create());
        long seen = -1;
        for (long ready = ready(); ready < pods(); ready = ready()) {
            requireTime("pods");
            if (ready != seen) {
                System.out.println(ready + " of " + pods() + " pods are ready");
            }
            seen = ready;
            Thread.sleep(5_000);
        }
        serve();
    }

    /** After all pods: a service that each new pod is added to costs more than the pods. */
    private void serve() throws InterruptedException {
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(SERVICE)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(ALL)
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        while (endpoints() < pods()) {
            requireTime("endpoints");
            Thread.sleep(2_000);
        }
    }

    private void requireTime(String what) {
        if (clock.nanos() > LONGEST.toNanos()) {
            throw new IllegalStateException("not all " + what + " are there after " + LONGEST.toMinutes() + " minutes");
        }
    }

    private long endpoints() {
        return client.discovery().v1().endpointSlices().inNamespace(NAMESPACE).list().getItems().stream()
                .mapToLong(slice -> slice.getEndpoints().size())
                .sum();
    }

    /** By the workloads: a look at the pods themselves would cost more than making them. */
    private long ready() {
        return client.apps().deployments().inNamespace(NAMESPACE).list().getItems().stream()
                .mapToInt(each -> Optional.ofNullable(each.getStatus().getReadyReplicas())
                        .orElse(0))
                .sum();
    }

    private Deployment deployment(String node) {
        Map<String, String> labels = Map.of("app", node, "set", "scale");
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(node)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withReplicas(podsOfEach)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("one")
                .withImage("one:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** The target of every fault and probe. */
    Targets targets() {
        return targets(new Live(cluster));
    }

    static Targets targets(Live live) {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                Object target = capability == ClusterTarget.class ? live : live.cluster().nodes();
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
    }

    record Live(Cluster cluster) implements ClusterTarget {
        @Override
        public Optional<Path> kubeconfig() {
            return Optional.of(cluster.kubeconfig());
        }

        @Override
        public Optional<String> context() {
            return Optional.empty();
        }

        @Override
        public String namespace() {
            return NAMESPACE;
        }
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
    }
}
