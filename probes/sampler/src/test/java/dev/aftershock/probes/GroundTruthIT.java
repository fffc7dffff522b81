package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Holds the instrument against outages whose true edges a synthetic server recorded. */
class GroundTruthIT {

    /** Trials at once; more of them would measure how busy this machine is. */
    private static final int LANES = 8;

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @Test
    void truthLiesInsideTheBracketOfShortOutages() throws Exception {
        List<Trial> trials = trials(200, Mode.ERR, Duration.ofMillis(137));
        new Figures("137 ms, wrong answers", trials).print();
        assertThat(Figures.inside(trials)).isGreaterThanOrEqualTo(198);
    }

    @Test
    void truthLiesInsideTheBracketOfLongOutages() throws Exception {
        List<Trial> trials = trials(200, Mode.ERR, Duration.ofMillis(1_900));
        new Figures("1.9 s, wrong answers", trials).print();
        assertThat(Figures.inside(trials)).isGreaterThanOrEqualTo(198);
    }

    @Test
    void aSilentServerIsNotMeasuredLongerByTheDeadline() throws Exception {
        List<Trial> trials = trials(20, Mode.DROP, Duration.ofMillis(300));
        new Figures("300 ms, silence", trials).print();
        assertThat(Figures.inside(trials)).isEqualTo(20);
        assertThat(Figures.medianError(trials)).isLessThan(Duration.ofMillis(20).toNanos());
    }

    @Test
    void answersHeldBackDateTheEndByTheirArrival() throws Exception {
        List<Trial> trials = trials(20, Mode.QUEUE, Duration.ofMillis(300));
        new Figures("300 ms, answers held back", trials).print();
        assertThat(Figures.inside(trials)).isEqualTo(20);
        assertThat(Figures.medianError(trials)).isLessThan(Duration.ofMillis(20).toNanos());
    }

    @Test
    void aServerThatDoesNotListenIsDownUntilItListens() throws Exception {
        List<Trial> trials = trials(20, Mode.REFUSE, Duration.ofMillis(300));
        new Figures("300 ms, connections refused", trials).print();
        assertThat(Figures.inside(trials)).isEqualTo(20);
    }

    @Test
    void withoutAnOutageNoneIsFound() throws Exception {
        List<Trial> trials = trials(LANES, Mode.UP, Duration.ofSeconds(5));
        assertThat(trials).allSatisfy(trial -> {
            assertThat(trial.recovery().outages()).isEmpty();
            assertThat(trial.recovery().stable().high()).isZero();
        });
        List<Long> late = trials.stream()
                .flatMap(trial -> trial.samples().stream())
                .filter(sample -> sample.outcome() == Outcome.OK)
                .map(sample -> sample.sent() - sample.due())
                .sorted()
                .toList();
        System.out.printf(
                "ground truth, no outage: %d samples, %d not sent, sending late by p50 %.2f ms, p99 %.2f ms%n",
                trials.stream().mapToInt(trial -> trial.samples().size()).sum(),
                trials.stream()
                        .flatMap(trial -> trial.samples().stream())
                        .filter(Trial::unobserved)
                        .count(),
                Figures.quantile(late, 0.5),
                Figures.quantile(late, 0.99));
    }

    private List<Trial> trials(int count, Mode mode, Duration length) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<Trial>> running = new ArrayList<>();
            for (int seed = 1; seed <= count; seed++) {
                int own = seed;
                running.add(lanes.submit(() -> Trial.run(mode, length, clock, own)));
            }
            List<Trial> trials = new ArrayList<>();
            for (Future<Trial> trial : running) {
                trials.add(trial.get(2, TimeUnit.MINUTES));
            }
            return trials;
        } finally {
            lanes.shutdownNow();
        }
    }

    /** What the trials show, for people. */
    private record Figures(String name, List<Trial> trials) {

        static long inside(List<Trial> trials) {
            return trials.stream().filter(Trial::inside).count();
        }

        static long medianError(List<Trial> trials) {
            List<Long> errors =
                    trials.stream().map(Trial::error).map(Math::abs).sorted().toList();
            return errors.get(errors.size() / 2);
        }

        /** In milliseconds. */
        static double quantile(List<Long> sorted, double share) {
            return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1e6;
        }

        void print() {
            List<Long> errors =
                    trials.stream().map(Trial::error).map(Math::abs).sorted().toList();
            double bias = trials.stream().mapToLong(Trial::error).average().orElse(0) / 1e6;
            System.out.printf(
                    "ground truth, %s: %d of %d inside the bracket, error p50 %.2f p95 %.2f max %.2f ms, bias %+.2f ms,"
                            + " widest bracket %.1f ms, observer max gap %.1f ms, %d blind at an edge%n",
                    name,
                    inside(trials),
                    trials.size(),
                    quantile(errors, 0.5),
                    quantile(errors, 0.95),
                    quantile(errors, 1),
                    bias,
                    trials.stream().mapToLong(Trial::width).max().orElse(0) / 1e6,
                    trials.stream().mapToLong(Trial::maxGap).max().orElse(0) / 1e6,
                    trials.stream()
                            .filter(trial -> trial.recovery().gapAtEdge()
                                    > 5 * Trial.PACE.every().toNanos())
                            .count());
            trials.stream()
                    .filter(trial -> !trial.inside())
                    .map(Trial::explained)
                    .forEach(System.out::println);
        }
    }

    /** One outage, as it was and as it was measured. */
    private record Trial(Truth truth, dev.aftershock.measurement.Recovery recovery, List<Sample> samples, long maxGap) {

        private static final Pace PACE = new Pace(Duration.ofMillis(5), Duration.ofMillis(100));

        static Trial run(Mode mode, Duration length, MonotonicClock clock, long seed) throws Exception {
            try (SyntheticServer server = new SyntheticServer(clock);
                    ProbeGroup group = new ProbeGroup(clock);
                    Probe probe = Calibration.probeOf(server, group.loop());
                    Sampler sampler = group.add("trial-" + seed, probe, PACE, Sampling.evenly(seed))) {
                sampler.start();
                // A new phase for each trial.
                Truth.rest(clock, Duration.ofMillis(100).toNanos() + seed * 1_234_567 % 5_000_000);
                var down = server.become(mode);
                Truth.rest(clock, length.toNanos());
                var up = server.become(Mode.UP);
                Truth.rest(clock, Duration.ofMillis(150).toNanos());
                sampler.stop();
                Truth truth = new Truth(down.at(), up.at());
                return new Trial(truth, truth.measured(sampler.samples()), sampler.samples(), sampler.maxGapNanos());
            }
        }

        boolean inside() {
            var stable = recovery.stable();
            return truth.longest() >= stable.low() && truth.shortest() <= stable.high();
        }

        long error() {
            return recovery.stable().point() - truth.nanos();
        }

        long width() {
            return recovery.stable().high() - recovery.stable().low();
        }

        static boolean unobserved(Sample sample) {
            return sample.outcome() == Outcome.NOT_SENT;
        }

        /** The samples around both true edges, in milliseconds from the outage's start. */
        String explained() {
            StringBuilder text = new StringBuilder("  outside: truth %.3f ms, measured [%.3f %.3f %.3f]%n"
                    .formatted(
                            truth.nanos() / 1e6,
                            recovery.stable().low() / 1e6,
                            recovery.stable().point() / 1e6,
                            recovery.stable().high() / 1e6));
            long zero = truth.down().middle();
            samples.stream()
                    .filter(sample ->
                            truth.isNearAnEdge(sample, 4 * PACE.every().toNanos()))
                    .forEach(sample -> text.append("    due %9.3f sent %9.3f done %9.3f %s %s%n"
                            .formatted(
                                    (sample.due() - zero) / 1e6,
                                    (sample.sent() - zero) / 1e6,
                                    (sample.done() - zero) / 1e6,
                                    sample.outcome(),
                                    sample.detail())));
            return text.toString();
        }
    }
}
