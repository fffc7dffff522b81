package dev.aftershock.proxy;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When a toxic acts: {@code onMs} on and {@code offMs} off in turn, growing from little to its full values over
 * {@code rampMs} each time it comes on.
 *
 * @param onMillis 0 for always on
 * @param offMillis between two times on
 * @param rampMillis 0 for full values at once
 * @param startNanos when it began, on the clock of {@link Nanos}
 */
record Schedule(long onMillis, long offMillis, long rampMillis, long startNanos) {
    private static final String NAME = "schedule";
    private static final long LEAST_MILLIS = 20;
    private static final long MOST_MILLIS = TimeUnit.HOURS.toMillis(24);
    private static final long MOST_STEPS = 50;

    /** What a request asks for, {@code current} when it asks for nothing, and none when it asks for an empty one. */
    static Optional<Schedule> read(OwnFields fields, ToxicType type, Optional<Schedule> current) throws ApiError {
        if (!fields.has(NAME)) {
            return current;
        }
        OwnFields given = fields.object(NAME);
        Optional<Long> on = given.integer("onMs", LEAST_MILLIS, MOST_MILLIS);
        Optional<Long> off = given.integer("offMs", LEAST_MILLIS, MOST_MILLIS);
        Optional<Long> ramp = given.integer("rampMs", LEAST_MILLIS, MOST_MILLIS);
        if (on.isPresent() != off.isPresent()) {
            throw given.wrong(on.isPresent() ? "offMs" : "onMs", "a time beside the other of onMs and offMs");
        }
        if (ramp.isPresent() && type.attributes().stream().noneMatch(Attribute::grows)) {
            throw given.wrong("rampMs", "none: nothing grows in type '" + type.name() + "'");
        }
        return on.isEmpty() && ramp.isEmpty()
                ? Optional.empty()
                : Optional.of(new Schedule(on.orElse(0L), off.orElse(0L), ramp.orElse(0L), Nanos.now()));
    }

    /** How much of the toxic's values acts, 0 to 1. */
    double strengthAt(long nowNanos) {
        long at = phase(nowNanos);
        if (onMillis > 0 && at >= nanos(onMillis)) {
            return 0;
        }
        return rampMillis == 0 ? 1 : Math.min(1, (double) (at / stepNanos() + 1) / steps());
    }

    /** When {@link #strengthAt} changes next, or {@link Lease#NEVER}. */
    long nextAfter(long nowNanos) {
        long at = phase(nowNanos);
        long begin = nowNanos - at;
        long step = (at / stepNanos() + 1) * stepNanos();
        boolean climbs = rampMillis > 0 && step < nanos(rampMillis);
        if (onMillis == 0) {
            return climbs ? begin + step : Lease.NEVER;
        }
        if (at >= nanos(onMillis)) {
            return begin + nanos(onMillis + offMillis);
        }
        return begin + (climbs ? Math.min(step, nanos(onMillis)) : nanos(onMillis));
    }

    /** How long it has been on or off since it last came on. */
    private long phase(long nowNanos) {
        long since = Math.max(0, nowNanos - startNanos);
        return onMillis == 0 ? since : since % nanos(onMillis + offMillis);
    }

    private long steps() {
        return Math.max(1, Math.min(MOST_STEPS, rampMillis / LEAST_MILLIS));
    }

    private long stepNanos() {
        return Math.max(1, nanos(rampMillis) / steps());
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The member that an answer shows; begins with a comma. */
    String json() {
        String pattern = onMillis == 0 ? "" : "\"onMs\":" + onMillis + ",\"offMs\":" + offMillis;
        String ramp = rampMillis == 0 ? "" : "\"rampMs\":" + rampMillis;
        return ",\"schedule\":{" + pattern + (pattern.isEmpty() || ramp.isEmpty() ? "" : ",") + ramp + "}";
    }
}
