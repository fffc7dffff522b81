package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.ErrorTable.Goal;
import dev.aftershock.probes.ErrorTable.Row;
import dev.aftershock.probes.OutageLane.Plan;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Measures the instrument's error on outages of known length, prints it as a table, and holds it against its limits. */
class ErrorTableIT {

    private static final int SIZE = Boolean.getBoolean("aftershock.nightly") ? 10 : 1;
    private static final int SHORT_SPACINGS = 3;
    private static final int STORIES = 3;

    private final MonotonicClock clock = MonotonicClock.startingNow();

    /** A spacing with its limits, and how much is measured at it: each lane is a server and a sampler of its own. */
    private enum Spacing {
        MS_1(1, 0.5, 2, new Work(1, 120)),
        MS_5(5, 2, 5, new Work(4, 54)),
        MS_20(20, 6.5, 18, new Work(12, 21)),
        MS_100(100, 32, 90, new Work(30, 6));

        private final Goal goal;
        private final Work work;

        Spacing(int every, double median, double p95, Work work) {
            this.goal = new Goal(ms(every), ms(median), ms(p95), Math.max(ms(4 * every), ms(30)));
            this.work = work;
        }

        private record Work(int lanes, int outages) {}
    }

    @Test
    void theErrorStaysWithinItsLimitsAtEverySpacing() throws Exception {
        List<Row> rows = new ArrayList<>();
        // From the widest on, so that the finest meets code that is compiled already.
        for (int i = Spacing.values().length - 1; i >= 0; i--) {
            rows.add(0, row(Spacing.values()[i]));
        }
        ErrorTable table = new ErrorTable();
        rows.forEach(table::add);
        System.out.println(table);
        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> {
            assertHonest(row, softly);
            assertSharp(row, softly);
        }));
    }

    /** What must hold on any machine, however busy. */
    private static void assertHonest(Row row, SoftAssertions softly) {
        String name = Duration.ofNanos(row.goal().every()) + ": ";
        softly.assertThat(row.lies())
                .as(() -> name + "edges outside an unwidened bracket"
                        + row.lies().stream()
                                .limit(STORIES)
                                .map(lie -> Story.of(lie, row.lanes()))
                                .toList())
                .isEmpty();
        softly.assertThat(row.edgesInside())
                .as(() -> name + "edges inside of " + row.edges()
                        + row.outside().stream()
                                .limit(STORIES)
                                .map(known -> Story.of(known, row.lanes()))
                                .toList())
                .isGreaterThanOrEqualTo((long) Math.ceil(0.998 * row.edges()));
        softly.assertThat(Math.abs(row.bias()))
                .as(name + "bias")
                .isLessThanOrEqualTo(0.1 * row.goal().every() + row.biasUncertainty());
        softly.assertThat(row.missed()).as(name + "missed outages").allSatisfy(missed -> {
            long blind = Math.max(row.blindSpot(), missed.seen().noOutageLongerThan());
            assertThat(missed.nanos())
                    .as(() -> "no longer than the blind spot, stated or allowed: " + Story.of(missed, row.lanes()))
                    .isLessThan(blind);
        });
        softly.assertThat(row.found())
                .as(name + "outages measured of " + row.outages().size())
                .isGreaterThan(row.outages().size() / 2);
    }

    /**
     * What a quiet machine must show besides: no quantile is above its limit by more than chance (three standard errors of
     * its rank) explains.
     */
    private static void assertSharp(Row row, SoftAssertions softly) {
        if (!row.quiet()) {
            return;
        }
        String name = Duration.ofNanos(row.goal().every()) + " on a quiet machine: ";
        softly.assertThat(row.errorAtLeast(0.5))
                .as(name + "median error")
                .isLessThanOrEqualTo(row.goal().median());
        softly.assertThat(row.errorAtLeast(0.95))
                .as(name + "p95 error")
                .isLessThanOrEqualTo(row.goal().p95());
        softly.assertThat(row.inconclusive()).as(name + "inconclusive share").isLessThanOrEqualTo(0.05);
    }

    private Row row(Spacing spacing) throws Exception {
        Goal goal = spacing.goal;
        Pace pace = new Pace(Duration.ofNanos(goal.every()), Duration.ofMillis(100));
        List<Plan> plans = IntStream.range(0, spacing.work.lanes())
                .mapToObj(lane -> new Plan(
                        pace,
                        Mode.ERR,
                        lengths(goal, 31 * spacing.ordinal() + lane),
                        SIZE * spacing.work.outages(),
                        Long.MAX_VALUE,
                        1_000L * spacing.ordinal() + lane))
                .toList();
        var beside = Hiccups.of(clock, () -> Lanes.run(plans, OutageLane.specOf(pace), clock));
        return new Row(goal, beside.result(), beside.result().outages(), beside.hiccups());
    }

    /** Two long outages and a short one in turn; the short ones show what can go unseen. */
    private static LongSupplier lengths(Goal goal, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new LongSupplier() {
            private int asked;

            @Override
            public long getAsLong() {
                return asked++ % 3 == 2
                        ? random.nextLong(SHORT_SPACINGS * goal.every())
                        : goal.longFrom() + random.nextLong(2 * goal.every());
            }
        };
    }

    private static long ms(double millis) {
        return (long) (millis * 1e6);
    }
}
