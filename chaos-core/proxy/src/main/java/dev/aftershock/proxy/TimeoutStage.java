package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Swallows all data, and closes the connection after {@code timeout} ms without traffic; 0 means never. */
final class TimeoutStage extends Stage {

    private Optional<Future<?>> timer = Optional.empty();

    @Override
    void configured() {
        restart();
    }

    @Override
    void affect(ByteBuf data) {
        data.release();
        restart();
    }

    @Override
    void affectEnd() {
        pipe().close();
    }

    private void restart() {
        cancel();
        long millis = toxic().attribute("timeout");
        if (acts() && millis > 0) {
            timer = Optional.of(pipe().loop().schedule(pipe()::close, millis, TimeUnit.MILLISECONDS));
        }
    }

    private void cancel() {
        timer.ifPresent(running -> running.cancel(false));
        timer = Optional.empty();
    }

    /** What was swallowed is missing from the stream for ever, so that the connection can be of no more use. */
    @Override
    void removed() {
        cancel();
        pipe().close();
    }

    @Override
    void discard() {
        cancel();
    }
}
