package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.lab.LabException;
import dev.aftershock.measurement.MonotonicClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a cluster on this host. */
class ClusterRemovalIT {

    private static final KubernetesLab LAB = KubernetesLab.ofNodes(1);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final KubernetesLab.Provider provider = new KubernetesLab.Provider();

    @BeforeAll
    static void partsAreHere() {
        ClusterExtension.requireParts(LAB);
    }

    @BeforeEach
    void noOtherClusterRuns() {
        await().atMost(Duration.ofMinutes(10)).until(HostNetwork::free);
    }

    @Test
    void aClosedClusterLeavesNothing() throws IOException, InterruptedException {
        Map<String, String> before = HostState.now();
        Cluster cluster = ClusterExtension.start(LAB);
        try (cluster) {
            servePods(cluster.kubeconfig());
            assertThat(HostState.now()).isNotEqualTo(before);
            assertThat(ClusterLeftovers.left(cluster.directory())).hasSizeGreaterThan(5);
            assertThat(Files.readString(cluster.auditLog())).contains("\"resource\":\"deployments\"");
        }

        assertThat(ClusterLeftovers.left(cluster.directory())).isEmpty();
        assertThat(HostState.now()).isEqualTo(before);
    }

    @Test
    void whatAKilledJvmLeavesIsHealedByTheRecipe() throws IOException, InterruptedException {
        Map<String, String> before = HostState.now();
        Process holder = fork();
        Path directory;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            directory = Path.of(said.readLine());
            assertThat(said.readLine()).startsWith("started");
            servePods(directory.resolve("admin.kubeconfig"));
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
        UndoRecipe recipe = KubernetesLab.Provider.recipe("shop", directory);
        assertThat(provider.verifyHealed(recipe, HealContext.afterDeath()).healed())
                .isFalse();

        provider.heal(recipe, HealContext.afterDeath());

        assertThat(provider.verifyHealed(recipe, HealContext.afterDeath()).healed())
                .isTrue();
        assertThat(HostState.now()).isEqualTo(before);
        provider.heal(recipe, HealContext.afterDeath());
    }

    @Test
    void aSecondClusterWithRealNodesIsRefusedAndLeavesTheFirstAlone() throws IOException {
        try (Cluster first = ClusterExtension.start(LAB);
                Cluster second = Cluster.prepare(LAB, MonotonicClock.startingNow())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining(first.directory().toString());

            ClusterLeftovers.remove(second.directory());
            assertThat(first.nodes().runs("node-1")).isTrue();
            assertThat(HostNetwork.free()).isFalse();
        }
    }

    private static void servePods(Path kubeconfig) {
        try (TestNamespace space = TestNamespace.make(kubeconfig, Optional.empty())) {
            WebServers web = new WebServers(space.client());
            web.apply();
            await().atMost(SOON).until(() -> web.ready("*").size() == 2);
        }
    }

    private static Process fork() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClusterHolder.class.getName(),
                "1");
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
