package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.kubernetes.LitmusOperator.Defect;
import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Litmus chooses pods by itself, and so whatever it could choose is looked at before anything is made. */
@ExtendWith(ClusterExtension.class)
class LitmusTargetsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String APP = "appinfo: {applabel: app=orders}";

    private final Litmus.Provider provider = new Litmus.Provider();
    private static TestNamespace space;

    @TempDir
    Path folder;

    @BeforeAll
    static void install(TestNamespace namespace) {
        space = namespace;
        new LitmusWorld(space, Defect.IS_NOT_THERE).close();
    }

    @AfterEach
    void removeOwnPods() {
        space.client().pods().withLabel("of", "test").withGracePeriod(0).delete();
        await().atMost(SOON).until(() -> space.client()
                .pods()
                .withLabel("of", "test")
                .list()
                .getItems()
                .isEmpty());
    }

    @Test
    void whereALabelIsOnPodsToBeLeftAloneEachOfThemIsTold() throws Exception {
        pod("protected", Map.of("app", "mixed", "aftershock.dev/protect", "true"), true);
        pod("alone", Map.of("app", "mixed"), false);
        pod("fine", Map.of("app", "mixed"), true);

        refused("pod-network-latency", "appinfo: {applabel: app=mixed}")
                .hasMessageContaining("engine.yaml: the label app=mixed is on pod " + space.namespace()
                        + "/protected too, which is protected; expected a label that no such pod has")
                .hasMessageContaining("/alone too, which nobody would make anew")
                .satisfies(
                        e -> assertThat(((InvalidInputException) e).problems()).hasSize(2));
    }

    @Test
    void aPodOnTheNetworkOfItsNodeWouldTakeTheNodeWithIt() throws Exception {
        Pod pod = draft("host", Map.of("app", "host"), true)
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
        space.client().resource(pod).create();

        refused("pod-network-latency", "appinfo: {applabel: app=host}")
                .hasMessageContaining(
                        "/host too, which is on the network of its node, and so would be everything there");
    }

    @Test
    void aLabelThatNoPodHasIsRefused() {
        refused("pod-network-latency", "appinfo: {applabel: app=none}")
                .hasMessageContaining("no pod in namespace " + space.namespace())
                .hasMessageContaining("has the label app=none; expected a label that pods have");
    }

    @Test
    void anotherNamespaceIsOutOfReach() {
        refused("pod-network-latency", "appinfo: {applabel: app=orders, appns: bank}")
                .hasMessageContaining("'spec.appinfo.appns' is 'bank', where nothing may be broken by this fault");
    }

    @Test
    void anExperimentThatIsNotInstalledIsToldWithItsPlaceInLitmussHub() {
        refused("pod-cpu-hog", APP)
                .hasMessageContaining(
                        "there is no chaosexperiment " + space.namespace() + "/pod-cpu-hog in the cluster")
                .hasMessageContaining("fault.yaml in the folder faults/kubernetes/pod-cpu-hog of Litmus's ChaosHub:"
                        + " kubectl apply -n " + space.namespace() + " -f fault.yaml");
    }

    @Test
    void anExperimentThatChoosesPodsByItselfIsRefused() {
        GenericKubernetesResource chooses = LitmusWorld.experiment(
                space.namespace(), "pod-cpu-hog", Map.of("name", "TARGETS", "value", "pod:bank:[core-0]"));
        space.client().resource(chooses).create();
        try {
            refused("pod-cpu-hog", APP)
                    .hasMessageContaining("pod-cpu-hog sets 'TARGETS', by which it chooses pods by itself");
        } finally {
            space.client().resource(chooses).delete();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "defaultHealthCheck: maybe|spec.defaultHealthCheck: Invalid value: \"string\"",
                "components: {runner: {type: ansible}}|spec.components.runner.type: Invalid value: \"ansible\"",
            })
    void whatTheSchemaDoesNotAllowIsRefusedInItsWords(String part, String words) {
        refused("pod-network-latency", APP + ", " + part)
                .hasMessageContaining("engine.yaml: the API does not take this ChaosEngine: ")
                .hasMessageContaining(words)
                .hasMessageContaining("nothing was made");
    }

    @Test
    void aClusterWithoutLitmusIsToldWhatItLacks() throws Exception {
        ToolSchemas.LITMUS.remove(space.client());
        try {
            refused("pod-network-latency", APP)
                    .hasMessageContaining("does not serve ChaosEngine, ChaosExperiment, ChaosResult of"
                            + " litmuschaos.io/v1alpha1; expected a cluster in which Litmus 3 is installed");
            assertThat(provider.marked(new Clusters().of(space), space.namespace()))
                    .isEmpty();
        } finally {
            LitmusWorld.install(space.client(), space.namespace());
        }
    }

    private static Pod pod(String name, Map<String, String> labels, boolean controlled) {
        return space.client().resource(draft(name, labels, controlled).build()).create();
    }

    /** On no node; with a controller, which is one by its name alone. */
    private static PodBuilder draft(String name, Map<String, String> labels, boolean controlled) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(space.namespace())
                .addToLabels(labels)
                .addToLabels("of", "test")
                .endMetadata()
                .withNewSpec()
                .addToNodeSelector("world", "none")
                .addNewContainer()
                .withName("one")
                .withImage("one:1")
                .endContainer()
                .endSpec();
        if (controlled) {
            ConfigMap owner = space.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("owner")
                            .withNamespace(space.namespace())
                            .endMetadata()
                            .build())
                    .createOr(existing -> existing.update());
            pod.editMetadata()
                    .addToOwnerReferences(new OwnerReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("ConfigMap")
                            .withName("owner")
                            .withUid(owner.getMetadata().getUid())
                            .withController(true)
                            .build())
                    .endMetadata();
        }
        return pod;
    }

    private AbstractThrowableAssert<?, ?> refused(String experiment, String parts) {
        return assertThatThrownBy(() -> provider.prepare(
                        new Litmus("shop", file(experiment, parts), Duration.ofSeconds(10), Optional.empty()),
                        new FaultContext(
                                "run-1", "fault", MeshWorld.targets(space, URI.create("http://127.0.0.1:1/")))))
                .isInstanceOf(InvalidInputException.class);
    }

    private String file(String experiment, String parts) throws IOException {
        return Files.writeString(
                        folder.resolve("engine.yaml"),
                        "apiVersion: litmuschaos.io/v1alpha1\nkind: ChaosEngine\nspec: {" + parts
                                + ", chaosServiceAccount: sa, experiments: [{name: " + experiment + "}]}\n")
                .toString();
    }
}
