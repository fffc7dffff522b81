package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code reset_peer}: drops the first chunk, or takes the end of the stream, waits {@code timeout} ms and resets the
 * connection (TCP RST on both sides). Strictly, it ends the connection, and only those that had the toxic when they began
 * end in a reset.
 */
final class ResetPeerToxic implements ToxicType {
    static boolean is(Toxic toxic) {
        return toxic.type() instanceof ResetPeerToxic;
    }

    @Override
    public String name() {
        return "reset_peer";
    }

    @Override
    public String goName() {
        return "ResetToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("timeout"));
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new ResetPeerStage(port, toxic);
    }

    private static final class ResetPeerStage extends Stage {
        private @Nullable Future<?> timer;

        ResetPeerStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        @Override
        void data(ByteBuf chunk) {
            drop(chunk);
            arm();
        }

        @Override
        void end() {
            arm();
        }

        private void arm() {
            long timeout = Math.max(0, toxic().setting("timeout"));
            if (timer != null) {
                return;
            }
            if (timeout == 0) {
                port().reset();
            } else {
                timer = port().loop().schedule(port()::reset, timeout, TimeUnit.MILLISECONDS);
            }
        }

        /** Once a chunk was dropped the connection must not live on: bytes are missing from it. */
        @Override
        void release() {
            if (timer != null) {
                port().reset();
            }
        }

        @Override
        void discard() {
            Future<?> running = timer;
            if (running != null) {
                running.cancel(false);
            }
        }
    }
}
