package dev.aftershock.probes;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * One record to post; the same for the same run, writer and number.
 *
 * @param id tells it from every other record of any run
 * @param payload 32 hexadecimal digits
 */
record HttpWrite(int writer, long seq, String id, String payload) {

    /** @param run random, so that the ids of other runs tell nothing of this one's */
    static HttpWrite of(String run, int writer, long seq) {
        String id = run + "-" + writer + "-" + seq;
        SplittableRandom random = new SplittableRandom(hashOf(id));
        HexFormat hex = HexFormat.of();
        return new HttpWrite(writer, seq, id, hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()));
    }

    String json() {
        return "{\"id\":\"" + id + "\",\"writer\":" + writer + ",\"seq\":" + seq + ",\"payload\":\"" + payload + "\"}";
    }

    long hash() {
        return hashOf(payload);
    }

    /** FNV-1a, 64 bits (Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm", section 2). */
    static long hashOf(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
