package dev.aftershock.measurement;

/**
 * What the analysis must know of one probe's series; all durations in nanoseconds.
 *
 * @param every the spacing D of the schedule, above 0; the schedule may run denser at times, such as during trouble
 * @param deadline the longest wait X for an answer, at least {@code every}: with less, an outage between the end of one
 *     wait and the next sample would be no part of any sample
 * @param within the latency from due up to which an answer is good (lambda), above 0
 * @param hold how long goodness must last to count as recovered (W), above 0
 * @param badAtMost the share of bad samples tolerated within the hold, 0 to 1
 */
public record SeriesSpec(long every, long deadline, long within, long hold, double badAtMost) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is outside its range; the message names it, its value and the range
     */
    public SeriesSpec {
        above0("spacing (every)", every);
        above0("deadline", deadline);
        above0("latency bound (within)", within);
        above0("hold", hold);
        if (deadline < every) {
            throw new IllegalArgumentException("the deadline is " + Nanos.seconds(deadline)
                    + ", where at least the spacing of " + Nanos.seconds(every)
                    + " was expected; raise the deadline or sample more often");
        }
        Ranges.share("tolerated share of bad samples (badAtMost)", badAtMost);
    }

    private static void above0(String what, long nanos) {
        if (nanos <= 0) {
            throw new IllegalArgumentException(
                    "the " + what + " is " + nanos + " ns, where a duration above 0 was expected");
        }
    }
}
