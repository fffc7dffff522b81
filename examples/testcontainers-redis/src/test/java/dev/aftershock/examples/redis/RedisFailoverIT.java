package dev.aftershock.examples.redis;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.junit.ChaosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.junit.Chaos;
import dev.aftershock.junit.ChaosTarget;
import dev.aftershock.junit.Ledger;
import dev.aftershock.junit.Observed;
import dev.aftershock.junit.RecoveryTimeline;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The primary of a Redis with Sentinel is lost: how soon are orders taken again, and which of those that were taken are gone? */
@EnabledIf("dev.aftershock.examples.redis.RedisImage#isThere")
class RedisFailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static RedisWithSentinel redis;

    /** Kept when the primary has them, as with any client of Redis. */
    static Orders orders;

    /** Kept when the replica has them too. */
    static Orders carefulOrders;

    @ChaosTarget(kind = "container")
    final Supplier<String> redisA = redis.a().container()::getContainerId;

    @ChaosTarget(kind = "container")
    final Supplier<String> redisB = redis.b().container()::getContainerId;

    @BeforeAll
    static void start() {
        redis = RedisWithSentinel.start();
        orders = redis.orders(0);
        carefulOrders = redis.orders(1);
    }

    @AfterAll
    static void stop() {
        RedisWithSentinel system = redis;
        Orders some = orders;
        Orders others = carefulOrders;
        try (system;
                some;
                others) {
            // Closed one after the other, also when one of them fails.
        }
    }

    @BeforeEach
    void begin() {
        await().atMost(PATIENCE).ignoreExceptions().until(redis::isWhole);
        redis.wantsReplicas(0);
    }

    @Test
    void aKilledPrimaryIsReplacedInTimeAndNoOrderIsLost(Chaos chaos, RecoveryTimeline timeline, Ledger ledger)
            throws Exception {
        Observed writes =
                timeline.watch("orders", ledger.writing(id -> orders.put(id, "a book")), with("every", "20ms"));
        await().atMost(PATIENCE).until(writes.steady().within("29s"));
        RedisNode old = redis.primary();
        ActingFault killed = chaos.inject(part("container-kill", with("target", old.name())));
        await().atMost(PATIENCE).until(writes.failing());
        await().atMost(PATIENCE).until(writes.recovered().within("10s"));

        killed.heal();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> redis.isWhole() && redis.replica().equals(old));
        writes.stop();
        assertThat(told(recovered(writes), ledger.compareWith(orders::ids))).lostNoAcknowledgedWrites();
    }

    @Test
    void aFrozenPrimaryIsReplacedInTimeAndFollowsWhenItThaws(Chaos chaos, RecoveryTimeline timeline, Ledger ledger)
            throws Exception {
        Observed writes =
                timeline.watch("orders", ledger.writing(id -> orders.put(id, "a book")), with("every", "20ms"));
        await().atMost(PATIENCE).until(writes.steady().within("29s"));
        RedisNode old = redis.primary();
        ActingFault frozen = chaos.inject(part("container-pause", with("target", old.name())));
        await().atMost(PATIENCE).until(writes.failing());
        await().atMost(PATIENCE).until(writes.recovered().within("10s"));

        // It takes itself for the primary still, until a Sentinel tells it otherwise.
        frozen.heal();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> redis.isWhole() && redis.replica().equals(old));
        writes.stop();
        assertThat(told(recovered(writes), ledger.compareWith(orders::ids))).lostNoAcknowledgedWrites();
    }

    @Test
    void whatThePrimaryAloneHasAcknowledgedIsLostAndNamed(Chaos chaos, Ledger ledger) throws Exception {
        LedgerFindings found = whenAReplicaTookOverThatMissed(() -> send(100, orders, ledger), chaos, ledger);

        assertThat(found.lost()).hasSize(100);
        assertThatThrownBy(() -> assertThat(found).lostNoAcknowledgedWrites())
                .hasMessageContaining("the ledger misses 100 of ")
                .hasMessageContaining(", the first 0-21, 0-22, 0-23, 0-24, 0-25");
    }

    @Test
    void whatTheReplicaMustHaveTooIsNotAcknowledgedAndSoNotLost(Chaos chaos, Ledger ledger) throws Exception {
        LedgerFindings found = whenAReplicaTookOverThatMissed(() -> send(5, carefulOrders, ledger), chaos, ledger);

        assertThat(found).lostNoAcknowledgedWrites();
        assertThat(found.indeterminateAbsent()).hasSize(5);
        // The price: as long as the new primary is alone it keeps nothing.
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !carefulOrders.ids().isEmpty());
        assertThatThrownBy(() -> carefulOrders.put("alone", "a book"))
                .hasMessage("0 replicas have the order, and not 1");
    }

    @Test
    void aPrimaryThatWantsAReplicaRefusesSoonAndLosesWhatItTookUntilThen(Chaos chaos, Ledger ledger) throws Exception {
        redis.wantsReplicas(1);
        LedgerFindings found = whenAReplicaTookOverThatMissed(
                () -> {
                    await().atMost(PATIENCE)
                            .ignoreExceptions()
                            .until(() -> !ledger.write(id -> orders.put(id, "a book")));
                    send(100, orders, ledger);
                },
                chaos,
                ledger);

        assertThat(found.refused()).isGreaterThan(100);
        assertThat(found.lost()).isNotEmpty().hasSize(found.acknowledged() - found.atStake());
    }

    /** Some code of a test. */
    @FunctionalInterface
    private interface Sending {
        void run() throws Exception;
    }

    /** The replica is off the network while orders are sent; the primary is killed, and the replica, back again, takes over. */
    private static LedgerFindings whenAReplicaTookOverThatMissed(Sending sending, Chaos chaos, Ledger ledger)
            throws Exception {
        send(20, carefulOrders, ledger);
        RedisNode old = redis.primary();
        ActingFault apart = chaos.inject(
                part("container-disconnect", with("target", redis.replica().name())));
        sending.run();
        chaos.inject(part("container-kill", with("target", old.name())));
        apart.heal();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> !redis.primary().equals(old));
        return told("a replica that had missed orders took over", ledger.compareWith(orders::ids));
    }

    private static void send(int many, Orders to, Ledger ledger) throws Exception {
        for (int i = 0; i < many; i++) {
            try {
                ledger.write(id -> to.put(id, "a book"));
            } catch (IOException | JedisConnectionException tooFewOrNobody) {
                // What becomes of it nobody knows, and the ledger says so.
            }
        }
    }

    private static String recovered(Observed writes) {
        return "orders were taken again after "
                + Nanos.bracket(writes.recovery().stable());
    }

    private static LedgerFindings told(String what, LedgerFindings found) {
        System.out.println(what + ": " + found.lost().size() + " of " + found.acknowledged()
                + " acknowledged orders lost; " + found.refused() + " refused, "
                + found.indeterminateAbsent().size() + " without an answer and gone");
        return found;
    }
}
