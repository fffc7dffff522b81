package dev.aftershock.reports.files;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Prints numbers for people. */
final class Figures {

    static final String NONE = "–";
    private static final double NANOS_PER_SECOND = 1e9;

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number with its noun: {@code 1 write}, {@code 2 writes}. */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String bracket(Optional<Bracket> bracket) {
        return bracket.map(Nanos::bracket).orElse(NONE);
    }

    static String seconds(OptionalLong nanos) {
        return nanos.isPresent() ? Nanos.seconds(nanos.getAsLong()) : NONE;
    }

    /** Seconds with so many decimals, without a unit, for files that machines read too. */
    static String decimal(long nanos, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", nanos / NANOS_PER_SECOND);
    }

    /** A duration rounded up, for what is met from there on. */
    static String atMost(long nanos) {
        long step = step(nanos);
        return Nanos.seconds(-Math.floorDiv(-nanos, step) * step);
    }

    /** A duration rounded down, for what is missed below it. */
    static String atLeast(long nanos) {
        return Nanos.seconds(Math.floorDiv(nanos, step(nanos)) * step(nanos));
    }

    /** The last digit that is shown of it. */
    private static long step(long nanos) {
        if (nanos >= 100_000_000L) {
            return 10_000_000L;
        }
        if (nanos >= 10_000_000L) {
            return 100_000L;
        }
        return nanos >= 100_000L ? 10_000L : nanos >= 10_000L ? 100L : 1L;
    }

    /** A moment relative to another, such as {@code +0.63 s}. */
    static String offset(long nanos) {
        return nanos == 0 ? "0 s" : (nanos < 0 ? "−" : "+") + Nanos.seconds(Math.abs(nanos));
    }

    static String share(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", fraction * 100);
    }
}
