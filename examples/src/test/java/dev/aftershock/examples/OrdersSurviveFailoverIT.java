package dev.aftershock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.RunResult;
import dev.aftershock.junit.ChaosExperiment;

class OrdersSurviveFailoverIT {

    @ChaosExperiment("classpath:postgres-failover.yaml")
    void ordersSurviveTheLossOfTheirPrimary(RunResult run) {
        var ledger = run.assessment().probes().get(0).ledger().orElseThrow();
        assertThat(ledger.acknowledged()).isGreaterThan(1_000);
        assertThat(ledger.lost()).isEmpty();
    }
}
