package dev.aftershock.proxy;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of Toxiproxy's form (20 characters of 0-9 and a-v), unique within a server and very likely between servers. */
final class RequestIds {
    private static final long PREFIX_BITS = 1L << 60;

    private final String prefix = padded(new SplittableRandom().nextLong(PREFIX_BITS), 12);
    private final AtomicLong count = new AtomicLong();

    String next() {
        return prefix + padded(count.getAndIncrement(), 8);
    }

    private static String padded(long value, int width) {
        String digits = Long.toString(value, 32);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
