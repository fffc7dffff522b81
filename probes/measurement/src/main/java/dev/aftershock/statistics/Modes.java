package dev.aftershock.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the modes of recovery times: clusters with wide gaps between them, which one mean would hide.
 *
 * <p>A gap counts when the value above it is more than three times the value below and two values or more lie on either
 * side. Stateless and thread-safe.
 */
public final class Modes {

    private static final long WIDE = 3;
    private static final int FEWEST = 2;
    private static final double TIMER_TOLERANCE = 0.2;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Modes() {}

    /**
     * One cluster.
     *
     * @param low its smallest value
     * @param high its largest value
     * @param count how many values it holds
     * @param share of all values, 0 to 1
     */
    public record Mode(long low, long high, int count, double share) {}

    /**
     * The modes in ascending order; a single one when no gap is wide enough.
     *
     * @param values at least one, none negative; {@link Long#MAX_VALUE} stands for never
     * @throws IllegalArgumentException when there is none, or one is negative
     */
    public static List<Mode> of(List<Long> values) {
        Checks.some("values", values);
        List<Long> sorted = values.stream().sorted().toList();
        if (sorted.get(0) < 0) {
            throw new IllegalArgumentException("a value is " + sorted.get(0) + "; expected at least 0");
        }
        List<Mode> modes = new ArrayList<>();
        int from = 0;
        for (int at = 1; at < sorted.size(); at++) {
            if (wide(sorted.get(at - 1), sorted.get(at)) && at - from >= FEWEST && sorted.size() - at >= FEWEST) {
                modes.add(mode(sorted, from, at));
                from = at;
            }
        }
        modes.add(mode(sorted, from, sorted.size()));
        return List.copyOf(modes);
    }

    /** Whether the one above is more than three times the one below; divides, as the triple of a large value overflows. */
    private static boolean wide(long below, long above) {
        return above / WIDE > below || above / WIDE == below && above % WIDE > 0;
    }

    private static Mode mode(List<Long> sorted, int from, int to) {
        return new Mode(sorted.get(from), sorted.get(to - 1), to - from, (double) (to - from) / sorted.size());
    }

    /**
     * One line for each pair of neighbouring modes whose distance is near a configured timer, to a fifth of it.
     *
     * @param timersNanos the timers by name, in nanoseconds
     */
    public static List<String> explain(List<Mode> modes, Map<String, Long> timersNanos) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < modes.size(); i++) {
            if (modes.get(i).high() == Long.MAX_VALUE) {
                continue;
            }
            long distance = middle(modes.get(i)) - middle(modes.get(i - 1));
            new TreeMap<>(timersNanos).forEach((name, timer) -> {
                if (Math.abs(distance - timer) <= TIMER_TOLERANCE * timer) {
                    lines.add("two modes lie " + seconds(distance) + " apart, about the timer " + name + " ("
                            + seconds(timer) + ")");
                }
            });
        }
        return List.copyOf(lines);
    }

    private static String seconds(long nanos) {
        BigDecimal seconds = BigDecimal.valueOf(nanos, 9).round(THREE_DIGITS);
        return seconds.stripTrailingZeros().toPlainString() + " s";
    }

    private static long middle(Mode mode) {
        return mode.low() + (mode.high() - mode.low()) / 2;
    }
}
