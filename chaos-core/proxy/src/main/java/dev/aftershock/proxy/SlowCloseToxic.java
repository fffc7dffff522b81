package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
        private @Nullable Future<?> timer;

        SlowCloseStage(StagePort port, Toxic toxic) {
            super(port, toxic);
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
                long delay = Math.max(0, toxic().setting("delay"));
                timer = port().loop().schedule(this::passEnd, delay, TimeUnit.MILLISECONDS);
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
            Future<?> running = timer;
            if (running != null) {
                running.cancel(false);
                timer = null;
            }
        }
    }
}
