package dev.aftershock.proxy;

import java.util.OptionalLong;

/**
 * What one toxic has done since it was added, over all connections: the proof that a fault met traffic.
 *
 * <p>Bytes are counted where the toxic stands in its chain. The end of a stream that a toxic keeps back counts as a
 * delayed chunk of no bytes.
 *
 * @param connections on which it struck at least one chunk or end of a stream
 * @param met chunks that came to it where its toxicity let it strike, whatever it then did with them
 * @param delayed chunks of which at least a part was kept back
 * @param dropped chunks of which at least a part was thrown away, with the bytes thrown away
 * @param altered chunks that surely left with other content or cut into other pieces
 * @param closed connections that it closed
 * @param reset connections that it ended with a TCP reset
 * @param firstEffectNanos when something was first delayed, dropped, altered, closed or reset, on the clock of
 *     {@link System#nanoTime}; empty for never
 * @param lastEffectNanos when that last happened, on the same clock
 */
public record ToxicEvidence(
        long connections,
        Affected met,
        Affected delayed,
        Affected dropped,
        Affected altered,
        long closed,
        long reset,
        OptionalLong firstEffectNanos,
        OptionalLong lastEffectNanos) {

    /** How much was affected in one way. */
    public record Affected(long chunks, long bytes) {
        String json() {
            return "{\"chunks\":" + chunks + ",\"bytes\":" + bytes + "}";
        }
    }

    /** As an object; {@code nowNanos} is what the two times are to be compared with. */
    String json() {
        return "{\"connections\":" + connections
                + ",\"met\":" + met.json()
                + ",\"delayed\":" + delayed.json()
                + ",\"dropped\":" + dropped.json()
                + ",\"altered\":" + altered.json()
                + ",\"closed\":" + closed
                + ",\"reset\":" + reset
                + time("firstEffectNanos", firstEffectNanos)
                + time("lastEffectNanos", lastEffectNanos)
                + ",\"nowNanos\":" + Nanos.system(Nanos.now()) + "}";
    }

    static String time(String key, OptionalLong nanos) {
        return nanos.isPresent() ? ",\"" + key + "\":" + nanos.getAsLong() : "";
    }
}
