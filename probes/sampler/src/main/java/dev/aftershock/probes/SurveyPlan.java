package dev.aftershock.probes;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How {@link Calibration#survey} goes about it.
 *
 * @param spacings to try, rising, each from 1 ms to 1 s
 * @param outages how many known outages to measure at each, from 3 to 1000
 * @param atMost no outage begins after this long; rows cut short by it are not attainable
 * @param seed of the phases and the schedules' jitter
 */
public record SurveyPlan(List<Duration> spacings, int outages, Duration atMost, long seed) {

    private static final Duration WIDEST = Duration.ofSeconds(1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is outside its range; the message names it
     */
    public SurveyPlan {
        spacings = List.copyOf(spacings);
        if (spacings.isEmpty()
                || !spacings.equals(spacings.stream().distinct().sorted().toList())) {
            throw new IllegalArgumentException(
                    "the spacings are " + spacings + ", where at least one was expected, each above the one before");
        }
        if (spacings.get(0).compareTo(Duration.ofMillis(1)) < 0
                || spacings.get(spacings.size() - 1).compareTo(WIDEST) > 0) {
            throw new IllegalArgumentException("the spacings are " + spacings + ", where 1 ms to 1 s were expected");
        }
        if (outages < 3 || outages > 1000) {
            throw new IllegalArgumentException(
                    "the number of outages is " + outages + ", where 3 to 1000 was expected");
        }
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("the longest time is " + atMost + ", where more than 0 was expected");
        }
    }

    /** Spacings of 1, 2, 5, 10, 20, 50 and 100 ms with 20 outages each, for about 17 and at most about 27 seconds. */
    public static SurveyPlan usual(long seed) {
        List<Duration> spacings = LongStream.of(1, 2, 5, 10, 20, 50, 100)
                .mapToObj(Duration::ofMillis)
                .toList();
        return new SurveyPlan(spacings, 20, Duration.ofSeconds(25), seed);
    }
}
