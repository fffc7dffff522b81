package dev.aftershock.probes.jdbc;

/** Checks numbers of settings. */
final class Ranges {

    private Ranges() {}

    static void check(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("'" + key + "' is " + value + "; expected a number from 1 to " + most);
        }
    }
}
