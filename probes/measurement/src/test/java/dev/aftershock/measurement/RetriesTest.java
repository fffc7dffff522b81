package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final long MS = 1_000_000;
    private static final SeriesSpec SPEC = new SeriesSpec(10 * MS, 500 * MS, 400 * MS, 200 * MS, 0);
    private static final Moment FAULT = new Moment(1_000 * MS, 1_001 * MS);

    /** A system that is down from 1000 to 1300 ms; every call that meets it is tried again until it is up. */
    private static List<Sample> calls(boolean retrying) {
        List<Sample> calls = new ArrayList<>();
        for (long due = 0; due < 3_000 * MS; due += 10 * MS) {
            boolean down = due >= 1_000 * MS && due < 1_300 * MS;
            if (!down) {
                calls.add(new Sample(due, due, due + MS, Outcome.OK));
            } else if (retrying) {
                int tries = 1 + (int) ((1_300 * MS - due) / (50 * MS));
                calls.add(new Sample(due, due, 1_301 * MS, Outcome.OK, "", 0, Math.max(2, tries)));
            } else {
                calls.add(new Sample(due, due, due + MS, Outcome.FAIL_FAST));
            }
        }
        return calls;
    }

    @Test
    void retriesHideAnOutageFromTheCallsButNotFromTheirFirstTries() {
        Observations seen = Observations.of(calls(true));
        Recovery whole = RecoveryAnalysis.since(FAULT, seen, SPEC, OptionalLong.of(2 * MS));
        assertThat(whole.outages()).isEmpty();
        Retries hidden =
                Retries.since(FAULT, seen, SPEC, OptionalLong.of(2 * MS)).orElseThrow();
        assertThat(hidden.calls()).isEqualTo(30);
        assertThat(hidden.most()).isEqualTo(7);
        assertThat(hidden.recovery().outages()).hasSize(1);
        Bracket length = hidden.recovery().outages().get(0).length();
        assertThat(300 * MS).isBetween(length.low(), length.high());
    }

    @Test
    void callsThatWereNotTriedAgainHideNothing() {
        assertThat(Retries.since(FAULT, Observations.of(calls(false)), SPEC, OptionalLong.of(2 * MS)))
                .isEmpty();
    }

    @Test
    void retriesBeforeTheFaultDoNotCount() {
        List<Sample> calls = new ArrayList<>(calls(false));
        calls.set(3, new Sample(30 * MS, 30 * MS, 90 * MS, Outcome.OK, "", 0, 2));
        assertThat(Retries.since(FAULT, Observations.of(calls), SPEC, OptionalLong.of(2 * MS)))
                .isEmpty();
    }

    @Test
    void aCallThatFailedAfterAllItsTriesIsNotCountedAsSaved() {
        List<Sample> calls = new ArrayList<>(calls(false));
        calls.set(105, new Sample(1_050 * MS, 1_050 * MS, 1_200 * MS, Outcome.FAIL_FAST, "no", 0, 3));
        Retries hidden = Retries.since(FAULT, Observations.of(calls), SPEC, OptionalLong.of(2 * MS))
                .orElseThrow();
        assertThat(hidden.calls()).isZero();
        assertThat(hidden.most()).isEqualTo(3);
    }

    @Test
    void lessThanOneTryIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sample(0, 0, 1, Outcome.OK, "", 0, 0))
                .withMessageContaining("'tries' is 0; expected at least 1");
    }
}
