package dev.aftershock.parts;

/**
 * One thing that is wrong with an input: where, what, what was expected, and what may have been meant.
 *
 * @param place where the offending value stands
 * @param what what was found, naming the value
 * @param expected what would have been right; empty when {@code what} says it all
 * @param didYouMean the nearest allowed word; empty when none is near
 */
public record Problem(Place place, String what, String expected, String didYouMean) {

    /**
     * One line in the form {@code file:line:column: what; expected ...; did you mean '...'?}, with control characters
     * spelled out.
     */
    public String line() {
        StringBuilder line = new StringBuilder(place.toString()).append(": ").append(what);
        if (!expected.isEmpty()) {
            line.append("; expected ").append(expected);
        }
        if (!didYouMean.isEmpty()) {
            line.append("; did you mean '").append(didYouMean).append("'?");
        }
        return Words.oneLine(line.toString());
    }

    /** The same without secrets, which a part may have repeated from its settings. */
    Problem masked(Mask mask) {
        return new Problem(place, mask.of(what), expected, didYouMean);
    }

    @Override
    public String toString() {
        return line();
    }
}
