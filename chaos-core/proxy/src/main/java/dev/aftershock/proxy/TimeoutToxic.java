package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * {@code timeout}: drops all data; closes the connection after {@code timeout} ms without any, or never if that is 0.
 * Removing the toxic closes the connections it was on, because bytes are missing from them.
 */
final class TimeoutToxic implements ToxicType {
    @Override
    public String name() {
        return "timeout";
    }

    @Override
    public String goName() {
        return "TimeoutToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("timeout"));
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new TimeoutStage(port, toxic);
    }

    private static final class TimeoutStage extends Stage {
        private final Alarm alarm;

        TimeoutStage(StagePort port, Toxic toxic) {
            super(port, toxic);
            alarm = port.alarm(this::passEnd);
        }

        @Override
        void data(ByteBuf chunk) {
            drop(chunk);
            tuned();
        }

        @Override
        void tuned() {
            discard();
            long timeout = toxic().setting("timeout");
            if (timeout > 0) {
                alarm.setIn(timeout);
            }
        }

        @Override
        void end() {
            discard();
            passEnd();
        }

        @Override
        void release() {
            discard();
        }

        @Override
        void removed() {
            discard();
            passEnd();
            port().closeSoon();
        }

        @Override
        void discard() {
            alarm.clear();
        }
    }
}
