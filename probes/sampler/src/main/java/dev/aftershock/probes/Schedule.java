package dev.aftershock.probes;

import java.util.SplittableRandom;

/**
 * A grid with uniform jitter of a quarter of its spacing either way, so that it cannot beat with a periodic fault; the
 * spacing may change from slot to slot. Ask for the slots in order: the jitter comes from a seeded sequence.
 */
final class Schedule {

    private final SplittableRandom random;
    private long base;
    private long spacing;
    private long due;

    /** A grid whose first slot is around {@code origin}. */
    Schedule(long origin, long every, long seed) {
        this.random = new SplittableRandom(seed);
        this.base = origin;
        this.spacing = every;
        this.due = origin + jitter(every);
    }

    /** When the slot at hand is due. */
    long due() {
        return due;
    }

    /** Moves on to the next slot. */
    void next(long nextSpacing) {
        // Closer slots follow the last one as it really was, so that jitter never puts them in the wrong order.
        base = (nextSpacing < spacing ? due : base) + nextSpacing;
        spacing = nextSpacing;
        due = Math.max(due, base + jitter(nextSpacing));
    }

    /** Brings the slot at hand forward, because closer ones are wanted from now on. */
    void hasten(long now, long closer) {
        if (now + closer < due) {
            base = now + closer;
            spacing = closer;
            due = base;
        }
    }

    private long jitter(long of) {
        return random.nextLong(-of / 4, of / 4 + 1);
    }
}
