package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes a pod template changes no more of it than it says, and is undone for every sort of workload. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutsIT {

    private static final String RUN = "20261128-120000-abcdef";
    private static final Duration SOON = Duration.ofSeconds(30);

    private KubernetesClient admin;
    private ShopWorld world;

    @TempDir
    Path folder;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        world = new ShopWorld(new ShopWorld.Login(admin, space.file()), shop -> false);
    }

    @AfterEach
    void endCarts() {
        var apps = admin.apps();
        List.of(apps.deployments(), apps.statefulSets(), apps.daemonSets())
                .forEach(sort -> sort.inNamespace(world.namespace())
                        .withName("carts")
                        .withGracePeriod(0)
                        .delete());
        await().atMost(SOON).until(() -> carts().isEmpty());
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    /** Two containers, so that a merge that replaced the list would be seen. */
    private void start(String kind, String more) {
        admin.resource("""
                        apiVersion: apps/v1
                        kind: %s
                        metadata: {name: carts}
                        spec:
                          %s
                          selector: {matchLabels: {app: carts}}
                          template:
                            metadata: {labels: {app: carts}}
                            spec:
                              nodeSelector: {world: contract}
                              containers: [{name: carts, image: "carts:1"}, {name: logs, image: "logs:1"}]
                        """.formatted(kind, more)).inNamespace(world.namespace()).create();
        await().atMost(SOON).until(this::ready);
    }

    private boolean ready() {
        List<Pod> pods = carts();
        return !pods.isEmpty() && pods.stream().allMatch(Pods::ready);
    }

    private List<Pod> carts() {
        return admin.pods()
                .inNamespace(world.namespace())
                .withLabel("app", "carts")
                .list()
                .getItems();
    }

    private Set<String> images() {
        return carts().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(container -> container.getImage())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
    void aRestartReplacesEveryPodAndNothingElse(String kind) throws Exception {
        start(kind, "");
        Set<String> before = uids();
        WorkloadRestart.Provider provider = new WorkloadRestart.Provider();
        PreparedFault fault = prepare(provider, new WorkloadRestart("shop", kind.toLowerCase(Locale.ROOT) + "/carts"));

        fault.inject();

        await().atMost(SOON).until(() -> fault.effect().isPresent());
        await().atMost(SOON).until(() -> ready() && uids().stream().noneMatch(before::contains));
        List<Long> after = generations();
        provider.heal(fault.undo(), HealContext.afterDeath());
        assertThat(provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isTrue();
        assertThat(generations()).as("no second restart").isEqualTo(after);
        assertThat(images()).containsExactlyInAnyOrder("carts:1", "logs:1");
    }

    /** Of the workload, which has another one as soon as its template is changed. */
    private List<Long> generations() {
        var apps = admin.apps();
        return Stream.of(apps.deployments(), apps.statefulSets(), apps.daemonSets())
                .map(sort ->
                        sort.inNamespace(world.namespace()).withName("carts").get())
                .filter(Objects::nonNull)
                .map(workload -> workload.getMetadata().getGeneration())
                .toList();
    }

    private Set<String> uids() {
        return carts().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({"Deployment, ''", "StatefulSet, ''", "StatefulSet, podManagementPolicy: Parallel"})
    void anImageThatIsNowhereIsTakenBackAlsoWhereAPodWaitsForIt(String kind, String more) throws Exception {
        start(kind, more);
        ContainerImage.Provider provider = new ContainerImage.Provider();
        ContainerImage settings = image(kind.toLowerCase(Locale.ROOT) + "/carts", "logs");
        try (Account account = new Account(admin, world.namespace(), provider.rights(settings))) {
            Targets login = world.targets(account.kubeconfig(folder));
            PreparedFault fault = provider.prepare(settings, new FaultContext(RUN, "fault", login))
                    .get(0);

            fault.inject();

            await().atMost(SOON).until(() -> fault.effect().orElse(""), seen -> seen.contains("waits: ErrImagePull"));
            assertThat(images()).contains("carts:1", Containers.NOWHERE);
            provider.heal(fault.undo(), HealContext.afterDeath());
            await().atMost(SOON).until(() -> provider.verifyHealed(fault.undo(), HealContext.afterDeath())
                    .healed());
            await().atMost(SOON).until(() -> ready() && images().equals(Set.of("carts:1", "logs:1")));
        }
    }

    @Test
    void aThirdImageThatSomebodyRolledOutMeanwhileStays() throws Exception {
        start("Deployment", "");
        ContainerImage.Provider provider = new ContainerImage.Provider();
        PreparedFault fault = prepare(provider, image("deployment/carts", "logs"));
        fault.inject();
        patchCarts("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"logs\",\"image\":\"logs:2\"}]}}}}");
        provider.heal(fault.undo(), HealContext.afterDeath());
        assertThat(provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isTrue();
        await().atMost(SOON).until(() -> ready() && images().equals(Set.of("carts:1", "logs:2")));
    }

    @Test
    void anUndoThatSomebodyElseWroteSetsNoMoreThanAnImage() throws Exception {
        start("Deployment", "");
        prepare(new ContainerImage.Provider(), image("deployment/carts", "logs"))
                .inject();
        String evil = "{\\\"spec\\\":{\\\"template\\\":{\\\"spec\\\":{\\\"hostNetwork\\\":true,\\\"containers\\\":"
                + "[{\\\"name\\\":\\\"logs\\\",\\\"image\\\":\\\"logs:1\\\",\\\"command\\\":[\\\"sh\\\"]}]}}}}";
        patchCarts("{\"metadata\":{\"annotations\":{\"aftershock.dev/container-image.undo\":\"" + evil + "\"}}}");

        for (var marked : new ContainerImage.Provider()
                .marked(new Clusters().of(world.targets().one("shop", ClusterTarget.class)), world.namespace())) {
            new ContainerImage.Provider().heal(marked.recipe(), HealContext.afterDeath());
        }

        await().atMost(SOON).until(() -> ready() && images().equals(Set.of("carts:1", "logs:1")));
        assertThat(carts()).allSatisfy(pod -> {
            assertThat(pod.getSpec().getHostNetwork()).isNull();
            assertThat(pod.getSpec().getContainers())
                    .allMatch(each -> each.getCommand().isEmpty());
        });
    }

    private void patchCarts(String patch) {
        admin.apps()
                .deployments()
                .inNamespace(world.namespace())
                .withName("carts")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }

    @Test
    void whatCannotBeRolledOutIsRefused() {
        start("Deployment", "");
        refused(new ContainerImage.Provider(), image("deployment/carts", "proxy"))
                .hasMessageContaining("/carts has no container 'proxy'; expected one of carts, logs");
        refused(
                        new ContainerImage.Provider(),
                        new ContainerImage("shop", "deployment/carts", Optional.empty(), "carts:2"))
                .hasMessageContaining("/carts has 2 containers; expected 'container' with one of carts, logs");
        refused(
                        new ContainerImage.Provider(),
                        new ContainerImage("shop", "deployment/carts", Optional.of("carts"), "carts:1"))
                .hasMessageContaining("/carts has the image carts:1 already");
        patchCarts("{\"spec\":{\"paused\":true}}");
        refused(new WorkloadRestart.Provider(), new WorkloadRestart("shop", "deployment/carts"))
                .hasMessageContaining("its rollouts are paused");
        patchCarts("{\"spec\":{\"paused\":false,\"replicas\":0}}");
        await().atMost(SOON).until(() -> carts().isEmpty());
        refused(new WorkloadRestart.Provider(), new WorkloadRestart("shop", "deployment/carts"))
                .hasMessageContaining("/carts has no pods");
        refused(new ContainerImage.Provider(), image("deployment/carts", "logs"))
                .hasMessageContaining("/carts has no pods");
    }

    @ParameterizedTest
    @CsvSource({
        "'updateStrategy: {type: OnDelete}', its updateStrategy is OnDelete",
        "'updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}', its partition 1 keeps all of them"
    })
    void aStatefulSetThatKeepsItsPodsIsRefused(String strategy, String why) {
        start("StatefulSet", strategy);
        refused(new WorkloadRestart.Provider(), new WorkloadRestart("shop", "statefulset/carts"))
                .hasMessageContaining("would go on with the pods that it has: " + why);
    }

    private static ContainerImage image(String workload, String container) {
        return new ContainerImage("shop", workload, Optional.of(container), Containers.NOWHERE);
    }

    private <S extends Record> AbstractThrowableAssert<?, ?> refused(FaultProvider<S> provider, S settings) {
        return assertThatThrownBy(() -> prepare(provider, settings)).isInstanceOf(InvalidInputException.class);
    }

    private <S extends Record> PreparedFault prepare(FaultProvider<S> provider, S settings) throws Exception {
        return provider.prepare(settings, new FaultContext(RUN, "fault", world.targets()))
                .get(0);
    }
}
