package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code drop_connection}: of the connections made while it is on, each {@code every}-th (0 and 1: each) is accepted and
 * {@code after} ms later reset, or closed if {@code how} is {@code close}. Older connections are left alone.
 */
final class DropConnectionToxic implements ToxicType {
    private static final long MAX_MILLIS = TimeUnit.HOURS.toMillis(24);
    private static final long MAX_EVERY = 1_000_000_000;
    private static final String CLOSE = "close";

    @Override
    public String name() {
        return "drop_connection";
    }

    @Override
    public String goName() {
        return "DropConnectionToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("every"), Attribute.of("after"), Attribute.own("how", GoDecoder.Kind.STRING));
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        toxic.settings().within("every", 0, MAX_EVERY);
        toxic.settings().within("after", 0, MAX_MILLIS);
        toxic.settings().oneOf("how", "reset", CLOSE);
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new DropStage(port, toxic);
    }

    private static final class DropStage extends Stage {
        private final Alarm alarm;

        DropStage(StagePort port, Toxic toxic) {
            super(port, toxic);
            alarm = port.alarm(this::drop);
        }

        @Override
        void data(ByteBuf chunk) {
            pass(chunk);
        }

        @Override
        void tuned() {
            long every = Math.max(1, toxic().setting("every"));
            if (port().isNewConnection() && (port().connection() + 1) % every == 0) {
                // Never at once, even for 0: the connection is still being put together.
                alarm.setIn(toxic().setting("after"));
            }
        }

        private void drop() {
            if (toxic().settings().text("how").equals(CLOSE)) {
                passEnd();
            } else {
                port().reset();
            }
        }

        @Override
        void release() {
            discard();
        }

        @Override
        void discard() {
            alarm.clear();
        }
    }
}
