package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Looks for a reason to end a run early. Looking is for one thread; {@link #limit} may be called by another. */
final class StopReasons {

    private static final long SUSPENDED = Duration.ofSeconds(2).toNanos();

    private final MonotonicClock clock;
    private final LongSupplier sinceBoot;
    private final HaltFile halt;
    private final RunShared shared;
    private final AbortConditions aborts;
    private final long touchedBefore;
    private volatile Optional<Limits> limits = Optional.empty();
    private long lastAsleep;

    /** What holds from the beginning of the method on. */
    private record Limits(long since, long stopAt) {}

    /** With the time since boot in nanoseconds, from any origin. */
    StopReasons(MonotonicClock clock, LongSupplier sinceBoot, HaltFile halt, RunShared shared, AbortConditions aborts) {
        this.clock = clock;
        this.sinceBoot = sinceBoot;
        this.halt = halt;
        this.shared = shared;
        this.aborts = aborts;
        this.touchedBefore = halt.touched();
        this.lastAsleep = asleep();
    }

    /** From now on the method may last this long, and the abort conditions count. */
    void limit(Duration stopAfter) {
        long now = clock.nanos();
        limits = Optional.of(new Limits(now, now + stopAfter.toNanos()));
    }

    /** A reason, if there is one now. */
    Optional<String> find() {
        long now = clock.nanos();
        Optional<Limits> limited = limits;
        if (limited.filter(limit -> now > limit.stopAt()).isPresent()) {
            return Optional.of("the safeguard stop-after passed");
        }
        if (halt.touched() != touchedBefore) {
            return Optional.of("halted by " + halt.file());
        }
        if (wasSuspended()) {
            return Optional.of("the machine was suspended");
        }
        return shared.ended().or(() -> limited.flatMap(limit -> aborts.met(limit.since(), now)));
    }

    private boolean wasSuspended() {
        long now = asleep();
        long slept = now - lastAsleep;
        lastAsleep = now;
        return slept > SUSPENDED;
    }

    /** How far the time since boot is ahead of the monotonic clock, which stands still while the machine sleeps. */
    private long asleep() {
        return sinceBoot.getAsLong() - clock.nanos();
    }
}
