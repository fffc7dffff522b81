package dev.aftershock.examples.regions;

import static dev.aftershock.junit.ChaosAssertions.assertThat;

import dev.aftershock.junit.Chaos;
import dev.aftershock.junit.Lab;
import dev.aftershock.junit.Ledger;
import dev.aftershock.junit.RecoveryTimeline;
import org.junit.jupiter.api.Test;

/** No order is acknowledged that is not in both regions, and each takes a way there and back for it. */
@Lab(
        name = "orders-db",
        kind = "postgres-pair",
        settings = {
            "replication=sync",
            "replication-delay=40ms",
            "primary-region=east",
            "standby-region=west",
            "failover-after=1s"
        })
class SynchronousReplicationIT extends EastIsLost {

    @Test
    void noOrderIsLost(Chaos chaos, RecoveryTimeline timeline, Ledger ledger) throws Exception {
        assertThat(loseEast(chaos, timeline, ledger)).lostNoAcknowledgedWrites();
    }
}
