package dev.aftershock.reports.files;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps nanoseconds of the run's clock to pixels.
 *
 * @param from the first moment shown
 * @param to the last moment shown, after {@code from}
 * @param left the first pixel
 * @param width pixels
 */
record Scale(long from, long to, double left, double width) {

    private static final long SECOND = 1_000_000_000L;
    private static final int TICKS_ABOUT = 9;

    /** The pixel of a moment, inside the drawing. */
    double x(long at) {
        long inside = Math.max(from, Math.min(to, at));
        return left + (inside - from) * width / (to - from);
    }

    double right() {
        return left + width;
    }

    boolean shows(long at) {
        return at >= from && at <= to;
    }

    int columns() {
        return (int) width;
    }

    /** The column of pixels of a moment that is shown. */
    int column(long at) {
        return (int) Math.min(columns() - 1L, (long) ((at - from) * width / (to - from)));
    }

    double nanosPerPixel() {
        return (to - from) / width;
    }

    /** Round moments relative to the origin. */
    List<Long> ticks(long origin) {
        long step = step();
        List<Long> ticks = new ArrayList<>();
        for (long tick = Math.floorDiv(from - origin, step) * step; origin + tick <= to; tick += step) {
            if (origin + tick >= from) {
                ticks.add(tick);
            }
        }
        return ticks;
    }

    private long step() {
        long span = to - from;
        for (long decade = 1_000; decade <= 1_000 * SECOND; decade *= 10) {
            for (long factor : new long[] {1, 2, 5}) {
                if (span / (decade * factor) <= TICKS_ABOUT) {
                    return decade * factor;
                }
            }
        }
        return Math.max(SECOND, span / TICKS_ABOUT);
    }

    /** A tick's text, in milliseconds when the whole scale is short. */
    String tick(long tick) {
        String sign = tick < 0 ? "−" : tick > 0 ? "+" : "";
        long size = Math.abs(tick);
        if (size == 0) {
            return "0";
        }
        boolean fine = to - from < 2 * SECOND;
        long unit = fine ? 1_000_000L : SECOND;
        String number = java.math.BigDecimal.valueOf(size)
                .divide(java.math.BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
        return sign + number + (fine ? " ms" : " s");
    }
}
