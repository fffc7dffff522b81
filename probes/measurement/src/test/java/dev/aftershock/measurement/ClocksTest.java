package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.between;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fault at 455, first failure between 500 and 511, recovered between 790 and 801. */
class ClocksTest {

    private static final Moment FAULT = between(455, 455);

    private static Recovery recovery() {
        return new Stream10ms().good(0, 510).failing(510, 800).good(800, 1_500).since(FAULT);
    }

    @Test
    void eachClockHasItsOwnRecoveryTime() {
        Clocks clocks = Clocks.of(recovery(), FAULT, Optional.of(between(600, 604)));
        assertThat(clocks.fault()).isEqualTo(millis(335, 340, 346));
        assertThat(clocks.declared()).hasValue(millis(186, 193, 201));
        assertThat(clocks.impact().low()).isEqualTo(279_000_000);
        assertThat(clocks.impact().high()).isEqualTo(301_000_000);
        assertThat(clocks.impact().point()).isEqualTo(289_500_000);
    }

    @Test
    void timeToImpactIsFromTheFaultToTheFirstFailure() {
        assertThat(recovery().impact()).hasValue(millis(45, 50, 56));
        assertThat(recovery().firstFailure()).hasValue(between(500, 511));
        assertThat(recovery().recovered()).hasValue(between(790, 801));
    }

    @Test
    void slownessIsAnImpactToo() {
        Recovery slowFirst = new Stream10ms()
                .good(0, 510)
                .slow(510, 600)
                .failing(600, 800)
                .good(800, 1_500)
                .since(FAULT);
        assertThat(slowFirst.impact()).hasValue(millis(45, 50, 57));
    }

    @Test
    void whatNeverFailedTookNoTimeByAnyClock() {
        Recovery calm = new Stream10ms().good(0, 1_500).since(FAULT);
        Clocks clocks = Clocks.of(calm, FAULT, Optional.of(FAULT));
        assertThat(clocks.impact()).isEqualTo(Bracket.zero());
        assertThat(clocks.declared()).hasValue(Bracket.zero());
        assertThat(Clocks.of(calm, FAULT, Optional.empty()).declared()).isEmpty();
        assertThat(calm.impact()).isEmpty();
        assertThat(calm.firstFailure()).isEmpty();
        assertThat(calm.recovered()).isEmpty();
        assertThat(calm.heldSamples()).isZero();
    }

    @Test
    void declaredAfterRecoveryIsZero() {
        Clocks clocks = Clocks.of(recovery(), FAULT, Optional.of(between(900, 900)));
        assertThat(clocks.declared()).hasValue(Bracket.zero());
    }

    @Test
    void neverRecoveredHasNoEndByAnyClock() {
        Recovery never = new Stream10ms().good(0, 510).failing(510, 1_500).since(FAULT);
        Clocks clocks = Clocks.of(never, FAULT, Optional.of(between(600, 604)));
        assertThat(clocks.declared()).hasValue(Bracket.atLeast(886_000_000));
        assertThat(clocks.impact()).isEqualTo(Bracket.atLeast(979_000_000));
        assertThat(never.recovered().orElseThrow().latest()).isEqualTo(Bracket.NEVER);
        Optional<Moment> late = Optional.of(between(1_600, 1_700));
        assertThat(Clocks.of(never, FAULT, late).declared()).hasValue(Bracket.atLeast(0));
    }
}
