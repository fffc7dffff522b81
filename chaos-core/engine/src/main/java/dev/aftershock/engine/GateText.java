package dev.aftershock.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What gates of every kind check and print in the same way. */
final class GateText {

    private GateText() {}

    static void checkMost(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least 1 trial, not " + most);
        }
    }

    /** A share such as 0.95 as a number of percent, {@code 95}. */
    static String percent(double share) {
        return BigDecimal.valueOf(share)
                .movePointRight(2)
                .setScale(6, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
