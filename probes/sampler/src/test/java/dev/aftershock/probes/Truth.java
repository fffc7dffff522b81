package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** The edges of an outage as the server itself recorded them. */
record Truth(Moment down, Moment up) {

    private static final SeriesSpec SPEC = new SeriesSpec(ms(5), ms(100), ms(50), ms(100), 0.05);

    long nanos() {
        return up.middle() - down.middle();
    }

    long shortest() {
        return up.earliest() - down.latest();
    }

    long longest() {
        return up.latest() - down.earliest();
    }

    Recovery measured(List<Sample> samples) {
        return RecoveryAnalysis.since(down, samples, SPEC, OptionalLong.of(ms(10)));
    }

    boolean isNearAnEdge(Sample sample, long nanos) {
        return isNear(sample, down, nanos) || isNear(sample, up, nanos);
    }

    private static boolean isNear(Sample sample, Moment edge, long nanos) {
        return sample.done() >= edge.earliest() - nanos && sample.sent() <= edge.latest() + nanos;
    }

    /** Waits in real time, since the outage must really last that long. */
    static void rest(MonotonicClock clock, long nanos) {
        long until = clock.nanos() + nanos;
        for (long left = nanos; left > 0; left = until - clock.nanos()) {
            LockSupport.parkNanos(left);
        }
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
