package dev.aftershock.statistics;

import java.util.Collection;

/** Refuses arguments outside their range, naming the value and what was expected. */
final class Checks {

    private Checks() {}

    static void probability(String name, double value) {
        // Written so that NaN is refused too.
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("'" + name + "' is " + value + "; expected a number between 0 and 1");
        }
    }

    static void counts(int passes, int trials) {
        if (trials < 1 || passes < 0 || passes > trials) {
            throw new IllegalArgumentException(
                    passes + " of " + trials + " trials passed; expected at least one trial and 0 to all passes");
        }
    }

    static void some(String name, Collection<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' is empty; expected at least one value");
        }
    }
}
