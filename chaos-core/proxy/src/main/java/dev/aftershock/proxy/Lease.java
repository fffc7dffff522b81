package dev.aftershock.proxy;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long a fault may live without being renewed, so that it dies with its owner.
 *
 * @param id the owner's name for everything it holds; empty for none
 * @param ttlMillis the time it was last given
 * @param dueNanos when it ends, on the clock of {@link Nanos}
 */
record Lease(Optional<String> id, long ttlMillis, long dueNanos) {
    /** A due time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long MAX_TTL_MILLIS = TimeUnit.HOURS.toMillis(24);

    /** What a request asks for, if anything; without a new {@code leaseId} the one of {@code current} stays. */
    static Optional<Lease> read(OwnFields fields, Optional<Lease> current) throws ApiError {
        Optional<String> id = fields.label("leaseId");
        Optional<Long> ttl = ttl(fields);
        if (ttl.isEmpty()) {
            if (id.isPresent()) {
                throw fields.wrong("ttlMs", "a time in milliseconds beside leaseId");
            }
            return current;
        }
        return Optional.of(of(id.or(() -> current.flatMap(Lease::id)), ttl.get()));
    }

    /** The {@code ttlMs} of a renewal, which must be there. */
    static long requiredTtl(OwnFields fields) throws ApiError {
        return ttl(fields).orElseThrow(() -> fields.wrong("ttlMs", "a whole number from 1 to " + MAX_TTL_MILLIS));
    }

    private static Optional<Long> ttl(OwnFields fields) throws ApiError {
        return fields.integer("ttlMs", 1, MAX_TTL_MILLIS);
    }

    private static Lease of(Optional<String> id, long ttlMillis) {
        return new Lease(id, ttlMillis, Nanos.now() + TimeUnit.MILLISECONDS.toNanos(ttlMillis));
    }

    Lease renewed(long newTtlMillis) {
        return of(id, newTtlMillis);
    }

    boolean is(String wanted) {
        return id.filter(wanted::equals).isPresent();
    }

    boolean isOver(long nowNanos) {
        return dueNanos <= nowNanos;
    }

    long remainingMillis(long nowNanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(dueNanos - nowNanos));
    }

    /** The members that an answer shows; each begins with a comma. */
    String json() {
        return ",\"ttlMs\":" + ttlMillis
                + id.map(name -> ",\"leaseId\":" + JsonWriter.quote(name)).orElse("");
    }

    /** The end of the one that ends first, or {@link #NEVER}. */
    static long due(Optional<Lease> lease) {
        return lease.map(Lease::dueNanos).orElse(NEVER);
    }
}
