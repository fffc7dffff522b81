package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProbeGroupTest {

    private static final long MS = 1_000_000;
    private static final Pace PACE = new Pace(Duration.ofMillis(5), Duration.ofMillis(100));

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @Test
    void allProbesOfAGroupAreSentByOneThreadEachAtItsOwnTimes() {
        Set<Thread> senders = ConcurrentHashMap.newKeySet();
        List<Sampler> samplers = new ArrayList<>();
        try (ProbeGroup group = new ProbeGroup(clock)) {
            for (int i = 0; i < 10; i++) {
                Pace pace = new Pace(Duration.ofMillis(2 + i), Duration.ofMillis(100));
                samplers.add(group.add(
                        "probe-" + i,
                        new Sent((attempt, reply) -> {
                            senders.add(Thread.currentThread());
                            reply.answer(attempt, Answer.OK);
                        }),
                        pace,
                        Sampling.evenly(i)));
            }
            long from = clock.nanos();
            samplers.forEach(Sampler::start);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> samplers.get(9).samples().size() >= 40);
            long lasted = clock.nanos() - from;
            samplers.forEach(Sampler::stop);
            assertThat(senders).hasSize(1).allMatch(thread -> thread.getName().equals("aftershock-pacer"));
            for (int i = 0; i < 10; i++) {
                assertThat((double) samplers.get(i).samples().size())
                        .as("samples of the probe every %d ms in %d ms", 2 + i, lasted / MS)
                        .isBetween(0.7 * lasted / MS / (2 + i), 1.2 * lasted / MS / (2 + i) + 2);
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> senders.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void aRightAnswerAfterTheDeadlineStaysRightWithItsTrueTime() {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        Sent late = new Sent(
                (attempt, reply) -> later.schedule(() -> reply.answer(attempt, Answer.OK), 130, TimeUnit.MILLISECONDS));
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampler sampler = group.add("late", late, PACE, Sampling.evenly(1));
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> count(sampler, Outcome.OK) >= 5);
            assertThat(sampler.samples())
                    .filteredOn(sample -> sample.outcome() == Outcome.OK)
                    .allMatch(sample -> sample.latency() > 129 * MS);
        } finally {
            later.shutdownNow();
        }
    }

    @Test
    void whatIsNeverAnsweredIsWrittenOffASecondAfterItsDeadline() {
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampler sampler = group.add("mute", new Sent((attempt, reply) -> {}), PACE, Sampling.evenly(1));
            sampler.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> count(sampler, Outcome.TIMEOUT) >= 10);
            assertThat(sampler.samples())
                    .filteredOn(sample -> sample.outcome() == Outcome.TIMEOUT)
                    .allMatch(sample -> sample.latency() >= 1_100 * MS)
                    .allMatch(sample -> sample.detail().equals("no word of the probe"));
        }
    }

    @Test
    void theSecondAnswerOfAnAttemptIsIgnored() {
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampler sampler = group.add(
                    "twice",
                    new Sent((attempt, reply) -> {
                        reply.answer(attempt, Answer.failed("first"));
                        reply.answer(attempt, Answer.OK);
                    }),
                    PACE,
                    Sampling.evenly(1));
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> count(sampler, Outcome.FAIL_FAST) >= 100);
            assertThat(count(sampler, Outcome.OK)).isZero();
        }
    }

    @Test
    void aThrowingProbeDoesNotStopTheOthers() {
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampler throwing = group.add(
                    "throwing",
                    new Sent((attempt, reply) -> {
                        throw new IllegalStateException("no");
                    }),
                    PACE,
                    Sampling.evenly(1));
            Sampler broken = group.add(
                    "broken",
                    new Sent((attempt, reply) -> {
                        throw new NoClassDefFoundError("driver");
                    }),
                    PACE,
                    Sampling.evenly(1));
            Sampler fine = group.add(
                    "fine", new Sent((attempt, reply) -> reply.answer(attempt, Answer.OK)), PACE, Sampling.evenly(1));
            List.of(throwing, broken, fine).forEach(Sampler::start);
            await().atMost(Duration.ofSeconds(20)).until(() -> count(fine, Outcome.OK) >= 20);
            assertThat(count(throwing, Outcome.FAIL_FAST)).isPositive();
            assertThat(broken.samples()).isNotEmpty().allMatch(sample -> sample.outcome() == Outcome.NOT_SENT);
        }
    }

    @Test
    void aPauseOfThisProcessIsSeenWithoutAnySample() {
        Jumping jumping = new Jumping(clock);
        try (ProbeGroup group = new ProbeGroup(jumping)) {
            Pace rare = new Pace(Duration.ofSeconds(50), Duration.ofSeconds(50));
            Sampler sampler = group.add("rare", new Sent((attempt, reply) -> {}), rare, Sampling.evenly(1));
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> metering());
            long before = jumping.nanos();
            jumping.ahead = 300 * MS;
            await().atMost(Duration.ofSeconds(20)).until(() -> group.pauses().stream()
                    .anyMatch(pause ->
                            pause.latest() - pause.earliest() >= 299 * MS && pause.latest() >= before + 299 * MS));
            // An attempt that is under way keeps its promise to the end; nothing is to be waited for here.
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    private static boolean metering() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("aftershock-hiccups"));
    }

    @Test
    void anEndlessSamplerShowsTheNewestSamplesInOrder() {
        Pace fine = new Pace(Duration.ofMillis(1), Duration.ofMillis(5));
        Sampling short12k = new Sampling(1, java.util.Optional.empty(), 1_000, true);
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sent good = new Sent((attempt, reply) -> reply.answer(attempt, Answer.OK));
            List<Sampler> samplers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                samplers.add(group.add("recent-" + i, good, fine, short12k));
            }
            samplers.forEach(Sampler::start);
            Sampler sampler = samplers.get(0);
            long began = clock.nanos();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sampler.samples().size() > 0
                            && sampler.samples().get(0).due() > began + 3_000 * MS);
            List<Sample> samples = sampler.samples();
            assertThat(samples)
                    .hasSizeBetween(1_000, 12_300)
                    .isSortedAccordingTo(java.util.Comparator.comparingLong(Sample::due));
            assertThat(samples.get(samples.size() - 1).due()).isGreaterThan(clock.nanos() - 1_000 * MS);
        }
    }

    @Test
    void aSamplerStartsOnce() {
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampler sampler = group.add("once", new Sent((attempt, reply) -> {}), PACE, Sampling.evenly(1));
            sampler.start();
            assertThatIllegalStateException().isThrownBy(sampler::start).withMessageContaining("started before");
        }
    }

    private static long count(Sampler sampler, Outcome outcome) {
        return sampler.samples().stream()
                .filter(sample -> sample.outcome() == outcome)
                .count();
    }

    /** A clock that goes on as if this process had been stopped. */
    private static final class Jumping implements MonotonicClock {
        private final MonotonicClock clock;
        private volatile long ahead;

        Jumping(MonotonicClock clock) {
            this.clock = clock;
        }

        @Override
        public long nanos() {
            return clock.nanos() + ahead;
        }
    }

    private interface Question {
        void ask(Attempt attempt, Reply reply);
    }

    private record Sent(Question question) implements AsyncProbe {
        @Override
        public ProbeClass probeClass() {
            return ProbeClass.READ;
        }

        @Override
        public int concurrency() {
            return 1024;
        }

        @Override
        public void prepare() {}

        @Override
        public void attempt(Attempt attempt, Reply reply) {
            question.ask(attempt, reply);
        }

        @Override
        public void close() {}
    }
}
