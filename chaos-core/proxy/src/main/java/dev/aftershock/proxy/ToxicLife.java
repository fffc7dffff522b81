package dev.aftershock.proxy;

import java.util.Optional;

/**
 * What stays with a toxic through its updates: how long it may live and what it did. Not part of its values, because a
 * renewal must not disturb connections as an update does.
 */
final class ToxicLife {
    private final Effects effects = new Effects();
    private volatile Optional<Lease> lease;

    ToxicLife(Optional<Lease> lease) {
        this.lease = lease;
    }

    Effects effects() {
        return effects;
    }

    Optional<Lease> lease() {
        return lease;
    }

    void lease(Optional<Lease> changed) {
        lease = changed;
    }

    /** The members that an answer shows; empty for a toxic as Toxiproxy knows it. */
    String json() {
        return lease.map(Lease::json).orElse("");
    }
}
