package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.RunShared;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every fault works for somebody who is allowed exactly what it says it needs, and refuses to begin without any one of it. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsIT {

    private static final PodChoice ONE_POD = new PodChoice(
            "app=orders", Optional.empty(), Optional.empty(), Optional.of(ShopWorld.NODES), "1", Optional.empty());

    private KubernetesClient admin;
    private Path kubeconfig;
    private ShopWorld world;
    private MeshController mesh;
    private LitmusOperator litmus;

    @TempDir
    Path folder;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        kubeconfig = space.file();
        world = new ShopWorld(new ShopWorld.Login(admin, kubeconfig), shop -> false);
        ToolSchemas.MESH.install(admin);
        mesh = new MeshController(admin, world.namespace(), MeshController.Defect.NONE);
        LitmusWorld.install(admin, world.namespace());
        litmus = new LitmusOperator(admin, world.namespace(), LitmusOperator.Defect.NONE);
    }

    @AfterAll
    void endShop() {
        litmus.close();
        mesh.close();
        world.close();
    }

    @TestFactory
    Stream<DynamicNode> exactlyWhatItNeeds() {
        return Stream.of(
                each(
                        new ChaosMesh.Provider(),
                        new ChaosMesh("shop", MeshWorld.file(), Duration.ofSeconds(10), Optional.empty())),
                each(new ConfigChange.Provider(), new ConfigChange("shop", "orders", "timeout", Optional.of("1ms"))),
                each(new ContainerImage.Provider(), imageOf("deployment/orders")),
                each(new DnsFailure.Provider(), new DnsFailure("shop", "app=orders", Optional.empty())),
                each(
                        new Litmus.Provider(),
                        new Litmus("shop", LitmusWorld.file(), Duration.ofSeconds(10), Optional.empty())),
                each(new NetworkPartition.Provider(), partition(Optional.empty())),
                each(
                        new NetworkPartition.Provider(),
                        partition(Optional.of(new CutFrom(
                                Optional.of("app=orders"),
                                Optional.of(world.namespace()),
                                Optional.empty(),
                                Optional.empty())))),
                each(new NodeCordon.Provider(), new NodeCordon("shop", ShopWorld.NODES)),
                each(new NodeDrain.Provider(), new NodeDrain("shop", ShopWorld.NODES, Duration.ofSeconds(10))),
                each(new NodeStress.Provider(), stress()),
                each(new NodeTaint.Provider(), new NodeTaint("shop", ShopWorld.NODES)),
                each(new PodDelete.Provider(), new PodDelete("shop", ONE_POD, Duration.ZERO, false)),
                each(new PodEvict.Provider(), new PodEvict("shop", ONE_POD, Duration.ZERO)),
                each(new ServiceDetach.Provider(), new ServiceDetach("shop", "orders")),
                each(new WorkloadRestart.Provider(), new WorkloadRestart("shop", "deployment/orders")),
                each(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 1)),
                // The last: whether its node was silent for too long is noticed some seconds later, and then its pods
                // are not ready.
                each(new NodeStop.Provider(), new NodeStop("shop", ShopWorld.NODES)));
    }

    private static NodeStress stress() {
        return new NodeStress(
                "shop",
                Optional.empty(),
                Optional.of(ONE_POD),
                "cli:1",
                Optional.of("1"),
                Optional.empty(),
                "10m",
                Duration.ofSeconds(30));
    }

    private static ContainerImage imageOf(String workload) {
        return new ContainerImage("shop", workload, Optional.empty(), Containers.NOWHERE);
    }

    /** All but what needs a network to the pods, which simulated ones have not. */
    @Test
    void aServiceIsLedOverAProxyByWhoIsAllowedExactlyThat() throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(world::healthy);
        ServiceLink.Provider provider = new ServiceLink.Provider();
        ServiceLink settings = new ServiceLink("shop", "orders", Optional.empty(), "proxy:1", Duration.ofSeconds(30));
        List<ClusterRight> needs = provider.rights(settings);
        assertThat(needs).doesNotHaveDuplicates();
        try (Account account = new Account(admin, world.namespace(), needs)) {
            Scene scene = Scene.open(new Clusters(), target(account), needs);
            Detour detour = new Detour(
                    new Thing(Thing.Sort.SERVICE, world.namespace(), "orders"),
                    Mark.of(Detour.KIND, "20261128-120000-abcdef", "web"));
            DetourStart start = new DetourStart(scene.cluster(), detour, settings);
            DetourStart.Before before = start.look();
            start.make(before);
            start.lead(before);
            assertThat(DetourRemoval.marked(scene.cluster(), world.namespace())).hasSize(1);
            DetourRemoval.remove(scene.cluster(), detour);
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> DetourRemoval.verify(scene.cluster(), detour).healed());
        }
        for (ClusterRight missing : needs) {
            List<ClusterRight> fewer = new ArrayList<>(needs);
            fewer.remove(missing);
            try (Account account = new Account(admin, world.namespace(), fewer)) {
                RunContext run = new RunContext(
                        "20261128-120000-abcdef",
                        MonotonicClock.startingNow(),
                        1,
                        folder,
                        new RunShared(),
                        world.targets(account.kubeconfig(folder)));
                assertThatThrownBy(() -> provider.prepare("web", settings, run).start())
                        .as("without %s", missing)
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("does not allow us to " + missing.in(world.namespace()));
            }
        }
    }

    private ClusterTarget target(Account account) throws IOException {
        return world.targets(account.kubeconfig(folder)).one("shop", ClusterTarget.class);
    }

    private static NetworkPartition partition(Optional<CutFrom> from) {
        return new NetworkPartition("shop", "app=orders", from, CutDirection.BOTH, Optional.empty());
    }

    private <S extends Record, P extends FaultProvider<S> & NeedsClusterRights<S>> DynamicNode each(
            P provider, S settings) {
        return dynamicTest(provider.kind(), () -> {
            await().atMost(Duration.ofSeconds(30)).until(world::healthy);
            List<ClusterRight> needs = provider.rights(settings);
            assertThat(needs).isNotEmpty().doesNotHaveDuplicates();
            actsAndHeals(provider, settings, needs);
            for (ClusterRight missing : needs) {
                refuses(provider, settings, needs, missing);
            }
        });
    }

    private <S extends Record> void actsAndHeals(FaultProvider<S> provider, S settings, List<ClusterRight> needs)
            throws Exception {
        try (Account account = new Account(admin, world.namespace(), needs)) {
            FaultContext context = context(account.kubeconfig(folder));
            List<PreparedFault> prepared = provider.prepare(settings, context);
            HealContext live = new HealContext(Optional.of(context.targets()));
            for (PreparedFault fault : prepared) {
                fault.inject();
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> fault.effect().isPresent());
                provider.heal(fault.undo(), live);
                await().atMost(Duration.ofSeconds(15))
                        .until(() -> provider.verifyHealed(fault.undo(), live).healed());
            }
        }
    }

    private <S extends Record> void refuses(
            FaultProvider<S> provider, S settings, List<ClusterRight> needs, ClusterRight missing) throws Exception {
        List<ClusterRight> fewer = new ArrayList<>(needs);
        fewer.remove(missing);
        try (Account account = new Account(admin, world.namespace(), fewer)) {
            FaultContext context = context(account.kubeconfig(folder));
            assertThatThrownBy(() -> provider.prepare(settings, context))
                    .as("without %s", missing)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("does not allow us to " + missing.in(world.namespace()))
                    .satisfies(e ->
                            assertThat(((InvalidInputException) e).problems()).hasSize(1));
        }
    }

    private FaultContext context(Path kubeconfig) {
        return new FaultContext("20261128-120000-abcdef", "fault", world.targets(kubeconfig));
    }
}
