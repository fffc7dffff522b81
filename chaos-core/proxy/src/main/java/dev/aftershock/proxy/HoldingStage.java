package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/** A stage that keeps chunks in order until each is due, with one alarm for the head of the queue. */
abstract class HoldingStage extends Stage {
    /** A due time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    static final long NO_PAUSE = -1;

    /** What one queued chunk costs beside its bytes; counted, so that many tiny chunks stay bounded too. */
    static final int CHUNK_OVERHEAD_BYTES = 256;

    /** What leaves in one turn of the loop at most, so that many tiny pieces do not keep others from their turn. */
    private static final int MAX_PIECES_PER_TURN = 256;

    private record Held(ByteBuf bytes, long arrivedNanos, long dueNanos, long cost) {}

    private final Deque<Held> queue = new ArrayDeque<>();
    private final Alarm alarm;
    private boolean ended;
    private long pausedUntilNanos;

    HoldingStage(StagePort port, Toxic toxic) {
        super(port, toxic);
        alarm = port.alarm(this::settle);
    }

    /** Puts the chunk, whole or in pieces, into the queue by {@link #hold}. */
    abstract void plan(ByteBuf chunk, long arrivedNanos);

    /** Forgets earlier plans, because everything held is about to be planned again. */
    void replan() {}

    /** Whether the end of the stream must stay behind for now even though nothing is held. */
    boolean stalled() {
        return false;
    }

    /** How long to wait after each piece, which then leaves in a write of its own; {@link #NO_PAUSE} for neither. */
    long pauseNanos() {
        return NO_PAUSE;
    }

    /** How many of the {@code left} bytes at the head leave as the next piece. */
    int pieceBytes(int left) {
        return left;
    }

    /** What holding {@code bytes} costs, with all the pieces they will leave in. */
    long cost(int bytes) {
        return bytes + CHUNK_OVERHEAD_BYTES;
    }

    final void hold(ByteBuf chunk, long arrivedNanos, long dueNanos) {
        Held held = new Held(chunk, arrivedNanos, dueNanos, cost(chunk.readableBytes()));
        queue.add(held);
        port().held(held.cost());
    }

    @Override
    final void data(ByteBuf chunk) {
        int bytes = chunk.readableBytes();
        boolean headWaits = !queue.isEmpty();
        plan(compact(chunk), Nanos.now());
        // What waits at the head has its alarm: to look again for each chunk behind it would let a burst take the loop.
        if (!headWaits) {
            settle();
        }
        if (!queue.isEmpty()) {
            port().evidence().delayed(bytes);
        }
    }

    @Override
    final void end() {
        ended = true;
        settle();
    }

    @Override
    final void tuned() {
        replan();
        pausedUntilNanos = 0;
        for (int left = queue.size(); left > 0; left--) {
            Held held = take();
            plan(held.bytes(), held.arrivedNanos());
        }
        settle();
    }

    /** Later chunks wait in Toxiproxy's queue, where an interruption does not reach them. */
    @Override
    final void interrupt() {
        if (!queue.isEmpty()) {
            long arrived = queue.element().arrivedNanos();
            while (!queue.isEmpty() && queue.element().arrivedNanos() == arrived) {
                pass(take().bytes());
            }
            port().flush();
        }
    }

    @Override
    final void release() {
        alarm.clear();
        while (!queue.isEmpty()) {
            pass(take().bytes());
        }
        port().flush();
        if (ended) {
            passEnd();
        }
    }

    @Override
    final void discard() {
        alarm.clear();
        while (!queue.isEmpty()) {
            take().bytes().release();
        }
    }

    private Held take() {
        Held held = queue.remove();
        port().held(-held.cost());
        return held;
    }

    /** Takes the next piece off the head of the queue. */
    private ByteBuf takePiece() {
        Held whole = take();
        int size = pieceBytes(whole.bytes().readableBytes());
        if (size >= whole.bytes().readableBytes()) {
            return whole.bytes();
        }
        ByteBuf piece = whole.bytes().readRetainedSlice(size);
        Held rest = new Held(
                whole.bytes(),
                whole.arrivedNanos(),
                whole.dueNanos(),
                cost(whole.bytes().readableBytes()));
        queue.addFirst(rest);
        port().held(rest.cost());
        return piece;
    }

    /** Passes what is due and sets the timer for what is not, or not yet. */
    private void settle() {
        long now = Nanos.now();
        for (int i = 0; i < MAX_PIECES_PER_TURN && !queue.isEmpty() && nextDueNanos() <= now; i++) {
            pass(takePiece());
            if (pauseNanos() != NO_PAUSE) {
                port().flush();
                pausedUntilNanos = now + pauseNanos();
            }
        }
        port().flush();
        if (!queue.isEmpty()) {
            setAlarm();
        } else {
            alarm.clear();
            if (ended && !stalled()) {
                passEnd();
            }
        }
    }

    private long nextDueNanos() {
        return Math.max(queue.element().dueNanos(), pausedUntilNanos);
    }

    private void setAlarm() {
        long due = nextDueNanos();
        if (due == NEVER) {
            alarm.clear();
        } else {
            alarm.set(due);
        }
    }

    /** What holding a chunk counts for. */
    static long cost(ByteBuf chunk) {
        return chunk.readableBytes() + CHUNK_OVERHEAD_BYTES;
    }

    /** A small chunk in a large read buffer would hold far more memory than is accounted for. */
    static ByteBuf compact(ByteBuf chunk) {
        int size = chunk.readableBytes();
        if (chunk.capacity() <= 2 * size) {
            return chunk;
        }
        try {
            return chunk.alloc().buffer(size, size).writeBytes(chunk);
        } finally {
            chunk.release();
        }
    }
}
