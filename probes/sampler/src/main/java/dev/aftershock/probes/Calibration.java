package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Finds the instrument's own error on this machine, now: measures outages whose true length is known.
 *
 * <p>Outages of a loopback server go through the same sampler and the same analysis as the real probes. Stateless and
 * thread-safe, but two calibrations at once disturb each other.
 */
public final class Calibration {

    private static final int OUTAGES = 3;
    private static final Duration OUTAGE = Duration.ofMillis(200);
    private static final Duration WIDEST_SPACING = Duration.ofMillis(20);
    private static final Duration LONGEST_DEADLINE = Duration.ofMillis(100);

    private Calibration() {}

    /**
     * Measures three outages of 200 ms; takes up to 1.6 seconds.
     *
     * @param pace of the probe to speak for; its spacing counts up to 20 ms and its deadline up to 100 ms, wider ones
     *     are calibrated at those
     * @param seed of the schedule's jitter
     * @throws UncheckedIOException when the loopback server cannot be started
     * @throws CancellationException when the caller is interrupted; the interrupt stays set
     */
    public static Result run(Pace pace, MonotonicClock clock, long seed) {
        Duration every = shorter(pace.every(), WIDEST_SPACING);
        Duration deadline = longer(shorter(pace.deadline(), LONGEST_DEADLINE), every);
        Pace capped = new Pace(every, deadline);
        OutageLane.Plan plan = new OutageLane.Plan(capped, Mode.ERR, OUTAGE::toNanos, OUTAGES, Long.MAX_VALUE, seed);
        return unhurt(() -> {
            OutageLane.Watched watched = OutageLane.run(plan, clock);
            List<Long> errors = watched.outages(OutageLane.specOf(capped), OptionalLong.empty()).stream()
                    .map(KnownOutage::recoveryError)
                    .toList();
            return new Result(Collections.max(errors), errors, watched.maxGapNanos());
        });
    }

    /**
     * Finds which spacings this machine can measure at, from the finest to the widest.
     *
     * @param progress is told each row as soon as it is measured, by the calling thread
     * @throws UncheckedIOException when a loopback server cannot be started
     * @throws CancellationException when the caller is interrupted; the interrupt stays set
     */
    public static Survey survey(SurveyPlan plan, MonotonicClock clock, Consumer<Survey.Row> progress) {
        return unhurt(() -> new Surveyor(plan, clock).survey(progress));
    }

    /**
     * The instrument's error.
     *
     * @param errorNanos the largest of {@code errors}; {@link dev.aftershock.measurement.Bracket#NEVER} when an outage
     *     was not seen to end
     * @param errors the distance of each measured recovery time (R3, its point) from the truth, in nanoseconds
     * @param maxGapNanos the largest lateness of the sampler meanwhile, in nanoseconds
     */
    public record Result(long errorNanos, List<Long> errors, long maxGapNanos) {

        /** Copies the list. */
        public Result {
            errors = List.copyOf(errors);
        }
    }

    private interface Measuring<T> {
        T measure() throws IOException, InterruptedException;
    }

    private static <T> T unhurt(Measuring<T> measuring) {
        try {
            return measuring.measure();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot calibrate: the loopback server does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted during calibration");
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
