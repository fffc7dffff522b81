package dev.aftershock.probes;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Recovery;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** The instrument's error at one spacing, as found on outages of known length. */
final class ErrorTable {

    private static final long QUIET_NANOS = 1_000_000;
    private static final long FLAGGED_NANOS = 2_000_000;

    /** One line of the table; errors are of lengths, over long outages without a flagged edge. */
    record Row(Goal goal, Lanes lanes, List<KnownOutage> outages, Hiccups hiccups) {

        /**
         * A machine is quiet when a bare thread wakes within a quarter of the spacing, 1 ms at least and 2 ms at most, in 99 % of
         * all cases, and loses no more than 1 % of its time to pauses longer than the spacing. Later wakings are pauses, which
         * flag edges whatever the spacing.
         */
        boolean quiet() {
            long late = Math.min(FLAGGED_NANOS, Math.max(QUIET_NANOS, goal.every() / 4));
            return hiccups.p99() <= late && hiccups.lost(goal.every()) <= 0.01;
        }

        boolean isLong(KnownOutage outage) {
            return outage.nanos() >= goal.longFrom();
        }

        List<KnownOutage> clean() {
            return outages.stream()
                    .filter(outage -> isLong(outage) && outage.measured().isPresent() && !outage.flagged())
                    .toList();
        }

        long errorQuantile(double share) {
            List<Long> errors = clean().stream()
                    .map(KnownOutage::error)
                    .map(Math::abs)
                    .sorted()
                    .toList();
            return Surveyor.quantile(errors, share);
        }

        /** What the quantile of the error is at least, but for one chance in a thousand: its rank less three deviations. */
        long errorAtLeast(double share) {
            int count = Math.max(1, clean().size());
            return errorQuantile(Math.max(0, share - 3 * Math.sqrt(share * (1 - share) / count)));
        }

        double bias() {
            return signed().average().orElse(0);
        }

        /** Three standard errors of the mean. */
        double biasUncertainty() {
            double mean = bias();
            long count = signed().count();
            double squares = signed().mapToDouble(error -> (error - mean) * (error - mean))
                    .sum();
            return count < 2 ? Double.POSITIVE_INFINITY : 3 * Math.sqrt(squares / (count - 1) / count);
        }

        private LongStream signed() {
            return clean().stream().mapToLong(KnownOutage::error);
        }

        long edges() {
            return 2 * found();
        }

        long edgesInside() {
            return outages.stream()
                    .mapToLong(outage -> outage.measured()
                            .map(seen -> count(outage.startInside(seen)) + count(outage.endInside(seen)))
                            .orElse(0L))
                    .sum();
        }

        /** Measured, but with an edge that is not where it was, flagged or not. */
        List<KnownOutage> outside() {
            return outages.stream()
                    .filter(outage -> outage.measured().isPresent() && !outage.inside())
                    .toList();
        }

        long edgesUnwidened() {
            return outages.stream()
                    .mapToLong(outage -> outage.measured()
                            .map(seen -> count(!seen.blindStart()) + count(!seen.blindEnd()))
                            .orElse(0L))
                    .sum();
        }

        /** Edges that were neither flagged nor true: each is a lie. */
        List<KnownOutage> lies() {
            return outages.stream().filter(Row::lies).toList();
        }

        private static boolean lies(KnownOutage outage) {
            Optional<Outage> seen = outage.measured();
            return seen.isPresent()
                    && ((!seen.get().blindStart() && !outage.startInside(seen.get()))
                            || (!seen.get().blindEnd() && !outage.endInside(seen.get())));
        }

        long found() {
            return outages.stream()
                    .filter(outage -> outage.measured().isPresent())
                    .count();
        }

        /** Outages of which nothing at all was seen. */
        List<KnownOutage> missed() {
            return outages.stream().filter(outage -> !outage.seen().troubled()).toList();
        }

        long longestMissed() {
            return missed().stream().mapToLong(KnownOutage::nanos).max().orElse(0);
        }

        /** No outage this long may be missed while the observer looks. */
        long blindSpot() {
            return 2 * goal.every() + lanes.healthyLatency();
        }

        double inconclusive() {
            List<KnownOutage> whole = outages.stream().filter(this::isLong).toList();
            return (double) whole.stream().filter(this::isBlind).count() / whole.size();
        }

        /** As the judge sees it, for an objective as long as the outage. */
        private boolean isBlind(KnownOutage outage) {
            Recovery seen = outage.seen();
            return seen.gapAtEdge() > Math.max(5 * goal.every(), outage.nanos() / 10);
        }

        private static long count(boolean yes) {
            return yes ? 1 : 0;
        }
    }

    /**
     * What is to be reached at a spacing on a quiet machine, in nanoseconds.
     *
     * @param longFrom outages of at least this length count for the error: they always have samples inside
     */
    record Goal(long every, long median, long p95, long longFrom) {}

    private final StringBuilder text = new StringBuilder("\n"
            + "The instrument against outages of known length (times in ms; error of the measured length over unflagged edges;\n"
            + "the limits are checked only where the machine was quiet, all else always)\n"
            + "    D  trials  median limit    p95 limit    max   bias +-3se  inside edges  unwidened  inconcl."
            + "  longest missed (limit)  not sent  max gap  machine\n");

    void add(Row row) {
        Goal goal = row.goal();
        text.append(String.format(
                Locale.ROOT,
                "%5.0f %7d %7.2f %5.1f %6.2f %5.1f %6.1f %6.2f %5.2f %7d/%-6d %8d %8.1f%% %9.2f (%6.2f) %12d %8.1f  %s%n",
                ms(goal.every()),
                row.outages().size(),
                ms(row.errorQuantile(0.5)),
                ms(goal.median()),
                ms(row.errorQuantile(0.95)),
                ms(goal.p95()),
                ms(row.errorQuantile(1)),
                row.bias() / 1e6,
                row.biasUncertainty() / 1e6,
                row.edgesInside(),
                row.edges(),
                row.edgesUnwidened(),
                100 * row.inconclusive(),
                ms(row.longestMissed()),
                ms(row.blindSpot()),
                row.lanes().notSent(),
                ms(row.lanes().maxGap()),
                machine(row)));
    }

    private static String machine(Row row) {
        return String.format(
                Locale.ROOT,
                "%s (a bare park of 1 ms late by p99 %.2f, max %.1f; %.1f%% of the time in pauses > D)",
                row.quiet() ? "quiet" : "busy, limits not checked",
                ms(row.hiccups().p99()),
                ms(row.hiccups().max()),
                100 * row.hiccups().lost(row.goal().every()));
    }

    private static double ms(long nanos) {
        return nanos == Bracket.NEVER ? Double.POSITIVE_INFINITY : nanos / 1e6;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
