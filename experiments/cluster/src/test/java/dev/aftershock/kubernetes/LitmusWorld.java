package dev.aftershock.kubernetes;

import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContract;
import dev.aftershock.parts.Targets;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A namespace in which Litmus seems to run. */
final class LitmusWorld implements FaultContract.World {

    static final Map<String, String> LABELS = Map.of("app", "orders");

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String EXPERIMENT = "pod-network-latency";

    private final TestNamespace space;
    private final LitmusOperator operator;

    LitmusWorld(TestNamespace space, LitmusOperator.Defect defect) {
        this.space = space;
        install(space.client(), space.namespace());
        deploy();
        this.operator = new LitmusOperator(space.client(), space.namespace(), defect);
    }

    /** What Litmus brings into a namespace. Harmless when it is there. */
    static void install(KubernetesClient admin, String namespace) {
        ToolSchemas.LITMUS.install(admin);
        GenericKubernetesResource experiment =
                experiment(namespace, EXPERIMENT, Map.of("name", "TOTAL_CHAOS_DURATION", "value", "60"));
        if (admin.resource(experiment).get() == null) {
            admin.resource(experiment).create();
        }
    }

    /** A ChaosExperiment that takes one variable. */
    static GenericKubernetesResource experiment(String namespace, String name, Map<String, String> variable) {
        GenericKubernetesResource experiment = new GenericKubernetesResource();
        experiment.setApiVersion(ChaosTool.LITMUS.api());
        experiment.setKind("ChaosExperiment");
        experiment.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        experiment.setAdditionalProperty(
                "spec", Map.of("definition", Map.of("scope", "Namespaced", "env", List.of(variable))));
        return experiment;
    }

    /** Two pods with a controller, on no node. */
    private void deploy() {
        Deployment orders = new DeploymentBuilder()
                .withNewMetadata()
                .withName("orders")
                .withNamespace(space.namespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .addToNodeSelector("world", "none")
                .addNewContainer()
                .withName("orders")
                .withImage("orders:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        if (space.client().resource(orders).get() == null) {
            space.client().resource(orders).create();
        }
        Awaitility.await().atMost(SOON).until(() -> pods().size() == 2);
    }

    /** The names of the two. */
    List<String> pods() {
        return space.client().pods().inNamespace(space.namespace()).withLabels(LABELS).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** A file with an engine of an experiment that is installed. */
    static String file() {
        try {
            return Path.of(LitmusWorld.class.getResource("litmus-engine.yaml").toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Targets targets() {
        return targets(URI.create("http://127.0.0.1:1/"));
    }

    /** With an address of a canary. */
    Targets targets(URI canary) {
        return MeshWorld.targets(space, canary);
    }

    LitmusOperator operator() {
        return operator;
    }

    @Override
    public boolean healthy() {
        return operator.objects().isEmpty() && operator.injected() == 0;
    }

    @Override
    public boolean broken() {
        return operator.injected() == 1;
    }

    @Override
    public void close() {
        operator.close();
    }
}
