package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** What is known of one connection: written by its loop (its ending also by others), read from any thread. */
final class ConnectionRecord {
    private static final int MAX_TOXICS = 64;
    private static final long OPEN = -1;
    private static final int DELIVERED = Direction.values().length;

    private final long id;
    private final Instant opened = Instant.now();
    private final long openedNanos = Nanos.now();
    private final AtomicLongArray bytes = new AtomicLongArray(2 * DELIVERED);
    private final boolean capturing;
    private final Captured captured;
    private volatile List<String> toxics = List.of();
    private volatile @Nullable String reason;
    private volatile long closedNanos = OPEN;

    /** Keeps the first {@code capture} bytes of each direction. */
    ConnectionRecord(long id, int capture) {
        this.id = id;
        this.captured = new Captured(capture);
        capturing = capture > 0;
    }

    long id() {
        return id;
    }

    void received(Direction direction, ByteBuf chunk) {
        if (capturing) {
            captured.add(direction, chunk);
        }
        add(direction.ordinal(), chunk.readableBytes());
    }

    void delivered(Direction direction, int size) {
        add(DELIVERED + direction.ordinal(), size);
    }

    long delivered(Direction direction) {
        return bytes.getAcquire(DELIVERED + direction.ordinal());
    }

    /** One writer only, so that no locked instruction is needed. */
    private void add(int at, int size) {
        bytes.setRelease(at, bytes.getPlain(at) + size);
    }

    /** On the connection's loop. */
    void touchedBy(String toxic) {
        if (!toxics.contains(toxic) && toxics.size() < MAX_TOXICS) {
            List<String> more = new ArrayList<>(toxics);
            more.add(toxic);
            toxics = List.copyOf(more);
        }
    }

    /** Notes why the connection ends; the first reason stays. */
    synchronized void ends(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    /** Both sockets are closed; false if that was known. */
    synchronized boolean close() {
        boolean open = closedNanos == OPEN;
        if (open) {
            closedNanos = Nanos.now();
        }
        return open;
    }

    Captured captured() {
        return captured;
    }

    /** The evidence with the captured bytes, if any were asked for. */
    String json() {
        String plain = evidence().json();
        return capturing ? plain.substring(0, plain.length() - 1) + ",\"capture\":" + captured.json() + "}" : plain;
    }

    ConnectionEvidence evidence() {
        long closed = closedNanos;
        return new ConnectionEvidence(
                id,
                opened,
                Nanos.system(openedNanos),
                closed == OPEN ? OptionalLong.empty() : OptionalLong.of(Nanos.system(closed)),
                flow(Direction.UPSTREAM),
                flow(Direction.DOWNSTREAM),
                toxics,
                Optional.ofNullable(reason));
    }

    private ConnectionEvidence.Flow flow(Direction direction) {
        return new ConnectionEvidence.Flow(
                bytes.getAcquire(direction.ordinal()), bytes.getAcquire(DELIVERED + direction.ordinal()));
    }
}
