package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ChaosSession;
import dev.aftershock.engine.NoEffectException;
import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.kubernetes.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Faults beside a real API server that is away, slow, or turns requests away, through the engine as a run makes them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardCasesIT {

    private static final PartSpec TAKE_ALL =
            new PartSpec("workload-scale", new WorkloadScale("shop", "deployment/orders", 0));
    private static final String ORDERS = "/apis/apps/v1/namespaces/shop/deployments/orders";

    @TempDir
    static Path folder;

    private ApiServer server;
    private KubernetesClient admin;
    private BareShop shop;
    private Gateway gateway;

    @BeforeAll
    void start() throws Exception {
        server = ApiServer.open(Files.createDirectory(folder.resolve("server")));
        admin = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                .build();
        gateway = new Gateway(server.kubeconfig(), folder);
        shop = new BareShop(admin);
        shop.open();
    }

    @AfterAll
    void end() {
        if (gateway != null) {
            gateway.close();
        }
        if (server != null) {
            admin.close();
            server.close();
        }
    }

    @BeforeEach
    void aWorkloadAsItShouldBe() {
        gateway.decide(exchange -> Gateway.Fate.PASSED_ON);
        gateway.replaceLogin(header -> header);
        shop.create();
    }

    @Test
    void anApiServerThatIsAwayWhileAFaultActsDelaysItsHealing() throws Exception {
        try (ChaosSession session = session(server.kubeconfig())) {
            ActingFault fault = session.inject("scale", TAKE_ALL);
            server.kill();
            CompletableFuture<Void> healing = CompletableFuture.runAsync(fault::heal);
            server.start();
            healing.get(60, TimeUnit.SECONDS);
        }
        assertThat(shop.isRestored()).isTrue();
    }

    @Test
    void aWriteThatActedButWasNeverAnsweredIsUndone() throws Exception {
        AtomicInteger kept = new AtomicInteger();
        gateway.decide(exchange -> isPatch(exchange) && kept.getAndIncrement() == 0
                ? Gateway.Fate.ANSWER_KEPT_BACK
                : Gateway.Fate.PASSED_ON);
        try (ChaosSession session = session(throughGateway())) {
            CompletableFuture<Void> injecting = CompletableFuture.runAsync(() -> injectOrNot(session));
            await().atMost(Duration.ofSeconds(20)).until(() -> shop.isMarked());
            injecting.get(60, TimeUnit.SECONDS);
        }
        assertThat(kept).hasValueGreaterThan(1);
        assertThat(shop.isRestored()).isTrue();
    }

    /** Whether it counts as acting depends on what is seen after the lost answer; both are right. */
    private static void injectOrNot(ChaosSession session) {
        try {
            session.inject("scale", TAKE_ALL);
        } catch (NoEffectException e) {
            assertThat(e).hasMessageContaining("no effect was seen on deployment shop/orders");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWriteThatASilentWebhookHoldsForLongerThanWeWaitDoesNotActAfterItsUndoing() throws Exception {
        assumeTrue(Boolean.getBoolean("aftershock.nightly"), "40 s: with -Daftershock.nightly=true");
        gateway.decide(exchange -> Gateway.Fate.ANSWER_KEPT_BACK);
        admin.resource(silentWebhook()).create();
        try (ChaosSession session = session(server.kubeconfig())) {
            CompletableFuture<Void> injecting = CompletableFuture.runAsync(() -> injectOrNot(session));
            await().atMost(Duration.ofSeconds(20)).until(() -> gateway.requests() > 0);
            injecting.get(60, TimeUnit.SECONDS);
            admin.resource(silentWebhook()).delete();
        }
        // The API server itself waits for the webhook for 30 s, and goes on without it.
        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(10)).until(() -> !shop.isMarked());
        assertThat(shop.isRestored()).isTrue();
    }

    private ValidatingWebhookConfiguration silentWebhook() throws IOException {
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName("silent.aftershock.dev")
                .endMetadata()
                .addNewWebhook()
                .withName("silent.aftershock.dev")
                .withFailurePolicy("Ignore")
                .withSideEffects("None")
                .withTimeoutSeconds(30)
                .withAdmissionReviewVersions("v1")
                .withNewClientConfig()
                .withUrl(gateway.address() + "/silent")
                .withCaBundle(Base64.getEncoder().encodeToString(Files.readAllBytes(gateway.certificate())))
                .endClientConfig()
                .addNewRule()
                .withApiGroups("apps")
                .withApiVersions("v1")
                .withOperations("UPDATE")
                .withResources("deployments")
                .endRule()
                .endWebhook()
                .build();
    }

    @Test
    void whatIsTurnedAwayIsAskedAgain() throws Exception {
        ConcurrentMap<String, Boolean> seen = new ConcurrentHashMap<>();
        Set<String> turnedAway = ConcurrentHashMap.newKeySet();
        gateway.decide(exchange -> {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            if (seen.putIfAbsent(request, true) != null) {
                return Gateway.Fate.PASSED_ON;
            }
            turnedAway.add(request);
            return Gateway.Fate.TURNED_AWAY_429;
        });
        try (ChaosSession session = session(throughGateway())) {
            // What heals in our place asks once, and is tried beforehand.
            seen.put("GET " + ORDERS, true);
            session.inject("scale", TAKE_ALL).heal();
        }
        assertThat(turnedAway).contains("PATCH " + ORDERS, "GET /api/v1/namespaces/shop");
        assertThat(shop.isRestored()).isTrue();
    }

    @Test
    void aListThatTheClusterForgotIsAskedForAnew() throws Exception {
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        names.forEach(name -> admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("shop")
                        .endMetadata()
                        .build())
                .create());
        Cluster cluster = new Clusters().of(new BareShop.Login(throughGateway()));
        Pages.Query<ConfigMap> query =
                (client, page) -> client.configMaps().inNamespace("shop").list(page);
        AtomicInteger pages = new AtomicInteger();
        gateway.decide(exchange -> isNextPage(exchange) && pages.incrementAndGet() == 2
                ? Gateway.Fate.TURNED_AWAY_410
                : Gateway.Fate.PASSED_ON);

        assertThat(Pages.all(cluster, "listing", query, HardCasesIT::name)).containsExactlyElementsOf(names);
        assertThat(pages).hasValue(4);

        gateway.decide(exchange -> isNextPage(exchange) ? Gateway.Fate.TURNED_AWAY_410 : Gateway.Fate.PASSED_ON);
        assertThatThrownBy(() -> Pages.all(cluster, "listing", query, HardCasesIT::name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no longer knows the list (410)");
    }

    private static Optional<String> name(ConfigMap map) {
        return Optional.of(map.getMetadata().getName());
    }

    private static boolean isNextPage(HttpExchange exchange) {
        return exchange.getRequestURI().toString().contains("continue=");
    }

    @Test
    void aLoginThatExpiresWhileAFaultActsIsToldAndAnotherOneHeals() throws Exception {
        try (ChaosSession session = session(throughGateway())) {
            ActingFault fault = session.inject("scale", TAKE_ALL);
            gateway.replaceLogin(header -> "Bearer expired");
            assertThatThrownBy(() -> new Clusters()
                            .of(new BareShop.Login(throughGateway()))
                            .call("reading", client -> client.apps()
                                    .deployments()
                                    .inNamespace("shop")
                                    .withName("orders")
                                    .get()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("(401); expected a login in the kubeconfig that has not expired");
            CompletableFuture<Void> healing = CompletableFuture.runAsync(fault::heal);
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            assertThat(shop.isMarked()).isTrue();
            gateway.replaceLogin(header -> header);
            healing.get(60, TimeUnit.SECONDS);
        }
        assertThat(shop.isRestored()).isTrue();
    }

    @Test
    void whatSomebodyDeletedMeanwhileIsHealedAndItsNamesakeLeftAlone() throws Exception {
        try (ChaosSession session = session(server.kubeconfig())) {
            ActingFault fault = session.inject("scale", TAKE_ALL);
            shop.delete();
            fault.heal();
            shop.create();
            ActingFault another = session.inject("again", TAKE_ALL);
            shop.create();
            String version = shop.orders().getMetadata().getResourceVersion();
            another.heal();
            assertThat(shop.orders().getMetadata().getResourceVersion()).isEqualTo(version);
        }
        assertThat(shop.isRestored()).isTrue();
    }

    private ChaosSession session(Path kubeconfig) throws Exception {
        StateDirectory state = new StateDirectory(folder.resolve("state"));
        ChaosSession session = ChaosSession.open(Registry.onClassPath(), state, folder.resolve("runs"));
        session.start(new TargetSpec(
                "shop",
                new PartSpec(
                        "kubernetes",
                        new KubernetesNamespace("shop", Optional.empty(), Optional.of(kubeconfig.toString())))));
        return session;
    }

    private Path throughGateway() throws IOException {
        return gateway.kubeconfig(server.kubeconfig());
    }

    private static boolean isPatch(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("PATCH");
    }
}
