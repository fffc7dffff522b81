package dev.aftershock.statistics;

/**
 * A sequential test of a pass rate: trial after trial, until it is decided.
 *
 * <p>Source: A. Wald, Sequential tests of statistical hypotheses, Annals of Mathematical Statistics 16 (1945), 117-186,
 * section 5.3. Immutable and thread-safe.
 *
 * @param good the pass rate that should be accepted, above {@code bad}
 * @param bad the pass rate that should be rejected
 * @param alpha the probability of rejecting a good one, below 0.5
 * @param beta the probability of accepting a bad one, below 0.5
 */
public record SprtPlan(double good, double bad, double alpha, double beta) {

    private static final double NEGLIGIBLE = 1e-12;
    private static final int MOST_TRIALS = 100_000;

    /** Checks the ranges. */
    public SprtPlan {
        Checks.probability("good", good);
        Checks.probability("bad", bad);
        Checks.probability("alpha", alpha);
        Checks.probability("beta", beta);
        if (bad >= good || alpha >= 0.5 || beta >= 0.5) {
            throw new IllegalArgumentException("good " + good + ", bad " + bad + ", alpha " + alpha + ", beta " + beta
                    + "; expected good above bad, and both errors below 0.5");
        }
    }

    /** 0.95 against 0.70 with errors of 0.05 and 0.1: accepts after 8 straight passes, rejects after 2 straight failures. */
    public static SprtPlan byDefault() {
        return new SprtPlan(0.95, 0.70, 0.05, 0.1);
    }

    /** What the trials so far decide. */
    public enum Decision {
        /** The pass rate counts as good. */
        ACCEPT,
        /** The pass rate counts as bad. */
        REJECT,
        /** It takes more trials. */
        CONTINUE
    }

    /**
     * What so many passes and failures decide.
     *
     * @throws IllegalArgumentException when a number is negative
     */
    public Decision decide(int passes, int failures) {
        if (passes < 0 || failures < 0) {
            throw new IllegalArgumentException(
                    passes + " passes and " + failures + " failures; expected numbers of at least 0");
        }
        double logRatio = passes * Math.log(bad / good) + failures * Math.log((1 - bad) / (1 - good));
        if (logRatio >= Math.log((1 - beta) / alpha)) {
            return Decision.REJECT;
        }
        return logRatio <= Math.log(beta / (1 - alpha)) ? Decision.ACCEPT : Decision.CONTINUE;
    }

    /**
     * How many trials it takes on average at a true pass rate, found by following every course of the test.
     *
     * @param passRate between 0 and 1
     * @throws IllegalArgumentException when it is out of range
     */
    public double expectedTrials(double passRate) {
        Checks.probability("passRate", passRate);
        double[] undecided = {1};
        double left = 1;
        double expected = 0;
        for (int trials = 0; left > NEGLIGIBLE && trials < MOST_TRIALS; trials++) {
            expected += left;
            undecided = oneMore(undecided, trials + 1, passRate);
            left = 0;
            for (double course : undecided) {
                left += course;
            }
        }
        return expected;
    }

    /** The probabilities of the courses that are still undecided after one more trial, by their number of failures. */
    private double[] oneMore(double[] undecided, int trials, double passRate) {
        double[] next = new double[trials + 1];
        for (int failures = 0; failures < undecided.length; failures++) {
            next[failures] += undecided[failures] * passRate;
            next[failures + 1] += undecided[failures] * (1 - passRate);
        }
        for (int failures = 0; failures <= trials; failures++) {
            if (next[failures] > 0 && decide(trials - failures, failures) != Decision.CONTINUE) {
                next[failures] = 0;
            }
        }
        return next;
    }
}
