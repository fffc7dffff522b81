package dev.aftershock.probes;

import java.util.SplittableRandom;

/** A grid with uniform jitter of a quarter of its spacing either way, so that it cannot beat with a periodic fault. */
final class Schedule {

    private final long origin;
    private final long every;
    private final SplittableRandom random;

    Schedule(long origin, long every, long seed) {
        this.origin = origin;
        this.every = every;
        this.random = new SplittableRandom(seed);
    }

    /** When a slot is due; ask once per slot and in order, since the jitter comes from a seeded sequence. */
    long due(int slot) {
        long quarter = every / 4;
        return origin + slot * every + random.nextLong(-quarter, quarter + 1);
    }
}
