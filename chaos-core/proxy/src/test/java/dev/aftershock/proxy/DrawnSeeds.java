package dev.aftershock.proxy;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/** The seeds that a test of random cases runs with. */
final class DrawnSeeds {

    private DrawnSeeds() {}

    /** The one of {@code -Daftershock.seed}, or else half of them the same in every run and half new. */
    static LongStream of(int count) {
        Long given = Long.getLong("aftershock.seed");
        return given != null
                ? LongStream.of(given)
                : LongStream.concat(
                        LongStream.rangeClosed(1, count / 2),
                        ThreadLocalRandom.current().longs(count / 2));
    }
}
