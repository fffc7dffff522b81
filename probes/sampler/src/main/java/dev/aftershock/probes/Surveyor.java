package dev.aftershock.probes;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Measures known outages at each spacing of a plan. */
final class Surveyor {

    /** Lanes of one spacing send no more often than this together, unless a single one does: load is an error too. */
    private static final Duration TOGETHER = Duration.ofMillis(5);

    private static final int MOST_LANES = 10;
    private static final long SHORTEST_OUTAGE = Duration.ofMillis(50).toNanos();
    private static final int OUTAGE_SLOTS = 3;
    private static final Duration DEADLINE = Duration.ofMillis(100);

    private final SurveyPlan plan;
    private final MonotonicClock clock;
    private final long until;

    Surveyor(SurveyPlan plan, MonotonicClock clock) {
        this.plan = plan;
        this.clock = clock;
        this.until = clock.nanos() + plan.atMost().toNanos();
    }

    Survey survey(Consumer<Survey.Row> progress) throws IOException, InterruptedException {
        ExecutorService lanes = Executors.newFixedThreadPool(MOST_LANES, task -> {
            Thread thread = new Thread(task, "aftershock-survey");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Survey.Row> rows = new ArrayList<>();
            for (Duration every : plan.spacings()) {
                rows.add(row(every, lanes));
                progress.accept(rows.get(rows.size() - 1));
            }
            return new Survey(rows);
        } finally {
            lanes.shutdownNow();
        }
    }

    private Survey.Row row(Duration every, ExecutorService lanes) throws IOException, InterruptedException {
        Pace pace = new Pace(every, every.compareTo(DEADLINE) < 0 ? DEADLINE : every);
        int count = lanes(every);
        List<Future<OutageLane.Watched>> running = new ArrayList<>();
        for (int lane = 0; lane < count; lane++) {
            OutageLane.Plan own = lane(pace, lane, count);
            running.add(lanes.submit(() -> OutageLane.run(own, clock)));
        }
        List<OutageLane.Watched> watched = new ArrayList<>();
        for (Future<OutageLane.Watched> lane : running) {
            watched.add(outcome(lane));
        }
        return rowOf(pace, watched);
    }

    private int lanes(Duration every) {
        long fitting = Math.max(1, every.dividedBy(TOGETHER));
        return (int) Math.min(Math.min(fitting, MOST_LANES), plan.outages());
    }

    private OutageLane.Plan lane(Pace pace, int lane, int lanes) {
        long every = pace.every().toNanos();
        long shortest = Math.max(SHORTEST_OUTAGE, OUTAGE_SLOTS * every);
        int outages = plan.outages() / lanes + (lane < plan.outages() % lanes ? 1 : 0);
        long seed = plan.seed() + every + lane;
        SplittableRandom random = new SplittableRandom(seed);
        // A length that is a multiple of the spacing would meet the schedule in one phase at both ends, and flatter it.
        LongSupplier lengths = () -> shortest + random.nextLong(every);
        return new OutageLane.Plan(pace, Mode.ERR, lengths, outages, until, seed);
    }

    private static OutageLane.Watched outcome(Future<OutageLane.Watched> lane)
            throws IOException, InterruptedException {
        try {
            // Bounded by the lane: it ends soon after the plan's time.
            return lane.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private Survey.Row rowOf(Pace pace, List<OutageLane.Watched> watched) {
        long every = pace.every().toNanos();
        List<KnownOutage> outages = watched.stream()
                .flatMap(each -> each.outages(OutageLane.specOf(pace), OptionalLong.empty()).stream())
                .toList();
        List<Long> errors = sorted(outages.stream().map(Surveyor::distance).toList());
        List<Long> lateness = sorted(watched.stream()
                .flatMap(each -> each.samples().stream())
                .map(sample -> lateness(sample, every))
                .toList());
        return new Survey.Row(
                pace.every(),
                plan.outages(),
                outages.size(),
                (int) outages.stream().filter(KnownOutage::inside).count(),
                quantile(errors, 0.5),
                quantile(errors, 0.95),
                quantile(errors, 1),
                bias(outages),
                quantile(lateness, 0.99),
                watched.stream()
                        .mapToLong(OutageLane.Watched::maxGapNanos)
                        .max()
                        .orElse(0));
    }

    private static long distance(KnownOutage outage) {
        return outage.error() == Bracket.NEVER ? Bracket.NEVER : Math.abs(outage.error());
    }

    private static long lateness(Sample sample, long every) {
        return sample.outcome() == Outcome.NOT_SENT ? every : Math.max(0, sample.sent() - sample.due());
    }

    private static long bias(List<KnownOutage> outages) {
        return (long) outages.stream()
                .filter(outage -> outage.measured().isPresent())
                .mapToLong(KnownOutage::error)
                .average()
                .orElse(0);
    }

    private static List<Long> sorted(List<Long> values) {
        return values.stream().sorted().toList();
    }

    /** The smallest value that at least this share of the sorted values do not exceed (nearest rank). */
    static long quantile(List<Long> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.isEmpty() ? Bracket.NEVER : sorted.get(Math.max(0, rank - 1));
    }
}
