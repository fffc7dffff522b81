package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Chaos Mesh's schemas refuse is refused before anything is made, and its word is one thing, an effect another. */
@ExtendWith(ClusterExtension.class)
class ChaosMeshIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PODS = "mode: all, selector: {labelSelectors: {app: orders}}";

    private final ChaosMesh.Provider provider = new ChaosMesh.Provider();
    private static TestNamespace space;

    @TempDir
    Path folder;

    @BeforeAll
    static void installSchemas(TestNamespace namespace) {
        space = namespace;
        ToolSchemas.MESH.install(space.client());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PodChaos|action: pod-failure",
                "NetworkChaos|action: delay, delay: {latency: 10ms}",
                "StressChaos|stressors: {cpu: {workers: 1, load: 50}}",
                "DNSChaos|action: error, patterns: [db.example]",
                "IOChaos|action: latency, volumePath: /data, delay: 10ms",
                "TimeChaos|timeOffset: -1h",
                "HTTPChaos|target: Request, port: 80, abort: true",
            })
    void whatASchemaAllowsIsPreparedAndNothingIsMade(String kind, String spec) throws Exception {
        PreparedFault fault = prepare(kind, spec);

        assertThat(fault.target())
                .matches(ChaosTool.sort(kind).word() + " " + space.namespace() + "/aftershock-chaos-mesh-.*");
        assertThat(fault.effect()).isEmpty();
        assertThat(objects(kind)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PodChaos|action: pod-explode|spec.action: Unsupported value: \"pod-explode\"",
                "NetworkChaos|action: delay, delay: {jitter: 1ms}|spec.delay.latency: Required value",
                "NetworkChaos|action: delay, dellay: {latency: 1ms}|unknown field \"spec.dellay\"",
                "StressChaos|stressors: {cpu: {workers: 9000}}|spec.stressors.cpu.workers: Invalid value: 9000",
                "DNSChaos|patterns: [db.example]|spec.action: Required value",
                "IOChaos|action: latency, delay: 10ms|spec.volumePath: Required value",
                "TimeChaos|clockIds: [CLOCK_REALTIME]|spec.timeOffset: Required value",
                "HTTPChaos|target: Reply|spec.target: Unsupported value: \"Reply\"",
            })
    void whatASchemaDoesNotAllowIsRefusedInItsWords(String kind, String spec, String words) throws Exception {
        refused(kind, spec)
                .hasMessageContaining("chaos.yaml: the API does not take this " + kind + ": ")
                .hasMessageContaining(words)
                .hasMessageContaining("nothing was made");
        assertThat(objects(kind)).isEmpty();
    }

    @Test
    void anotherNamespaceIsOutOfReach() throws Exception {
        refused(
                        "NetworkChaos",
                        "action: loss, loss: {loss: '100'}, target: {mode: all, selector: {namespaces: [bank]}}")
                .hasMessageContaining("'spec.target.selector.namespaces' is 'bank'");
    }

    @Test
    void aClusterWithoutChaosMeshIsToldWhatItLacks() throws Exception {
        ToolSchemas.MESH.remove(space.client());
        try {
            refused("NetworkChaos", "action: delay, delay: {latency: 10ms}")
                    .hasMessageContaining("does not serve NetworkChaos of chaos-mesh.org/v1alpha1; expected a cluster"
                            + " in which Chaos Mesh 2 is installed");
            assertThat(provider.marked(cluster(), space.namespace())).isEmpty();
        } finally {
            ToolSchemas.MESH.install(space.client());
        }
    }

    @Test
    void whatIsMadeReachesTheNamespaceAloneAndNothingProtected() throws Exception {
        try (MeshWorld world = new MeshWorld(space, MeshController.Defect.NONE)) {
            PreparedFault fault = prepare(settings(MeshWorld.file(), 30), world.targets());
            fault.inject();

            GenericKubernetesResource made = world.controller().objects().get(0);
            assertThat(made.<List<String>>get("spec", "selector", "namespaces")).containsExactly(space.namespace());
            assertThat(made.<List<Map<String, Object>>>get("spec", "selector", "expressionSelectors"))
                    .containsExactly(
                            Map.of("key", "aftershock.dev/protect", "operator", "NotIn", "values", List.of("true")));
            assertThat(fault.effect()).hasValueSatisfying(seen -> assertThat(seen)
                    .endsWith(": Chaos Mesh says that it is injected in all 2 that it chose; that they suffer"
                            + " was not tried, because the fault names no canary"));
            provider.heal(fault.undo(), HealContext.afterDeath());
            await().atMost(SOON).until(world::healthy);
        }
    }

    @Test
    void whatChaosMeshNeverInjectsHasNoEffectAndIsHealed() throws Exception {
        try (MeshWorld world = new MeshWorld(space, MeshController.Defect.FINDS_NO_PODS)) {
            PreparedFault fault = prepare(settings(MeshWorld.file(), 2), world.targets());

            assertThatThrownBy(fault::inject)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has no effect yet: Chaos Mesh says AllInjected=False, AllRecovered=False,"
                            + " Paused=False, Selected=False, and of 0 that it chose 0 are injected (waited 2s)");
            assertThat(fault.effect()).isEmpty();

            provider.heal(fault.undo(), HealContext.afterDeath());
            awaitHealed(fault);
            assertThat(world.healthy()).isTrue();
        }
    }

    @Test
    void whatChaosMeshDoesNotUndoIsALeakAndToldWithWhatAPersonMayDo() throws Exception {
        try (MeshWorld world = new MeshWorld(space, MeshController.Defect.NEVER_RECOVERS)) {
            PreparedFault fault = prepare(settings(MeshWorld.file(), 30), world.targets());
            fault.inject();

            provider.heal(fault.undo(), HealContext.afterDeath());
            provider.heal(fault.undo(), HealContext.afterDeath());

            var check = provider.verifyHealed(fault.undo(), HealContext.afterDeath());
            assertThat(check.healed()).isFalse();
            assertThat(check.evidence())
                    .contains("is deleted, but its finalizers [chaos-mesh/records] keep it: Chaos Mesh has not undone")
                    .contains("of 2 that it chose 2 are injected")
                    .contains("chaos-mesh.chaos-mesh.org/cleanFinalizer=forced");
            assertThat(world.controller().objects().get(0).getMetadata().getAnnotations())
                    .as("left to a person")
                    .isEmpty();
            assertThat(world.broken()).isTrue();
        }
    }

    @Test
    void whatChaosMeshSaysIsNoEffectWhileTheCanaryAnswersWell() throws Exception {
        try (PlayedCanary canary = new PlayedCanary();
                MeshWorld world = new MeshWorld(space, MeshController.Defect.NONE)) {
            PreparedFault fault = prepare(
                    new ChaosMesh("shop", MeshWorld.file(), Duration.ofSeconds(10), Optional.of("canary")),
                    world.targets(canary.address()));
            fault.inject();

            assertThat(world.broken()).as("as Chaos Mesh has it").isTrue();
            assertThat(fault.effect()).isEmpty();
            canary.turnBad();
            assertThat(fault.effect()).hasValueSatisfying(seen -> assertThat(seen)
                    .endsWith("in all 2 that it chose, and the canary " + canary.address()
                            + ", which answered before, does not"));
        }
    }

    @Test
    void whatAnotherRunLeftIsRefusedAndFoundByItsMark() throws Exception {
        try (MeshWorld world = new MeshWorld(space, MeshController.Defect.NONE)) {
            ChaosMesh settings = settings(MeshWorld.file(), 30);
            provider.prepare(settings, new FaultContext("run-1", "fault", world.targets()))
                    .get(0)
                    .inject();

            String refusal = "is there already, by the fault 'chaos-mesh' of run-1.fault; expected a namespace without"
                    + " it; 'aftershock recover' removes what a dead run left";
            assertThatThrownBy(() -> prepare(settings, world.targets())).hasMessageContaining(refusal);
            assertThatThrownBy(() -> prepare("NetworkChaos", "action: delay, delay: {latency: 10ms}"))
                    .as("of another name")
                    .hasMessageContaining(refusal);

            var left = provider.marked(cluster(), space.namespace());
            assertThat(left).hasSize(1).allMatch(marked -> marked.runId().equals("run-1"));
            provider.heal(left.get(0).recipe(), HealContext.afterDeath());
            await().atMost(SOON).until(world::healthy);
        }
    }

    private void awaitHealed(PreparedFault fault) {
        await().atMost(SOON).until(() -> provider.verifyHealed(fault.undo(), HealContext.afterDeath())
                .healed());
    }

    private Cluster cluster() {
        return new Clusters().of(space);
    }

    private List<GenericKubernetesResource> objects(String kind) {
        return space.client()
                .genericKubernetesResources(ChaosTool.sort(kind).definition())
                .inNamespace(space.namespace())
                .list()
                .getItems();
    }

    private static ChaosMesh settings(String file, int seconds) {
        return new ChaosMesh("shop", file, Duration.ofSeconds(seconds), Optional.empty());
    }

    private AbstractThrowableAssert<?, ?> refused(String kind, String spec) {
        return assertThatThrownBy(() -> prepare(kind, spec)).isInstanceOf(InvalidInputException.class);
    }

    private PreparedFault prepare(String kind, String spec) throws IOException {
        Path file = Files.writeString(
                folder.resolve("chaos.yaml"),
                "apiVersion: chaos-mesh.org/v1alpha1\nkind: " + kind + "\nspec: {" + spec + ", " + PODS + "}\n");
        return prepare(settings(file.toString(), 10), targets());
    }

    private Targets targets() {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(space)));
            }
        };
    }

    private PreparedFault prepare(ChaosMesh settings, Targets targets) throws IOException {
        return provider.prepare(settings, new FaultContext("run-2", "fault", targets))
                .get(0);
    }
}
