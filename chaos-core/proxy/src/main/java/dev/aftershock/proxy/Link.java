package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection: reads from {@code source}, runs the chain of toxics, writes to {@code dest}.
 *
 * <p>Without toxics a chunk goes straight through. All methods run on the one event loop that both sockets share.
 */
final class Link {
    /** What toxics may hold back per direction before reading stops; at 100 MB/s enough for 160 ms of latency. */
    static final long MAX_HELD_BYTES = 16L * 1024 * 1024;

    private final Connection connection;
    private final Direction direction;
    private final Channel source;
    private final Channel dest;
    private final Spin spin;
    private final List<Slot> chain = new ArrayList<>();
    private long heldBytes;
    private boolean fresh = true;
    private boolean reconciling;
    private boolean sourceEnded;
    private boolean destEnded;
    private boolean ended;

    Link(Connection connection, Direction direction, Channel source, Channel dest) {
        this.connection = connection;
        this.direction = direction;
        this.source = source;
        this.dest = dest;
        this.spin = connection.loop().spin();
    }

    void read(ByteBuf chunk) {
        spin.carried(chunk.readableBytes());
        connection.received(direction, chunk);
        // What nobody can get is not held either, for it would be held without bound.
        if (destEnded || chain.isEmpty()) {
            deliver(chunk);
        } else {
            chain.get(0).stage.receive(chunk);
        }
    }

    void readComplete() {
        dest.flush();
        updateReading();
    }

    void sourceEnded() {
        if (sourceEnded) {
            return;
        }
        sourceEnded = true;
        connection.sourceEnded(direction);
        if (chain.isEmpty()) {
            deliverEnd();
        } else {
            chain.get(0).stage.receiveEnd();
        }
    }

    void sourceFailed() {
        connection.sourceFailed(direction);
    }

    /** The destination is gone: nothing can be delivered any more; reading goes on to notice the source's end. */
    void destGone() {
        destEnded = true;
        discard();
        updateReading();
        connection.destGone(direction);
    }

    void discard() {
        chain.forEach(slot -> slot.stage.discard());
    }

    /** Reads only while the destination takes bytes and the toxics do not hold too many. */
    void updateReading() {
        source.config().setAutoRead(destEnded || dest.isWritable() && heldBytes < MAX_HELD_BYTES);
    }

    /** Makes the chain match {@code wanted}; what left the list lets its bytes go, what is new joins at the end. */
    void reconcile(List<Toxic> wanted) {
        // All that is let go leaves at the end at once: one write for each of many tiny pieces would take the loop.
        reconciling = true;
        retune(wanted);
        wanted.stream().filter(this::isNew).forEach(this::append);
        reconciling = false;
        if (fresh && connection.strict() && wanted.stream().anyMatch(ResetPeerToxic::is)) {
            connection.endsInReset();
        }
        fresh = false;
        readComplete();
    }

    private void retune(List<Toxic> wanted) {
        for (Slot slot : List.copyOf(chain)) {
            Toxic current = slot.stage.toxic();
            Optional<Toxic> now =
                    wanted.stream().filter(t -> t.id() == current.id()).findFirst();
            if (now.isEmpty()) {
                slot.stage.removed();
                unlink(slot);
            } else if (now.get() != current) {
                interrupt(slot);
                slot.stage.update(now.get());
            }
        }
    }

    private boolean isNew(Toxic toxic) {
        return chain.stream().noneMatch(slot -> slot.stage.toxic().id() == toxic.id());
    }

    private void append(Toxic toxic) {
        Slot slot = new Slot(toxic);
        List<Slot> last = chain.isEmpty() ? List.of() : List.of(chain.get(chain.size() - 1));
        last.forEach(this::interrupt);
        last.forEach(before -> before.next = slot);
        chain.add(slot);
        slot.stage.start();
        last.forEach(this::restart);
    }

    private void unlink(Slot gone) {
        int at = chain.indexOf(gone);
        chain.remove(at);
        if (at > 0) {
            Slot before = chain.get(at - 1);
            before.next = gone.next;
            interrupt(before);
            restart(before);
        }
    }

    /** Toxiproxy stops a toxic when it, or the one after it, changes: what it is about to send leaves at once. */
    private void interrupt(Slot slot) {
        if (connection.strict() && !fresh) {
            slot.stage.interrupt();
        }
    }

    private void restart(Slot slot) {
        if (connection.strict() && !fresh) {
            slot.stage.restart();
        }
    }

    private void deliver(ByteBuf chunk) {
        if (destEnded) {
            chunk.release();
        } else {
            connection.delivered(direction, chunk.readableBytes());
            dest.write(chunk, dest.voidPromise());
        }
    }

    /** The full close of Toxiproxy: one side's end closes the other side in both directions, after what was written. */
    private void deliverEnd() {
        if (!destEnded) {
            destEnded = true;
            boolean half = sourceEnded && source.isActive() && connection.halfCloses();
            dest.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(half ? written -> halfClose() : ChannelFutureListener.CLOSE);
        }
    }

    /** Only what flows this way has ended: the destination may go on answering. */
    private void halfClose() {
        ended = true;
        ((DuplexChannel) dest).shutdownOutput();
        connection.halfClosed();
    }

    boolean hasEnded() {
        return ended;
    }

    /** A stage and its place in the chain. */
    private final class Slot implements StagePort {
        private final SplittableRandom random;
        private final StageEvidence evidence;
        private final Stage stage;
        private @Nullable Slot next;

        Slot(Toxic toxic) {
            random = connection.random(direction, toxic.name());
            evidence = connection.evidence(toxic);
            stage = toxic.type().stage(this, toxic);
        }

        @Override
        public EventLoop loop() {
            return source.eventLoop();
        }

        @Override
        public Alarm alarm(Runnable work) {
            return new Alarm(connection.loop(), connection.timer(), work);
        }

        @Override
        public SplittableRandom random() {
            return random;
        }

        @Override
        public long connection() {
            return connection.number();
        }

        @Override
        public boolean isNewConnection() {
            return fresh;
        }

        @Override
        public void pass(ByteBuf chunk) {
            Slot follower = next;
            if (follower == null) {
                deliver(chunk);
            } else {
                follower.stage.receive(chunk);
            }
        }

        @Override
        public long answered() {
            return connection.delivered(direction.opposite());
        }

        @Override
        public void answer(ByteBuf bytes) {
            connection.delivered(direction.opposite(), bytes.readableBytes());
            source.writeAndFlush(bytes, source.voidPromise());
        }

        @Override
        public void passEnd() {
            Slot follower = next;
            if (follower == null) {
                deliverEnd();
            } else {
                follower.stage.receiveEnd();
            }
        }

        @Override
        public void flush() {
            if (!reconciling) {
                readComplete();
            }
        }

        @Override
        public void held(long bytes) {
            heldBytes += bytes;
        }

        @Override
        public StageEvidence evidence() {
            return evidence;
        }

        @Override
        public void reset() {
            if (connection.strict()) {
                stage.passEnd();
            } else {
                evidence.reset();
                connection.reset();
            }
        }

        @Override
        public void closeSoon() {
            connection.closeSoon();
        }
    }
}
