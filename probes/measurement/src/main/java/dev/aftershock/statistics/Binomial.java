package dev.aftershock.statistics;

/** The binomial distribution, summed term by term in logarithms; exact up to rounding for any number of trials. */
final class Binomial {

    private Binomial() {}

    /** The probability of at most {@code most} successes; 0 for a negative number. */
    static double atMost(int most, int trials, double rate) {
        if (most >= trials) {
            return 1;
        }
        double logRate = Math.log(rate);
        double logRest = Math.log1p(-rate);
        double logChoose = 0;
        double sum = 0;
        for (int k = 0; k <= most; k++) {
            sum += Math.exp(logChoose + k * logRate + (trials - k) * logRest);
            logChoose += Math.log(trials - k) - Math.log(k + 1.0);
        }
        return Math.min(1, sum);
    }
}
