package dev.aftershock.engine;

import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the probes themselves added to the system's traffic: an observer that is felt changes what it observes.
 *
 * @param perSecond the most attempts that all probes sent together within one second
 * @param traffic how many requests the system serves in a second without them
 */
public record ProbeLoad(int perSecond, int traffic) {

    private static final double UNFELT = 0.01;

    static ProbeLoad of(Recording recording, int traffic) {
        long second = TimeUnit.SECONDS.toNanos(1);
        long[] sent = recording.samples().values().stream()
                .flatMap(samples -> samples.stream())
                .filter(sample -> sample.outcome() != Outcome.NOT_SENT)
                .mapToLong(Sample::sent)
                .sorted()
                .toArray();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sent.length; to++) {
            while (sent[to] - sent[from] >= second) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return new ProbeLoad(most, traffic);
    }

    /** The probes' share of the usual traffic; 0.01 is 1 %. */
    public double share() {
        return (double) perSecond / traffic;
    }

    /** Whether it is more than 1 %. */
    public boolean felt() {
        return share() > UNFELT;
    }

    /** For people: {@code up to 500 attempts a second, 25.0 % of the usual 2000}. */
    public String sentence() {
        return String.format(
                Locale.ROOT, "up to %d attempts a second, %.1f %% of the usual %d", perSecond, 100 * share(), traffic);
    }
}
