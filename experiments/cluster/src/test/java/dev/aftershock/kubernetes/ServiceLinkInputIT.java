package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.Marked;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which Services are not led over a proxy, and what becomes of one whose run is gone. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceLinkInputIT {

    private static final String RUN = "20261128-120000-abcdef";

    private final ServiceLink.Provider provider = new ServiceLink.Provider();
    private KubernetesClient admin;
    private Path kubeconfig;
    private ShopWorld world;
    private Cluster cluster;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        kubeconfig = space.file();
        world = new ShopWorld(new ShopWorld.Login(admin, kubeconfig), shop -> false);
        cluster = new Clusters().of(world.targets().one("shop", ClusterTarget.class));
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    @Test
    void aServiceThatIsNotThereOrDoesNotServeIsRefused() {
        refused("carts", Optional.empty()).hasMessageContaining("there is no service " + world.namespace() + "/carts");
        service("idle", "selector: {app: nobody}, ports: [{port: 80}]");
        refused("idle", Optional.empty()).hasMessageContaining("has no ready endpoint that a proxy could lead to");
        service("by-hand", "ports: [{port: 80}]");
        refused("by-hand", Optional.empty()).hasMessageContaining("has no selector");
    }

    @Test
    void everythingThatAProxyCannotCarryIsToldAtOnce() {
        service("names", "clusterIP: None, selector: {app: orders}, ports: [{port: 53, protocol: UDP}]");
        refused("names", Optional.empty())
                .hasMessageContainingAll(
                        "names has no address of its own", "port 53 of", "is for UDP, which the proxy does not carry");
        service(
                "near",
                "selector: {app: orders}, ports: [{port: 80}], internalTrafficPolicy: Local, sessionAffinity: ClientIP,"
                        + " publishNotReadyAddresses: true");
        refused("near", Optional.empty())
                .hasMessageContainingAll(
                        "has 'internalTrafficPolicy: Local'",
                        "has 'sessionAffinity: ClientIP'",
                        "has 'publishNotReadyAddresses: true'");
    }

    @Test
    void ofSeveralPortsOneIsToBeNamed() {
        service("two", "selector: {app: orders}, ports: [{name: http, port: 80}, {name: admin, port: 81}]");
        refused("two", Optional.empty())
                .hasMessageContaining("has several ports; expected 'port', which is one of [http (80), admin (81)]");
        refused("two", Optional.of("https"))
                .hasMessageContaining("has no port 'https'; expected a name or number, one of [http (80), admin (81)]");
    }

    @Test
    void aServiceThatIsProtectedOrWhoseProxyWouldTakeANameOfOthersIsLeftAlone() {
        service("safe", "selector: {app: orders}, ports: [{port: 80}]");
        label("safe", "\"aftershock.dev/protect\":\"true\"");
        refused("safe", Optional.empty()).hasMessageContaining("is protected by its label aftershock.dev/protect=true");

        service("named", "selector: {app: orders}, ports: [{port: 80}]");
        service("aftershock-named-proxy", "selector: {app: orders}, ports: [{port: 80}]");
        refused("named", Optional.empty()).hasMessageContaining("aftershock-named-proxy is there and not ours");
    }

    @Test
    void anImageThatDoesNotComeChangesNothingAndIsToldInTheClustersWords() throws Exception {
        service("slow", "selector: {app: orders}, ports: [{port: 80}]");
        awaitEndpoints("slow");
        Detour detour = detour("slow");
        // No node takes it: this namespace has no room for one more pod.
        admin.load(stream("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: full}\nspec: {hard: {pods: \"0\"}}"))
                .inNamespace(world.namespace())
                .create();
        DetourStart start = new DetourStart(cluster, detour, settings("slow", Optional.empty(), Duration.ofSeconds(1)));
        try {
            assertThatThrownBy(() -> start.start("web"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "the proxy for service " + world.namespace() + "/slow is not ready: it has no pod");
            assertThat(selector("slow")).isEqualTo(Map.of("app", "orders"));
        } finally {
            admin.resourceQuotas()
                    .inNamespace(world.namespace())
                    .withName("full")
                    .delete();
            provider.heal(detour.recipe(cluster), HealContext.afterDeath());
        }
        gone(detour);
    }

    @Test
    void aProxyThatIsNotReachedIsNoProxyAndNothingIsSwitched() throws Exception {
        service("played", "selector: {app: orders}, ports: [{port: 80}]");
        awaitEndpoints("played");
        Detour detour = detour("played");
        DetourStart start =
                new DetourStart(cluster, detour, settings("played", Optional.empty(), Duration.ofSeconds(20)));
        assertThatThrownBy(() -> start.start("web"))
                .hasMessageContaining("Toxiproxy's API in the proxy's pod, http://")
                .hasMessageContaining("expected a run from where addresses of services are reached");
        assertThat(selector("played")).isEqualTo(Map.of("app", "orders"));
        provider.heal(detour.recipe(cluster), HealContext.afterDeath());
        gone(detour);
    }

    @Test
    void whatADeadRunLeftIsRefusedToOthersFoundByItsMarksAndRestored() throws Exception {
        Detour detour = lead("orders");
        assertThat(selector("orders")).isEqualTo(detour.labels());
        assertThat(DetourPods.of(cluster, detour))
                .as("no other fault takes the proxy")
                .isNotEmpty()
                .allMatch(Safe::isProtected);
        refused("orders", Optional.empty())
                .hasMessageContaining("belongs to a proxy already, to that of " + RUN + ".web")
                .hasMessageContaining("'aftershock recover' undoes what a dead run left");

        List<Marked> left = marked();
        assertThat(left).hasSize(1).allMatch(marked -> marked.runId().equals(RUN));
        provider.heal(left.get(0).recipe(), HealContext.afterDeath());

        gone(detour);
        assertThat(marked()).isEmpty();
        assertThat(selector("orders")).isEqualTo(Map.of("app", "orders"));
        provider.heal(detour.recipe(cluster), HealContext.afterDeath());
    }

    @Test
    void aServiceThatLostItsMarksIsRestoredFromWhatTheProxyWentBy() throws Exception {
        Detour detour = lead("orders");
        label("orders", "\"aftershock.dev/service-link\":null");
        admin.services()
                .inNamespace(world.namespace())
                .withName("orders")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"aftershock.dev/service-link.undo\":null}}}");
        assertThat(provider.verifyHealed(detour.recipe(cluster), HealContext.afterDeath())
                        .healed())
                .isFalse();

        provider.heal(detour.recipe(cluster), HealContext.afterDeath());

        gone(detour);
        assertThat(selector("orders")).isEqualTo(Map.of("app", "orders"));
    }

    @Test
    void aSelectorThatSomebodyElseSetMeanwhileStays() throws Exception {
        Detour detour = lead("orders");
        admin.services()
                .inNamespace(world.namespace())
                .withName("orders")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"selector\":{\"aftershock.dev/service-link\":null,\"app\":\"others\"}}}");
        provider.heal(detour.recipe(cluster), HealContext.afterDeath());
        gone(detour);
        assertThat(selector("orders")).isEqualTo(Map.of("app", "others"));
        admin.services()
                .inNamespace(world.namespace())
                .withName("orders")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"selector\":{\"app\":\"orders\"}}}");
    }

    /** All but the steps that need a network to the pods, which simulated ones have not. */
    private Detour lead(String service) throws Exception {
        awaitEndpoints(service);
        Detour detour = detour(service);
        DetourStart start =
                new DetourStart(cluster, detour, settings(service, Optional.empty(), Duration.ofSeconds(30)));
        DetourStart.Before before = start.look();
        start.make(before);
        start.lead(before);
        return detour;
    }

    private void gone(Detour detour) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> provider.verifyHealed(
                        detour.recipe(cluster), HealContext.afterDeath())
                .healed());
    }

    private void awaitEndpoints(String service) {
        Thing thing = new Thing(Thing.Sort.SERVICE, world.namespace(), service);
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !Services.ready(cluster, thing)
                .isEmpty());
    }

    private Detour detour(String service) {
        return new Detour(new Thing(Thing.Sort.SERVICE, world.namespace(), service), Mark.of(Detour.KIND, RUN, "web"));
    }

    private static ServiceLink settings(String service, Optional<String> port, Duration within) {
        return new ServiceLink("shop", service, port, "toxiproxy:2.12.0", within);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String service, Optional<String> port) {
        ServiceLink settings = settings(service, port, Duration.ofSeconds(1));
        return assertThatThrownBy(() -> new DetourStart(cluster, detour(service), settings).look())
                .isInstanceOf(InvalidInputException.class);
    }

    private Map<String, String> selector(String service) {
        return admin.services()
                .inNamespace(world.namespace())
                .withName(service)
                .get()
                .getSpec()
                .getSelector();
    }

    private void service(String name, String spec) {
        admin.load(stream("apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {" + spec + "}"))
                .inNamespace(world.namespace())
                .create();
    }

    private void label(String service, String label) {
        admin.services()
                .inNamespace(world.namespace())
                .withName(service)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{" + label + "}}}");
    }

    private static java.io.InputStream stream(String yaml) {
        return new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private List<Marked> marked() throws Exception {
        return new KubernetesNamespace.Provider()
                .marked(new KubernetesNamespace(
                        world.namespace(), Optional.empty(), Optional.of(kubeconfig.toString())));
    }
}
