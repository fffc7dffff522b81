package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.between;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecoveryWatchTest {

    private static final Moment FAULT = between(505, 505);

    private static RecoveryWatch watch() {
        return new RecoveryWatch(FAULT, Stream10ms.SPEC, Stream10ms.BOUND);
    }

    @Test
    void nothingIsRecoveredBeforeAHoldHasPassed() {
        Stream10ms stream = new Stream10ms().good(0, 800);
        assertThat(watch().recovered(List.of())).isFalse();
        assertThat(watch().recovered(stream.samples)).isFalse();
        assertThat(watch().recovered(stream.good(800, 810).samples)).isFalse();
        assertThat(watch().recovered(stream.good(810, 820).samples)).isTrue();
    }

    @Test
    void whatRecoveredStaysRecovered() {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 800).good(800, 1_200);
        RecoveryWatch watch = watch();
        assertThat(watch.recovered(stream.samples)).isTrue();
        assertThat(watch.recovered(stream.failing(1_200, 1_500).samples)).isTrue();
    }

    @Test
    void aHoldThatWasNotSeenIsNotRecovered() {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 800);
        RecoveryWatch watch = watch();
        for (long at = 800; at < 20_000; at += 500) {
            assertThat(watch.recovered(stream.unsent(at, at + 500).samples)).isFalse();
        }
    }

    @Test
    void howeverOftenItIsAskedItSaysWhatTheAnalysisSays() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Stream10ms stream = new Stream10ms().good(0, 510);
            RecoveryWatch watch = watch();
            boolean analysed = false;
            for (long at = 510; at < 6_000; ) {
                long bad = at + 10 * random.nextInt(1, 60);
                long good = bad + 10 * random.nextInt(1, 36);
                stream = random.nextBoolean() ? stream.failing(at, bad) : stream.slow(at, bad);
                stream.good(bad, good);
                at = good;
                long last = stream.samples.get(stream.samples.size() - 1).due();
                analysed |= last >= FAULT.latest() + Stream10ms.SPEC.hold()
                        && stream.since(FAULT).stable().ended();
                assertThat(watch.recovered(stream.samples))
                        .as("seed %d at %d ms", seed, at)
                        .isEqualTo(analysed);
            }
        }
    }
}
