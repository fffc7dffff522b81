package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Base64;

/** The first bytes of one connection, as they were read from its two ends. Thread-safe. */
public final class Captured {
    private final int limit;
    private byte[] upstream = {};
    private byte[] downstream = {};

    Captured(int limit) {
        this.limit = limit;
    }

    /** Keeps what still fits of {@code chunk}, which is left as it is. */
    synchronized void add(Direction direction, ByteBuf chunk) {
        boolean up = direction == Direction.UPSTREAM;
        byte[] before = up ? upstream : downstream;
        int more = Math.min(limit - before.length, chunk.readableBytes());
        if (more > 0) {
            byte[] after = Arrays.copyOf(before, before.length + more);
            chunk.getBytes(chunk.readerIndex(), after, before.length, more);
            upstream = up ? after : upstream;
            downstream = up ? downstream : after;
        }
    }

    /** What the client sent first; a copy. */
    public synchronized byte[] upstream() {
        return upstream.clone();
    }

    /** What the server sent first; a copy. */
    public synchronized byte[] downstream() {
        return downstream.clone();
    }

    String json() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "{\"upstream\":\"" + base64.encodeToString(upstream()) + "\",\"downstream\":\""
                + base64.encodeToString(downstream()) + "\"}";
    }

    /** Only the sizes: the bytes may hold secrets and must not get into a log. */
    @Override
    public String toString() {
        return "Captured[upstream=" + upstream().length + " bytes, downstream=" + downstream().length + " bytes]";
    }
}
