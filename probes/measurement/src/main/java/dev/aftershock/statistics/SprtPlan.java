package dev.aftershock.statistics;

import java.util.Arrays;

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

    private static final double NEGLIGIBLE = 1e-9;
    private static final int MOST_TRIALS = 50_000;

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
     * @throws IllegalArgumentException when it is out of range, or when so many courses are still undecided after 50 000
     *     trials that there is no telling, because the two rates lie too close
     */
    public double expectedTrials(double passRate) {
        Checks.probability("passRate", passRate);
        Courses courses = new Courses(0, 0, new double[] {1});
        double expected = 0;
        for (double left = 1; left > NEGLIGIBLE; left = courses.left()) {
            if (courses.trials() == MOST_TRIALS) {
                throw new IllegalArgumentException("good " + good + " against bad " + bad + " is undecided after "
                        + MOST_TRIALS + " trials at a pass rate of " + passRate + "; expected rates further apart");
            }
            expected += left;
            courses = courses.oneMore(passRate).undecided(this);
        }
        return expected;
    }

    /**
     * The courses of a test that are still undecided, by how often they failed.
     *
     * @param least the fewest failures among them
     * @param shares how probable each number of failures is, from the fewest on
     */
    private record Courses(int trials, int least, double[] shares) {

        double left() {
            return Arrays.stream(shares).sum();
        }

        Courses oneMore(double passRate) {
            double[] next = new double[shares.length + 1];
            for (int i = 0; i < shares.length; i++) {
                next[i] += shares[i] * passRate;
                next[i + 1] += shares[i] * (1 - passRate);
            }
            return new Courses(trials + 1, least, next);
        }

        /** Those between the two limits; more failures never bring a course nearer to being accepted. */
        Courses undecided(SprtPlan plan) {
            int from = 0;
            int to = shares.length;
            while (from < to && decided(plan, from)) {
                from++;
            }
            while (to > from && decided(plan, to - 1)) {
                to--;
            }
            return new Courses(trials, least + from, Arrays.copyOfRange(shares, from, to));
        }

        private boolean decided(SprtPlan plan, int at) {
            return plan.decide(trials - least - at, least + at) != Decision.CONTINUE;
        }
    }
}
