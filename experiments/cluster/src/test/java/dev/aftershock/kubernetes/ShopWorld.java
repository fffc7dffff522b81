package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContract;
import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Two pods behind a service in a namespace of its own, on a simulated node of their own. */
final class ShopWorld implements FaultContract.World {

    /** What its node, and no other, carries: worlds come one after the other. */
    static final String NODES = "world=contract";

    private static final String NODE_LABEL = "world";
    private static final String NODE_VALUE = "contract";
    private static final Map<String, String> SETTINGS = Map.of("timeout", "3s", "greeting", "hello");
    private static final String SIMULATED = "kwok.x-k8s.io/node";

    /** An administrator's way in. */
    record Login(KubernetesClient client, Path kubeconfig) {}

    private final KubernetesClient client;
    private final Path kubeconfig;
    private final String name = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    private final Predicate<ShopWorld> broken;
    private final Set<String> firstPods;

    ShopWorld(Login login, Predicate<ShopWorld> broken) {
        this.client = login.client();
        this.kubeconfig = login.kubeconfig();
        this.broken = broken;
        create();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(60))
                .until(this::healthy);
        this.firstPods = uids();
    }

    private void create() {
        Map<String, String> labels = Map.of("app", "orders");
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("aftershock.dev/enabled", "true")
                .endMetadata()
                .build();
        client.resource(namespace).create();
        Map<String, Quantity> room =
                Map.of("cpu", new Quantity("32"), "memory", new Quantity("64Gi"), "pods", new Quantity("110"));
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(SIMULATED, "fake")
                .addToLabels(NODE_LABEL, NODE_VALUE)
                .endMetadata()
                .withNewStatus()
                .withAllocatable(room)
                .withCapacity(room)
                .endStatus()
                .build();
        client.resource(node).create();
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName("orders")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addToNodeSelector(NODE_LABEL, NODE_VALUE)
                .addNewContainer()
                .withName("orders")
                .withImage("orders:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        client.resource(deployment).inNamespace(name).create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("orders")
                        .endMetadata()
                        .withData(SETTINGS)
                        .build())
                .inNamespace(name)
                .create();
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("orders")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(labels)
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .inNamespace(name)
                .create();
    }

    @Override
    public Targets targets() {
        return targets(kubeconfig);
    }

    /** The same for whoever logs in by another kubeconfig. */
    Targets targets(Path login) {
        return OneTarget.named("shop", new Live(client, login, name));
    }

    String namespace() {
        return name;
    }

    @Override
    public boolean healthy() {
        // While a rollout goes on, more than two may be ready.
        return wanted() == 2
                && readyPods() >= 2
                && endpoints() >= 2
                && takesPods()
                && runsItsImage()
                && policies() == 0
                && hasItsSettings();
    }

    boolean hasItsSettings() {
        return client.configMaps()
                .inNamespace(name)
                .withName("orders")
                .get()
                .getData()
                .equals(SETTINGS);
    }

    private boolean runsItsImage() {
        return pods().stream().allMatch(ShopWorld::isOfItsImage);
    }

    private static boolean isOfItsImage(Pod pod) {
        return pod.getSpec().getContainers().get(0).getImage().equals("orders:1");
    }

    boolean waitsForAnImage() {
        return pods().stream().anyMatch(pod -> !Pods.leaves(pod) && !Pods.ready(pod) && !isOfItsImage(pod));
    }

    /** One that was not there in the beginning. */
    boolean hasNewPods() {
        return !firstPods.containsAll(uids());
    }

    @Override
    public boolean broken() {
        return broken.test(this);
    }

    int wanted() {
        return client.apps()
                .deployments()
                .inNamespace(name)
                .withName("orders")
                .get()
                .getSpec()
                .getReplicas();
    }

    long readyPods() {
        return pods().stream().filter(Pods::ready).count();
    }

    private List<Pod> pods() {
        return client.pods().inNamespace(name).list().getItems();
    }

    /** The pods there that go on. */
    List<Pod> podsOn(String node) {
        return pods().stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()) && !Pods.leaves(pod))
                .toList();
    }

    Set<String> uids() {
        return pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }

    /** One is gone, or ends. */
    boolean lostAPod() {
        return !podsOn(name).stream()
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet())
                .containsAll(firstPods);
    }

    long endpoints() {
        return client.discovery().v1().endpointSlices().inNamespace(name).list().getItems().stream()
                .flatMap(slice -> Lists.of(slice.getEndpoints()).stream())
                .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
                .count();
    }

    int policies() {
        return client.network()
                .v1()
                .networkPolicies()
                .inNamespace(name)
                .list()
                .getItems()
                .size();
    }

    /** Healthy is only what has none: its pods are all of one image. */
    long stressPods() {
        return pods().stream()
                .filter(pod -> Lists.of(pod.getMetadata().getLabels()).containsKey("aftershock.dev/node-stress"))
                .filter(Pods::ready)
                .count();
    }

    boolean nodeRuns() {
        return new Live(client, kubeconfig, name).runs(name);
    }

    boolean takesPods() {
        Node node = client.nodes().withName(name).get();
        return node != null
                && Nodes.ready(node)
                && !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                && node.getSpec().getTaints().isEmpty();
    }

    @Override
    public void close() {
        client.apps()
                .deployments()
                .inNamespace(name)
                .withName("orders")
                .withGracePeriod(0)
                .delete();
        client.pods().inNamespace(name).withGracePeriod(0).delete();
        client.namespaces().withName(name).delete();
        client.nodes().withName(name).delete();
    }

    /** Its node is stopped by taking it from what simulates it, so that its heartbeats end. */
    private record Live(KubernetesClient client, Path file, String namespace) implements ClusterTarget, NodeKeeper {

        @Override
        public Optional<Path> kubeconfig() {
            return Optional.of(file);
        }

        @Override
        public Optional<String> context() {
            return Optional.empty();
        }

        @Override
        public Set<String> nodes() {
            return Set.of(namespace);
        }

        @Override
        public void stop(String node) {
            simulate(node, "null");
        }

        @Override
        public void start(String node) {
            simulate(node, "\"fake\"");
        }

        private void simulate(String node, String value) {
            client.nodes()
                    .withName(node)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"" + SIMULATED + "\":" + value + "}}}");
        }

        @Override
        public Bound bound(String node) {
            return new Bound.ByItself("the test deletes it");
        }

        @Override
        public boolean runs(String node) {
            return client.nodes()
                    .withName(node)
                    .get()
                    .getMetadata()
                    .getAnnotations()
                    .containsKey(SIMULATED);
        }
    }
}
