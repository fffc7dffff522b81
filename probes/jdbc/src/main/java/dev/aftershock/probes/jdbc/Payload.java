package dev.aftershock.probes.jdbc;

import java.nio.charset.StandardCharsets;

/**
 * What one write carries; the same text for the same seed, writer and number.
 *
 * @param text 32 hexadecimal digits
 * @param hash FNV-1a, 64 bits, of the text
 */
record Payload(String text, long hash) {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    static Payload of(long seed, int writer, long seq) {
        long first = mixed(seed ^ mixed(writer + GOLDEN_GAMMA * seq));
        long second = mixed(first + GOLDEN_GAMMA);
        String text = hex(first) + hex(second);
        return new Payload(text, hashOf(text));
    }

    static long hashOf(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The last step of SplitMix64. */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
