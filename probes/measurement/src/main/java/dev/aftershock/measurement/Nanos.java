package dev.aftershock.measurement;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prints durations for people. Stateless and thread-safe. */
public final class Nanos {

    private static final int DECIMALS = 2;

    private Nanos() {}

    private enum Unit {
        S(9, 100_000_000L, "s"),
        MS(6, 100_000L, "ms"),
        US(3, 100L, "us"),
        NS(0, 1L, "ns");

        private final int digits;
        private final long from;
        private final String symbol;

        Unit(int digits, long from, String symbol) {
            this.digits = digits;
            this.from = from;
            this.symbol = symbol;
        }

        static Unit fit(long nanos) {
            for (Unit unit : values()) {
                if (Math.abs(nanos) >= unit.from) {
                    return unit;
                }
            }
            return S;
        }

        BigDecimal of(long nanos) {
            return BigDecimal.valueOf(nanos, digits);
        }
    }

    /** A duration with at most two decimals, such as {@code 0.63 s}, {@code 12.4 ms} or {@code never}. */
    public static String seconds(long nanos) {
        if (nanos == Bracket.NEVER) {
            return "never";
        }
        Unit unit = Unit.fit(nanos);
        BigDecimal rounded = unit.of(nanos).setScale(decimals(unit, nanos), RoundingMode.HALF_UP);
        BigDecimal shown = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        return shown.toPlainString() + " " + unit.symbol;
    }

    /**
     * A duration with its error, such as {@code 0.63 s [0.62, 0.64]}; bounds are rounded outwards and show as many
     * decimals as their distance asks for.
     */
    public static String bracket(Bracket bracket) {
        if (!bracket.ended()) {
            return "never, at least " + seconds(bracket.low());
        }
        if (bracket.low() == bracket.high()) {
            return seconds(bracket.point());
        }
        Unit unit = Unit.fit(bracket.high());
        int scale = scale(unit, bracket.high() - bracket.low());
        return unit.of(bracket.point()).setScale(scale, RoundingMode.HALF_UP).toPlainString()
                + " " + unit.symbol
                + " ["
                + unit.of(bracket.low()).setScale(scale, RoundingMode.FLOOR).toPlainString()
                + ", "
                + unit.of(bracket.high()).setScale(scale, RoundingMode.CEILING).toPlainString() + "]";
    }

    private static int decimals(Unit unit, long nanos) {
        boolean tens = unit != Unit.S && unit.of(nanos).abs().compareTo(BigDecimal.TEN) >= 0;
        return tens ? 1 : DECIMALS;
    }

    /** So many decimals that the width spans at least one step, and at least as many as a plain duration has. */
    private static int scale(Unit unit, long width) {
        int wanted = unit.digits - (Long.toString(width).length() - 1);
        return Math.min(unit.digits, Math.max(unit == Unit.S ? DECIMALS : 1, wanted));
    }
}
