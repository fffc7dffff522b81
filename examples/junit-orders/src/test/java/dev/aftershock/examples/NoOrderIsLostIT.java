package dev.aftershock.examples;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.junit.ChaosAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.junit.Chaos;
import dev.aftershock.junit.Lab;
import dev.aftershock.junit.Ledger;
import dev.aftershock.junit.Observed;
import dev.aftershock.junit.RecoveryTimeline;
import dev.aftershock.parts.Targets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders are sent all the time, the primary is killed, and what comes of it is measured and counted through the service. */
@Lab(name = "orders-db", kind = "postgres-pair", settings = "failover-after=1s")
class NoOrderIsLostIT {

    private static Shop shop;

    @BeforeAll
    static void open(Targets targets) throws Exception {
        shop = Shop.careful(targets);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void ordersAreBackInTimeAndNoneThatWasTakenIsLost(Chaos chaos, RecoveryTimeline timeline, Ledger ledger)
            throws Exception {
        Observed orders = timeline.watch("orders", ledger.writing(shop::order), with("every", "50ms"));
        await().until(orders.steady().within("9s"));
        chaos.inject(part("process-kill", with("target", "orders-db.primary")));
        await().until(orders.failing());
        await().until(orders.recovered().within("5s"));

        orders.stop();
        assertThat(orders).wasDownAtMost("8s");
        assertThat(ledger.compareWith(() -> shop.ids())).lostNoAcknowledgedWrites();
    }
}
