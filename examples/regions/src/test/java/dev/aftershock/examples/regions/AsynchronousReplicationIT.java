package dev.aftershock.examples.regions;

import static dev.aftershock.junit.ChaosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.junit.Chaos;
import dev.aftershock.junit.Lab;
import dev.aftershock.junit.Ledger;
import dev.aftershock.junit.RecoveryTimeline;
import dev.aftershock.measurement.LedgerFindings;
import org.junit.jupiter.api.Test;

/** Orders are quick, and the last ones are on no disk but the one that is lost: 40 ms of them, and what comes while it goes dark. */
@Lab(
        name = "orders-db",
        kind = "postgres-pair",
        settings = {
            "replication=async",
            "replication-delay=40ms",
            "primary-region=east",
            "standby-region=west",
            "failover-after=1s"
        })
class AsynchronousReplicationIT extends EastIsLost {

    @Test
    void theLastOrdersAreLostAndNamed(Chaos chaos, RecoveryTimeline timeline, Ledger ledger) throws Exception {
        LedgerFindings findings = loseEast(chaos, timeline, ledger);

        assertThat(findings.lost()).isNotEmpty();
        assertThatThrownBy(() -> assertThat(findings).lostNoAcknowledgedWrites())
                .hasMessageContaining("misses " + findings.lost().size() + " of " + findings.acknowledged())
                .hasMessageContaining(findings.lost().get(0).id());
    }
}
