package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AbortConditionsTest {

    private static final long MS = 1_000_000;
    private static final SeriesSpec SERIES = new SeriesSpec(10 * MS, 100 * MS, 50 * MS, 1_000 * MS, 0.05);
    private static final AbortIf CONDITIONS =
            new AbortIf(Optional.of(new AbortIf.BadFor("asking", Duration.ofMillis(200))), Duration.ofMillis(500));

    private final List<Sample> samples = new ArrayList<>();

    @Test
    void badIsCountedFromTheFirstBadAnswerThatNoGoodOneFollowed() {
        answers(0, 100, Outcome.OK, 1);
        answers(100, 310, Outcome.FAIL_FAST, 1);
        assertThat(met(0, 300)).isEmpty();
        assertThat(met(0, 310)).contains("abort-if bad-for: probe 'asking' has been bad for 210ms");
        answers(310, 320, Outcome.OK, 1);
        assertThat(met(0, 330)).isEmpty();
    }

    @Test
    void slowerThanTheSteadyStateIsBadToo() {
        answers(0, 310, Outcome.OK, 51);
        assertThat(met(0, 310)).isPresent();
        samples.clear();
        answers(0, 310, Outcome.OK, 50);
        assertThat(met(0, 310)).isEmpty();
    }

    @Test
    void whatWasBadBeforeTheMethodBeganDoesNotCount() {
        answers(0, 310, Outcome.FAIL_FAST, 1);
        assertThat(met(200, 310)).isEmpty();
        assertThat(met(100, 310)).isPresent();
    }

    @Test
    void noDataIsNoGoodNews() {
        answers(0, 100, Outcome.OK, 1);
        // What was never sent tells nothing; spacing and deadline add 110 ms to the bound.
        answers(100, 700, Outcome.NOT_SENT, 0);
        assertThat(met(0, 700)).isEmpty();
        assertThat(met(0, 701)).contains("abort-if no-data-for: probe 'asking' has seen nothing for 500ms and more");
        assertThat(met(200, 701)).isEmpty();
        samples.clear();
        assertThat(met(0, 610)).isEmpty();
        assertThat(met(0, 611)).isPresent();
    }

    private void answers(long from, long to, Outcome outcome, long latency) {
        for (long at = from; at < to; at += 10) {
            samples.add(new Sample(at * MS, at * MS, (at + latency) * MS, outcome, "", 0, 1));
        }
    }

    private Optional<String> met(long since, long now) {
        return AbortConditions.met(
                CONDITIONS, new AbortConditions.Probed("asking", SERIES, samples), since * MS, now * MS);
    }

    @Test
    void aConditionIsAboutTheProbeThatItNames() {
        answers(0, 310, Outcome.FAIL_FAST, 1);
        assertThat(AbortConditions.met(CONDITIONS, new AbortConditions.Probed("another", SERIES, samples), 0, 310 * MS))
                .isEmpty();
    }

    @Test
    void theVeryFirstAnswerCountsToo() {
        answers(0, 10, Outcome.FAIL_FAST, 1);
        assertThat(met(0, 200)).isEmpty();
        assertThat(met(0, 201)).contains("abort-if bad-for: probe 'asking' has been bad for 201ms");
    }
}
