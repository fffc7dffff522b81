package dev.aftershock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.aftershock.engine.RunResult;
import dev.aftershock.junit.ChaosAssertions;
import dev.aftershock.junit.ChaosExperiment;
import dev.aftershock.junit.Lab;
import dev.aftershock.junit.Unanswered;
import dev.aftershock.parts.Targets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What failures look like. */
@Tag("red")
@Lab(name = "orders-db", kind = "postgres-pair", settings = "failover-after=30s")
class RedOnPurposeIT {

    private static Shop shop;

    @BeforeAll
    static void open(Targets targets) throws Exception {
        shop = Shop.careless(targets);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    /** Nothing limits how long the service waits for its database. */
    @Test
    @Unanswered(link = "clients -> orders-db.primary")
    void aDatabaseThatDoesNotAnswerIsToldInTime() {
        assertThat(assertTimeout(Duration.ofSeconds(5), () -> shop.put("book"))).isEqualTo(503);
    }

    /** Writes are acknowledged before the standby has them, 40 ms away. */
    @ChaosExperiment(value = "classpath:postgres-partition.yaml", variables = "replication=async")
    void noOrderIsLostWithItsRegion(RunResult run) {
        ChaosAssertions.assertThat(run).lostNoAcknowledgedWrites();
    }
}
