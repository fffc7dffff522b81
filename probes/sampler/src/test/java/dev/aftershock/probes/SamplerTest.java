package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final Pace PACE = new Pace(Duration.ofMillis(5), Duration.ofMillis(100));

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @Test
    void attemptsFollowTheGridWithinAQuarterOfTheSpacing() {
        Schedule schedule = new Schedule(1_000, 400, 7);
        for (int slot = 0; slot < 10_000; slot++) {
            assertThat(schedule.due()).isBetween(1_000L + slot * 400L - 100, 1_000L + slot * 400L + 100);
            schedule.next(400);
        }
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        Schedule one = new Schedule(0, 5_000_000, 7);
        Schedule same = new Schedule(0, 5_000_000, 7);
        Schedule other = new Schedule(0, 5_000_000, 8);
        List<Long> dues = dues(one);
        assertThat(dues(same)).isEqualTo(dues);
        assertThat(dues(other)).isNotEqualTo(dues);
    }

    private static List<Long> dues(Schedule schedule) {
        return java.util.stream.IntStream.range(0, 50)
                .mapToObj(slot -> {
                    schedule.next(5_000_000);
                    return schedule.due();
                })
                .toList();
    }

    @Test
    void theScheduleNeverWaitsForAnAnswer() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Probe stuck = new Asking(1024, attempt -> {
            asked.incrementAndGet();
            release.await(5, TimeUnit.SECONDS);
            return Answer.OK;
        });
        try (Sampler sampler = new Sampler("stuck", stuck, PACE, clock, 1)) {
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> asked.get() >= 15);
            assertThat(sampler.samples()).as("finished").allMatch(sample -> sample.outcome() == Outcome.NOT_SENT);
            release.countDown();
        }
    }

    @Test
    void whatIsSettledHasNoGapWhereAnAnswerIsStillAwaited() {
        CountDownLatch release = new CountDownLatch(1);
        Probe oneIsStuck = new Asking(1024, attempt -> {
            if (attempt.number() == 3) {
                release.await(20, TimeUnit.SECONDS);
            }
            return Answer.OK;
        });
        Pace patient = new Pace(Duration.ofMillis(5), Duration.ofSeconds(30));
        try (Sampler sampler = new Sampler("stuck", oneIsStuck, patient, clock, 1)) {
            assertThat(sampler.settled()).as("before the first answer").isEmpty();
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= 8);
            assertThat(sampler.settled()).hasSize(3);
            release.countDown();
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.settled().size() >= 8);
        }
    }

    @Test
    void aSlotWithoutRoomIsNotSentRatherThanQueued() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Probe narrow = new Asking(2, attempt -> {
            asked.incrementAndGet();
            release.await(5, TimeUnit.SECONDS);
            return Answer.OK;
        });
        try (Sampler sampler = new Sampler("narrow", narrow, PACE, clock, 1)) {
            sampler.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sampler.samples().stream()
                                    .filter(sample -> sample.detail().contains("2 attempts are under way"))
                                    .count()
                            >= 10);
            assertThat(asked).hasValue(2);
            assertThat(sampler.samples())
                    .filteredOn(sample -> sample.outcome() == Outcome.NOT_SENT)
                    .allMatch(sample -> sample.sent() == sample.due());
            release.countDown();
        }
    }

    @Test
    void slotsMissedInAPauseAreNotMadeUpFor() {
        Paused paused = new Paused(clock, Duration.ofMillis(300));
        try (Sampler sampler = new Sampler("paused", new Asking(64, attempt -> Answer.OK), PACE, paused, 1)) {
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= 10);
            paused.jump();
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= 100);
            List<Sample> samples = sampler.samples();
            assertThat(samples)
                    .filteredOn(sample -> sample.detail().equals("the observer was paused"))
                    .hasSizeGreaterThanOrEqualTo(50);
            assertThat(samples)
                    .filteredOn(sample -> sample.outcome() == Outcome.OK)
                    .allMatch(sample ->
                            sample.sent() - sample.due() <= PACE.every().toNanos());
            assertThat(sampler.maxGapNanos())
                    .isGreaterThan(Duration.ofMillis(250).toNanos());
        }
    }

    @Test
    void anExceptionIsAFailedAnswerInOneLine() {
        Probe failing = new Asking(4, attempt -> {
            throw new IOException("no\n  way");
        });
        assertThat(first(failing)).satisfies(sample -> {
            assertThat(sample.outcome()).isEqualTo(Outcome.FAIL_FAST);
            assertThat(sample.detail()).isEqualTo("IOException: no way");
        });
    }

    @Test
    void anErrorInTheProbeIsNotHeldAgainstTheSystem() {
        Probe broken = new Asking(4, attempt -> {
            throw new NoClassDefFoundError("driver");
        });
        assertThat(first(broken).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aRightAnswerAfterTheDeadlineStaysRightWithItsTrueTime() {
        CountDownLatch never = new CountDownLatch(1);
        Probe late = new Asking(64, attempt -> {
            never.await(130, TimeUnit.MILLISECONDS);
            return Answer.OK;
        });
        Sample sample = first(late);
        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(sample.latency()).isGreaterThan(Duration.ofMillis(129).toNanos());
    }

    private Sample first(Probe probe) {
        try (Sampler sampler = new Sampler("first", probe, PACE, clock, 1)) {
            sampler.start();
            return await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> sampler.samples().stream()
                                    .filter(SamplerTest::asked)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }

    /** Whether the probe was asked; a cold start may cost the first slots. */
    private static boolean asked(Sample sample) {
        return !sample.detail().startsWith("the observer");
    }

    @Test
    void stoppingWritesOffWhatNeverAnswersAndEndsItsThreads() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch underWay = new CountDownLatch(1);
        Probe hung = new Asking(1, attempt -> {
            underWay.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            return Answer.OK;
        });
        Sampler sampler = new Sampler("hung", hung, PACE, clock, 1);
        sampler.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> underWay.getCount() == 0);
        long from = clock.nanos();
        sampler.stop();
        assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(Duration.ofSeconds(10));
        assertThat(sampler.samples())
                .filteredOn(sample -> sample.outcome() == Outcome.TIMEOUT)
                .hasSize(1);
        await().atMost(Duration.ofSeconds(20)).untilTrue(interrupted);
        int held = sampler.samples().size();
        sampler.close();
        assertThat(sampler.samples()).hasSize(held);
    }

    @Test
    void samplesAreOrderedByDueAndAViewNeverChanges() {
        AtomicInteger turn = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        Probe uneven = new Asking(64, attempt -> {
            never.await(turn.incrementAndGet() % 3 == 0 ? 40 : 0, TimeUnit.MILLISECONDS);
            return Answer.OK;
        });
        try (Sampler sampler = new Sampler("uneven", uneven, PACE, clock, 1)) {
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= 20);
            List<Sample> early = sampler.samples();
            List<Sample> copy = List.copyOf(early);
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= copy.size() + 20);
            assertThat(early).isEqualTo(copy);
            assertThat(sampler.samples()).isSortedAccordingTo(java.util.Comparator.comparingLong(Sample::due));
        }
    }

    @Test
    void aFullSamplerRefusesRatherThanHideTheEndOfTheRun() {
        Probe fine = new Asking(8, attempt -> Answer.OK);
        try (ProbeGroup group = new ProbeGroup(clock);
                Sampler sampler = group.add("full", fine, PACE, new Sampling(1, Optional.empty(), 10, false))) {
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try {
                    return sampler.samples().isEmpty() && false;
                } catch (IllegalStateException e) {
                    return true;
                }
            });
            assertThatIllegalStateException().isThrownBy(sampler::samples).withMessageContaining("its limit");
        }
    }

    @Test
    void aLongRunIsCheapToLookAt() {
        SampleLog log = new SampleLog(Sampler.MOST_SAMPLES);
        for (int slot = 0; slot < Sampler.MOST_SAMPLES; slot++) {
            log.plan(slot, slot, 0);
            log.sent(slot, slot);
            log.end(slot, slot, Answer.OK);
        }
        long from = clock.nanos();
        for (int i = 0; i < 100; i++) {
            assertThat(log.snapshot().get(1_999_999).due()).isEqualTo(1_999_999);
        }
        assertThat(Duration.ofNanos(clock.nanos() - from)).as("100 looks").isLessThan(Duration.ofSeconds(2));
    }

    /** The run's clock after the observer was kept from running for a while. */
    private static final class Paused implements MonotonicClock {
        private final MonotonicClock clock;
        private final long pause;
        private volatile long lost;

        Paused(MonotonicClock clock, Duration pause) {
            this.clock = clock;
            this.pause = pause.toNanos();
        }

        void jump() {
            lost = pause;
        }

        @Override
        public long nanos() {
            return clock.nanos() + lost;
        }
    }

    private interface Question {
        Answer ask(Attempt attempt) throws Exception;
    }

    private record Asking(int concurrency, Question question) implements BlockingProbe {
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
