package dev.aftershock.measurement;

/** Checks that numbers are what they can be; not a number is never in range. */
final class Ranges {

    private Ranges() {}

    /** A share from 0 to 1. */
    static void share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("the " + what + " is " + value + ", where 0 to 1 was expected");
        }
    }

    /** A share above 0 and below 1. */
    static void inner(String what, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(
                    "the " + what + " is " + value + ", where more than 0 and less than 1 was expected");
        }
    }

    /** A duration of at least 0 ns. */
    static long duration(String what, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("the " + what + " is " + nanos + " ns, where at least 0 was expected");
        }
        return nanos;
    }
}
