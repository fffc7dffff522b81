package dev.aftershock.measurement;

/**
 * What the analysis must know of one probe's series; all durations in nanoseconds.
 *
 * @param every the spacing D of the schedule
 * @param deadline the longest wait X for an answer
 * @param within the latency from due up to which an answer is good (lambda)
 * @param hold how long goodness must last to count as recovered (W)
 * @param badAtMost the share of bad samples tolerated within the hold, 0 to 1
 */
public record SeriesSpec(long every, long deadline, long within, long hold, double badAtMost) {

    /** Checks the ranges. */
    public SeriesSpec {
        if (every <= 0 || deadline <= 0 || within <= 0 || hold <= 0 || badAtMost < 0 || badAtMost > 1) {
            throw new IllegalArgumentException("spacing, deadline, latency bound and hold must be above 0");
        }
    }
}
