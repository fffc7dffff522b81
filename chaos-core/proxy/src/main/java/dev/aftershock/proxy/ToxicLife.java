package dev.aftershock.proxy;

import java.util.Optional;

/**
 * What stays with a toxic through its updates: how long it may live, when it acts and what it did. Not part of its values, because a
 * renewal must not disturb connections as an update does.
 */
final class ToxicLife {
    private final Effects effects = new Effects();
    private volatile Optional<Lease> lease;
    private volatile Optional<Schedule> schedule;

    ToxicLife(Optional<Lease> lease, Optional<Schedule> schedule) {
        this.lease = lease;
        this.schedule = schedule;
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

    Optional<Schedule> schedule() {
        return schedule;
    }

    void schedule(Optional<Schedule> changed) {
        schedule = changed;
    }

    /** How much of the toxic acts at an instant, 0 to 1. */
    double strengthAt(long nowNanos) {
        return schedule.map(one -> one.strengthAt(nowNanos)).orElse(1.0);
    }

    /** The members that an answer shows; empty for a toxic as Toxiproxy knows it. */
    String json() {
        return lease.map(Lease::json).orElse("") + schedule.map(Schedule::json).orElse("");
    }
}
