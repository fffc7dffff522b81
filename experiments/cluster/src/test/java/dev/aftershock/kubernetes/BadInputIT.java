package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be done is told before anything is touched. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private KubernetesClient admin;
    private Path kubeconfig;
    private ShopWorld world;

    @TempDir
    Path folder;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        kubeconfig = space.file();
        world = new ShopWorld(new ShopWorld.Login(admin, kubeconfig), shop -> false);
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    @Test
    void everyMissingPermissionIsToldAtOnceAndNoTokenInIt() throws Exception {
        try (Account nobody = new Account(admin, world.namespace(), List.of())) {
            Path login = nobody.kubeconfig(folder);
            assertThatThrownBy(() -> prepare(new NodeTaint.Provider(), new NodeTaint("shop", ShopWorld.NODES), login))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContainingAll(
                            "does not allow us to list nodes of the cluster",
                            "get nodes of the cluster",
                            "patch nodes of the cluster",
                            "list pods of the cluster",
                            "get namespaces of the cluster")
                    .message()
                    .doesNotContain(tokenIn(login));
        }
    }

    private static String tokenIn(Path kubeconfig) throws IOException {
        return Files.readString(kubeconfig).replaceAll("(?s).*token: \"([^\"]+)\".*", "$1");
    }

    @Test
    void aTokenThatIsNoneIsNamedAsSuch() throws IOException {
        Path login = Account.kubeconfig(admin, "expired", folder.resolve("expired.yaml"));
        assertThatThrownBy(() -> scaleToOne(login))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "does not know who asks (401); expected a login in the kubeconfig that has not expired");
    }

    @Test
    void aClusterThatDoesNotAnswerIsNoProblemOfTheInput() throws IOException {
        String text = Files.readString(kubeconfig);
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Path nobody = Files.writeString(
                folder.resolve("nobody.yaml"), text.replaceAll("(https://127.0.0.1):\\d+", "$1:" + free));
        assertThatThrownBy(() -> scaleToOne(nobody))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the cluster at https://127.0.0.1:" + free + " does not answer");
    }

    @Test
    void anUnknownContextAndAFileThatIsNotThereOrNone() throws IOException {
        record Live(Optional<Path> kubeconfig, Optional<String> context, String namespace) implements ClusterTarget {}
        Clusters clusters = new Clusters();
        assertThatThrownBy(() -> clusters.of(new Live(Optional.of(kubeconfig), Optional.of("west"), "shop")))
                .hasMessageContaining("the kubeconfig has no context 'west'; expected one of [lab]");
        assertThatThrownBy(() -> clusters.of(new Live(Optional.of(folder.resolve("none")), Optional.empty(), "shop")))
                .hasMessageContaining("cannot be read");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "users: [{name: a, user: {token: \"s3cret");
        assertThatThrownBy(() -> clusters.of(new Live(Optional.of(broken), Optional.empty(), "shop")))
                .hasMessageContaining("broken.yaml is none")
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void aNamespaceThatNobodyOpenedIsLeftAlone() {
        label("aftershock.dev/enabled", "null");
        try {
            refused(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 1))
                    .hasMessageContaining("is not open for faults")
                    .hasMessageContaining("kubectl label namespace " + world.namespace());
        } finally {
            label("aftershock.dev/enabled", "\"true\"");
        }
    }

    private void label(String key, String value) {
        admin.namespaces()
                .withName(world.namespace())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"" + key + "\":" + value + "}}}");
    }

    @Test
    void whatIsNotThereOrWouldChangeNothingIsRefused() {
        refused(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/carts", 1))
                .hasMessageContaining("there is no deployment " + world.namespace() + "/carts");
        refused(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 2))
                .hasMessageContaining("has 2 replicas already");
        refused(new NodeCordon.Provider(), new NodeCordon("shop", "topology.kubernetes.io/region=north"))
                .hasMessageContaining("'topology.kubernetes.io/region=north' matches no node");
        refused(new PodDelete.Provider(), new PodDelete("shop", pods("app=carts"), Duration.ZERO, false))
                .hasMessageContaining("of 0 pods 'app=carts' in namespace " + world.namespace());
        refused(new PodEvict.Provider(), new PodEvict("shop", pods("app=carts"), Duration.ZERO))
                .hasMessageContaining("of 0 pods 'app=carts' in namespace " + world.namespace());
        refused(new ServiceDetach.Provider(), new ServiceDetach("shop", "carts"))
                .hasMessageContaining("there is no service " + world.namespace() + "/carts");
    }

    private static PodChoice pods(String labels) {
        return new PodChoice(labels, Optional.empty(), Optional.empty(), Optional.empty(), "all", Optional.empty());
    }

    @Test
    void aPodThatNobodyWouldReplaceAndOneThatIsProtectedAreLeftAlone() {
        startBarePod("alone");
        try {
            refused(new PodDelete.Provider(), new PodDelete("shop", pods("app=alone"), Duration.ZERO, false))
                    .hasMessageContaining("nobody would make another pod in the place of alone");
            admin.pods()
                    .inNamespace(world.namespace())
                    .withName("alone")
                    .patch("{\"metadata\":{\"labels\":{\"aftershock.dev/protect\":\"true\"}}}");
            refused(new PodDelete.Provider(), new PodDelete("shop", pods("app=alone"), Duration.ZERO, false))
                    .hasMessageContaining("of 1 pods 'app=alone'")
                    .hasMessageContaining("none is ready, unprotected and as chosen");
        } finally {
            admin.pods()
                    .inNamespace(world.namespace())
                    .withName("alone")
                    .withGracePeriod(0)
                    .delete();
        }
    }

    @Test
    void aNodeIsNotTakenFromAPodThatNobodyWouldMakeAnew() {
        startBarePod("bare");
        try {
            refused(new NodeTaint.Provider(), new NodeTaint("shop", ShopWorld.NODES))
                    .hasMessageContaining("runs pod " + world.namespace() + "/bare, which nobody would make anew");
            refused(new NodeDrain.Provider(), new NodeDrain("shop", ShopWorld.NODES, Duration.ZERO))
                    .hasMessageContaining("runs pod " + world.namespace() + "/bare, which nobody would make anew");
            refused(new NodeStop.Provider(), new NodeStop("shop", ShopWorld.NODES))
                    .hasMessageContaining("runs pod " + world.namespace() + "/bare, which nobody would make anew");
        } finally {
            admin.pods()
                    .inNamespace(world.namespace())
                    .withName("bare")
                    .withGracePeriod(0)
                    .delete();
        }
    }

    private void startBarePod(String name) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addToNodeSelector("world", "contract")
                .withContainers(new ContainerBuilder()
                        .withName(name)
                        .withImage(name + ":1")
                        .build())
                .endSpec()
                .build();
        admin.resource(pod).inNamespace(world.namespace()).create();
        Awaitility.await()
                .until(() -> Pods.ready(admin.pods()
                        .inNamespace(world.namespace())
                        .withName(name)
                        .get()));
    }

    @Test
    void whatIsProtectedIsNotChanged() {
        protect("\"true\"");
        try {
            refused(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 1))
                    .hasMessageContaining("/orders is protected by its label aftershock.dev/protect=true");
        } finally {
            protect("null");
        }
    }

    private void protect(String value) {
        admin.apps()
                .deployments()
                .inNamespace(world.namespace())
                .withName("orders")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"aftershock.dev/protect\":" + value + "}}}");
    }

    @Test
    void whoActsAsSomebodyElseIsRefusedAndNotGivenTheRightsOfTheFirst() throws IOException {
        String token = admin.getConfiguration().getAutoOAuthToken();
        Path acting = Account.kubeconfig(admin, token, folder.resolve("acting.yaml"));
        Files.writeString(acting, Files.readString(acting).replace("{token:", "{as: nobody, token:"));
        assertThatThrownBy(() -> scaleToOne(acting)).hasMessageContaining("acts as somebody else");
    }

    @Test
    void whatAnotherRunHasChangedIsNotChangedAgain() throws Exception {
        WorkloadScale.Provider provider = new WorkloadScale.Provider();
        PreparedFault first = prepare(provider, new WorkloadScale("shop", "deployment/orders", 1), kubeconfig)
                .get(0);
        first.inject();
        try {
            refused(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 0))
                    .hasMessageContaining(
                            "is already changed by the fault 'workload-scale' of 20261128-120000-abcdef.fault");
        } finally {
            provider.heal(first.undo(), HealContext.afterDeath());
        }
        assertThat(world.wanted()).isEqualTo(2);
    }

    private void scaleToOne(Path login) throws Exception {
        prepare(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 1), login);
    }

    private <S extends Record> AbstractThrowableAssert<?, ?> refused(FaultProvider<S> provider, S settings) {
        return assertThatThrownBy(() -> prepare(provider, settings, kubeconfig))
                .isInstanceOf(InvalidInputException.class);
    }

    private <S extends Record> List<PreparedFault> prepare(FaultProvider<S> provider, S settings, Path login)
            throws Exception {
        return provider.prepare(settings, new FaultContext("20261128-120000-abcdef", "fault", world.targets(login)));
    }
}
