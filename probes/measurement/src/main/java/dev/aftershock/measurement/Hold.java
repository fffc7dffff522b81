package dev.aftershock.measurement;

/**
 * What a hold of all-good probes proves of the share of requests that fail, when probes fail independently.
 *
 * <p>If a share {@code b} of requests failed, {@code m} probes would all be good with probability {@code (1-b)^m}; the
 * exact one-sided binomial bound for zero failures (Clopper and Pearson, "The use of confidence or fiducial limits
 * illustrated in the case of the binomial", Biometrika 26, 1934). Stateless and thread-safe.
 */
public final class Hold {

    private Hold() {}

    /**
     * How many all-good probes prove that at most a share of requests fails: the least m with {@code m >= ln(alpha) /
     * ln(1 - badAtMost)}.
     *
     * @param badAtMost the share, above 0 and below 1: no number of probes proves that nothing ever fails
     * @param alpha the risk of a wrong proof, above 0 and below 1; 0.05 for a confidence of 95 %
     * @throws IllegalArgumentException when an argument is outside its range
     */
    public static int probesNeeded(double badAtMost, double alpha) {
        Ranges.inner("tolerated share of bad samples", badAtMost);
        Ranges.inner("risk alpha", alpha);
        return (int) Math.ceil(Math.log(alpha) / Math.log1p(-badAtMost));
    }

    /**
     * The confidence, 0 to 1, with which all-good probes prove that at most a share of requests fails: {@code 1 - (1 -
     * badAtMost)^probes}.
     *
     * @param probes how many there were, at least 0; none proves nothing
     * @param badAtMost the share, 0 to 1
     * @throws IllegalArgumentException when an argument is outside its range
     */
    public static double confidence(int probes, double badAtMost) {
        Ranges.share("tolerated share of bad samples", badAtMost);
        if (probes < 0) {
            throw new IllegalArgumentException("there are " + probes + " probes, where at least 0 was expected");
        }
        return 1 - Math.pow(1 - badAtMost, probes);
    }
}
