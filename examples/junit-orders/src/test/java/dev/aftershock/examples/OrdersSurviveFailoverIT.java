package dev.aftershock.examples;

import static dev.aftershock.junit.ChaosAssertions.assertThat;

import dev.aftershock.engine.RunResult;
import dev.aftershock.junit.ChaosExperiment;

class OrdersSurviveFailoverIT {

    @ChaosExperiment("classpath:postgres-failover.yaml")
    void ordersSurviveTheLossOfTheirPrimary(RunResult run) {
        assertThat(run).recoveredWithin("3s").lostNoAcknowledgedWrites();
    }
}
