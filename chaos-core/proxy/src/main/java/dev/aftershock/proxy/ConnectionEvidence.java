package dev.aftershock.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One connection through a proxy, as far as it has come.
 *
 * @param id its number among the proxy's connections, from 0; the one that random decisions start from
 * @param openedAt when the client was accepted, by the wall clock
 * @param openedNanos the same on the clock of {@link System#nanoTime}
 * @param closedNanos when both of its sockets were closed, on that clock; empty while one is open
 * @param upstream what went from the client to the server
 * @param downstream what went from the server to the client
 * @param toxics the names of those that struck it, at most 64, in the order they first did;
 *     {@code proxy.bandwidth} is the limit of the whole proxy
 * @param closeReason what ended it: who closed or reset first, or the toxic that did; empty until something has
 */
public record ConnectionEvidence(
        long id,
        Instant openedAt,
        long openedNanos,
        OptionalLong closedNanos,
        Flow upstream,
        Flow downstream,
        List<String> toxics,
        Optional<String> closeReason) {

    /**
     * The bytes of one direction.
     *
     * @param received read from its source
     * @param delivered handed to its destination; the rest was dropped, or is held by a toxic
     */
    public record Flow(long received, long delivered) {
        String json() {
            return "{\"received\":" + received + ",\"delivered\":" + delivered + "}";
        }
    }

    /** As an object; what is not known yet is absent. */
    String json() {
        return "{\"id\":" + id
                + ",\"openedAt\":" + JsonWriter.quote(openedAt.toString())
                + ",\"openedNanos\":" + openedNanos
                + closed()
                + ",\"upstream\":" + upstream.json()
                + ",\"downstream\":" + downstream.json()
                + ",\"toxics\":" + toxics.stream().map(JsonWriter::quote).collect(Collectors.joining(",", "[", "]"))
                + closeReason
                        .map(why -> ",\"closeReason\":" + JsonWriter.quote(why))
                        .orElse("")
                + "}";
    }

    private String closed() {
        if (closedNanos.isEmpty()) {
            return "";
        }
        long lastedMillis = TimeUnit.NANOSECONDS.toMillis(closedNanos.getAsLong() - openedNanos);
        return ",\"closedAt\":"
                + JsonWriter.quote(openedAt.plusMillis(lastedMillis).toString())
                + ToxicEvidence.time("closedNanos", closedNanos);
    }
}
