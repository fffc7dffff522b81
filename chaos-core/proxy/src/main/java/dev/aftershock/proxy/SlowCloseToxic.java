package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** {@code slow_close}: leaves data alone and holds the end of the stream back for {@code delay} ms. */
final class SlowCloseToxic implements ToxicType {
    @Override
    public String name() {
        return "slow_close";
    }

    @Override
    public String goName() {
        return "SlowCloseToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("delay").growing());
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new SlowCloseStage(port, toxic);
    }

    private static final class SlowCloseStage extends Stage {
        private boolean ended;
        private final Alarm alarm;

        SlowCloseStage(StagePort port, Toxic toxic) {
            super(port, toxic);
            alarm = port.alarm(this::passEnd);
        }

        @Override
        void data(ByteBuf chunk) {
            pass(chunk);
        }

        @Override
        void end() {
            ended = true;
            port().evidence().delayed(0);
            tuned();
        }

        @Override
        void tuned() {
            discard();
            if (ended) {
                alarm.setIn(Math.max(0, toxic().setting("delay")));
            }
        }

        @Override
        void release() {
            discard();
            if (ended) {
                passEnd();
            }
        }

        @Override
        void discard() {
            alarm.clear();
        }
    }
}
