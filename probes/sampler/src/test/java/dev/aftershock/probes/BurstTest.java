package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BurstTest {

    private static final long MS = 1_000_000;
    private static final Pace PACE = new Pace(Duration.ofMillis(50), Duration.ofMillis(500));
    private static final Burst BURST = new Burst(Duration.ofMillis(500), Duration.ofMillis(300));

    private static final Sampling BURSTING = Sampling.evenly(1).bursting(BURST);

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @Test
    void theScheduleStepsCloserAndComesBackInOrder() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long every = 10 * MS;
            Schedule schedule = new Schedule(0, every, seed);
            long last = Long.MIN_VALUE / 2;
            boolean hasty = false;
            for (int i = 0; i < 500; i++) {
                long due = schedule.due();
                assertThat(due).as("seed %d, turn %d", seed, i).isGreaterThan(last);
                last = due;
                hasty = random.nextInt(10) == 0 ? !hasty : hasty;
                schedule.next(hasty ? MS : every);
                if (hasty) {
                    assertThat(schedule.due() - due).isBetween(1L, 3 * MS / 2);
                }
            }
        }
    }

    @Test
    void aBurstBeginsAtOnceEvenWhenTheNextSlotIsFarOff() {
        Schedule schedule = new Schedule(60_000 * MS, 60_000 * MS, 1);
        schedule.hasten(1_000 * MS, 6_000 * MS);
        assertThat(schedule.due()).isEqualTo(7_000 * MS);
        schedule.hasten(1_001 * MS, 6_000 * MS);
        assertThat(schedule.due()).as("once").isEqualTo(7_000 * MS);
    }

    @Test
    void fromTheFirstBadSampleUntilTheHoldAttemptsFollowClosely() {
        long began = clock.nanos();
        Asked down = new Asked(
                64,
                attempt -> attempt.due() - began > 400 * MS && attempt.due() - began < 800 * MS
                        ? Answer.failed("down")
                        : Answer.OK);
        List<Sample> samples = sampled(down, PACE, BURSTING, 2_000);
        List<Sample> bad = samples.stream()
                .filter(sample -> sample.outcome() == Outcome.FAIL_FAST)
                .toList();
        long first = bad.get(0).due();
        long last = bad.get(bad.size() - 1).due();
        assertThat(spacing(samples, first - 400 * MS, first)).as("before").isGreaterThan(30 * MS);
        assertThat(spacing(samples, first, last)).as("during").isBetween(2 * MS, 20 * MS);
        assertThat(spacing(samples, last, last + 300 * MS)).as("hold").isBetween(2 * MS, 20 * MS);
        assertThat(spacing(samples, last + 500 * MS, last + 1_000 * MS))
                .as("after")
                .isGreaterThan(30 * MS);
    }

    @Test
    void whatIsAwaitedTooLongBeginsABurstAndSlowAnswersEndIt() {
        CountDownLatch never = new CountDownLatch(1);
        long began = clock.nanos();
        Asked slow = new Asked(64, attempt -> {
            never.await(300, TimeUnit.MILLISECONDS);
            return Answer.OK;
        });
        Sampling strict = Sampling.evenly(1).bursting(new Burst(Duration.ofMillis(30), Duration.ofMillis(200)));
        List<Sample> samples = sampled(slow, PACE, strict, 1_500);
        assertThat(spacing(samples, began + 150 * MS, began + 350 * MS))
                .as("before anything was answered")
                .isLessThan(20 * MS);
        assertThat(spacing(samples, began + 600 * MS, began + 1_500 * MS))
                .as("when all is slow")
                .isGreaterThan(30 * MS);
    }

    @Test
    void aBurstDoesNotHoldAWeakSystemDown() {
        Weak weak = new Weak(clock.nanos() + 400 * MS, clock.nanos() + 800 * MS);
        Sampling dense = Sampling.evenly(1).bursting(new Burst(Duration.ofMillis(50), Duration.ofMillis(300)));
        Pace pace = new Pace(Duration.ofMillis(20), Duration.ofMillis(500));
        List<Sample> samples = sampled(new Asked(256, weak), pace, dense, 3_000);
        assertThat(spacing(samples, weak.from() + 20 * MS, weak.to()))
                .as("while it is down")
                .isLessThan(10 * MS);
        assertThat(samples.subList(samples.size() - 20, samples.size()))
                .as("two seconds after it came back")
                .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.OK))
                .allSatisfy(sample -> assertThat(sample.done() - sample.due()).isLessThan(50 * MS));
    }

    /** Is down for a while, and else takes 5 ms for each request, one after the other: four times what it is asked as a rule. */
    private final class Weak implements Question {
        private final long from;
        private final long to;
        private long free;

        Weak(long from, long to) {
            this.from = from;
            this.to = to;
        }

        long from() {
            return from;
        }

        long to() {
            return to;
        }

        @Override
        public Answer ask(Attempt attempt) throws InterruptedException {
            long now = clock.nanos();
            if (now > from && now < to) {
                return Answer.failed("down");
            }
            TimeUnit.NANOSECONDS.sleep(turn(now) - now);
            return Answer.OK;
        }

        private synchronized long turn(long now) {
            free = Math.max(now, free) + 5 * MS;
            return free;
        }
    }

    @Test
    void aBurstNeverDrivesFewThreadsIntoSlotsWithoutRoom() {
        long from = clock.nanos();
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampling early = Sampling.evenly(1).bursting(new Burst(Duration.ofMillis(50), Duration.ofMillis(300)));
            List<Sampler> samplers = Stream.of(11, 14, 20, 100)
                    .map(threads -> group.add("silent-" + threads, silent(threads), PACE, early))
                    .toList();
            samplers.forEach(Sampler::start);
            await().atMost(Duration.ofSeconds(10)).until(() -> clock.nanos() - from > 2_000 * MS);
            samplers.forEach(Sampler::stop);
            assertThat(samplers).extracting(Sampler::samples).allSatisfy(samples -> {
                assertThat(samples).noneMatch(sample -> sample.detail().contains("under way"));
                assertThat(samples)
                        .filteredOn(sample -> sample.outcome() == Outcome.TIMEOUT)
                        .hasSizeGreaterThan(5);
            });
            assertThat(samplers.get(3).samples())
                    .as("many threads carry a burst")
                    .hasSizeGreaterThan(3 * samplers.get(0).samples().size() / 2);
        }
    }

    private Asked silent(int threads) {
        CountDownLatch never = new CountDownLatch(1);
        return new Asked(threads, attempt -> {
            never.await(attempt.deadline() - clock.nanos(), TimeUnit.NANOSECONDS);
            return Answer.timedOut("silent");
        });
    }

    @Test
    void aBurstWithoutALengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Burst(Duration.ofMillis(1), Duration.ZERO))
                .withMessageContaining("'hold'");
    }

    private List<Sample> sampled(Probe probe, Pace pace, Sampling sampling, long millis) {
        long from = clock.nanos();
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampler sampler = group.add("burst", probe, pace, sampling);
            sampler.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> clock.nanos() - from > millis * MS);
            sampler.stop();
            return sampler.samples();
        }
    }

    /** The usual distance of attempts within a stretch: the median, so that pauses of a busy machine do not count. */
    private static long spacing(List<Sample> samples, long from, long to) {
        List<Long> dues = samples.stream()
                .map(Sample::due)
                .filter(due -> due >= from && due <= to)
                .toList();
        List<Long> steps = IntStream.range(1, dues.size())
                .mapToObj(i -> dues.get(i) - dues.get(i - 1))
                .sorted()
                .toList();
        return steps.get(steps.size() / 2);
    }

    private interface Question {
        Answer ask(Attempt attempt) throws Exception;
    }

    private record Asked(int concurrency, Question question) implements BlockingProbe {
        @Override
        public ProbeClass probeClass() {
            return ProbeClass.READ;
        }

        @Override
        public void prepare() {}

        @Override
        public Answer attempt(Attempt attempt) throws Exception {
            return question.ask(attempt);
        }

        @Override
        public void close() {}
    }
}
