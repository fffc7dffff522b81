package dev.aftershock.proxy;

import java.util.SplittableRandom;

/** One independent random source per place where chance decides, so that thread timing cannot change a decision. */
final class Seeds {
    private Seeds() {}

    /** The source for {@code seed} at the place named by {@code path}; equal arguments give equal sequences. */
    static SplittableRandom random(long seed, long... path) {
        long mixed = seed;
        for (long step : path) {
            mixed = new SplittableRandom(mixed ^ step * 0x9E3779B97F4A7C15L).nextLong();
        }
        return new SplittableRandom(mixed);
    }
}
