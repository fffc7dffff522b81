package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** No fault that evicts takes more pods than their disruption budgets allow, and each says which one forbids it. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetsIT {

    private static final String FORBIDS = "The disruption budget strict needs 2 healthy pods and has 2 currently";

    private KubernetesClient admin;
    private ShopWorld world;
    private final List<Budget> budgets = new ArrayList<>();

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        world = new ShopWorld(new ShopWorld.Login(admin, space.file()), shop -> false);
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    @AfterEach
    void endBudgets() {
        budgets.forEach(Budget::close);
        budgets.clear();
    }

    @BeforeEach
    void allPodsAreReady() {
        await().atMost(Duration.ofSeconds(30)).until(world::healthy);
    }

    @Test
    void aBudgetThatForbidsIsToldBeforeAnythingIsTouched() {
        var before = world.uids();
        budget("strict", 2);
        assertThatThrownBy(() -> prepare(new PodEvict.Provider(), evict("all", Duration.ofSeconds(10))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(FORBIDS)
                .hasMessageContaining("expected a PodDisruptionBudget that allows a disruption now")
                .satisfies(
                        e -> assertThat(((InvalidInputException) e).problems()).hasSize(2));
        assertThat(world.uids()).isEqualTo(before);
    }

    @Test
    void aBudgetThatForbidsMeanwhileIsAskedForABoundedTimeAndThenTold() throws Exception {
        var before = world.uids();
        Budget strict = budget("strict", 1);
        PreparedFault fault = prepare(new PodEvict.Provider(), evict("1", Duration.ofMillis(700)))
                .get(0);
        strict.need(2);
        assertThatThrownBy(fault::inject)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(FORBIDS)
                .hasMessageContaining("(waited 700ms)");
        assertThat(fault.effect()).isEmpty();
        assertThat(world.uids()).isEqualTo(before);
    }

    @Test
    void aBudgetThatAllowsItAgainIsWaitedFor() throws Exception {
        Budget strict = budget("strict", 1);
        PreparedFault fault = prepare(new PodEvict.Provider(), evict("1", Duration.ofSeconds(20)))
                .get(0);
        strict.need(2);
        CompletableFuture<Void> injected = injecting(fault);
        assertThatThrownBy(() -> injected.get(500, TimeUnit.MILLISECONDS))
                .as("while it forbids")
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        strict.need(1);
        injected.get(20, TimeUnit.SECONDS);
        await().until(() -> fault.effect().isPresent());
    }

    @Test
    void aRunThatIsEndedAsksNoBudgetAgain() throws Exception {
        var before = world.uids();
        Budget strict = budget("strict", 1);
        AtomicBoolean ended = new AtomicBoolean();
        PreparedFault fault = new PodEvict.Provider()
                .prepare(
                        evict("1", Duration.ofMinutes(10)),
                        new FaultContext("20261128-120000-abcdef", "fault", world.targets(), ended::get))
                .get(0);
        strict.need(2);
        CompletableFuture<Void> injected = injecting(fault);
        ended.set(true);
        injected.get(20, TimeUnit.SECONDS);
        strict.need(1);
        assertThat(fault.effect()).isEmpty();
        assertThat(world.uids()).isEqualTo(before);
    }

    @Test
    void podsAreTakenOneByOneWhereTheBudgetAllowsOneAtATime() throws Exception {
        var before = world.uids();
        budget("strict", 1);
        for (PreparedFault fault : prepare(new PodEvict.Provider(), evict("all", Duration.ofSeconds(10)))) {
            fault.inject();
        }
        await().until(() -> world.uids().stream().noneMatch(before::contains));
    }

    @Test
    void aPodThatWasReplacedUnderItsNameMeanwhileIsGone() throws Exception {
        admin.resource("""
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: carts}
                        spec:
                          selector: {matchLabels: {app: carts}}
                          template:
                            metadata: {labels: {app: carts}}
                            spec: {nodeSelector: {world: contract}, containers: [{name: carts, image: "carts:1"}]}
                        """).inNamespace(world.namespace()).create();
        try {
            OnePod before = carts();
            admin.pods()
                    .inNamespace(world.namespace())
                    .withName("carts-0")
                    .withGracePeriod(0)
                    .delete();
            await().until(() -> before.there().isEmpty());
            OnePod after = carts();

            new PodEvict.Provider().take(evict("1", Duration.ZERO), before, () -> false);

            assertThat(after.there()).isPresent();
        } finally {
            admin.apps()
                    .statefulSets()
                    .inNamespace(world.namespace())
                    .withName("carts")
                    .delete();
        }
    }

    private OnePod carts() {
        var carts = admin.pods().inNamespace(world.namespace()).withName("carts-0");
        await().atMost(Duration.ofSeconds(30)).until(() -> carts.get() != null && Pods.ready(carts.get()));
        Cluster cluster = new Clusters().of(world.targets().one("shop", ClusterTarget.class));
        return OnePod.of(cluster, carts.get());
    }

    @Test
    void twoBudgetsOfOnePodAreAReasonOfTheirOwn() {
        budget("one", 1);
        budget("two", 1);
        assertThatThrownBy(() -> prepare(new PodEvict.Provider(), evict("1", Duration.ZERO)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("more than one PodDisruptionBudget");
    }

    private Budget budget(String name, int minAvailable) {
        Budget budget = Budget.of(world, admin, name, minAvailable);
        budgets.add(budget);
        return budget;
    }

    private static PodEvict evict(String amount, Duration within) {
        PodChoice pods = new PodChoice(
                "app=orders", Optional.empty(), Optional.empty(), Optional.empty(), amount, Optional.empty());
        return new PodEvict("shop", pods, within);
    }

    private static CompletableFuture<Void> injecting(PreparedFault fault) {
        return CompletableFuture.runAsync(() -> {
            try {
                fault.inject();
            } catch (Exception e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });
    }

    private <S extends Record> List<PreparedFault> prepare(FaultProvider<S> provider, S settings) throws Exception {
        return provider.prepare(settings, new FaultContext("20261128-120000-abcdef", "fault", world.targets()));
    }
}
