package dev.aftershock.parts;

/**
 * A share of a whole.
 *
 * @param value from 0 to 100
 */
public record Percent(double value) {

    /** Checks the range. */
    public Percent {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException("a percentage from 0% to 100%, not " + value);
        }
    }

    /** The share as a number from 0 to 1. */
    public double fraction() {
        return value / 100;
    }

    @Override
    public String toString() {
        return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value)) + "%";
    }
}
