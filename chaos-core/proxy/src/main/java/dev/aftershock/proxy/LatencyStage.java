package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Delays data by {@code latency} ms, give or take {@code jitter} ms, without changing its order or rate. The end of the
 * stream is not delayed, but waits for the data before it. One timer per link, for the head of the queue.
 */
final class LatencyStage extends Stage {

    private final Deque<Held> queue = new ArrayDeque<>();
    private Optional<Future<?>> timer = Optional.empty();
    private boolean ended;

    private record Held(ByteBuf data, long dueNanos) {}

    @Override
    void affect(ByteBuf data) {
        long now = pipe().nanos();
        long due = now + TimeUnit.MILLISECONDS.toNanos(delay());
        // Data that came later must not overtake.
        long last = queue.isEmpty() ? due : queue.peekLast().dueNanos();
        pipe().hold(data.readableBytes());
        queue.add(new Held(data, Math.max(due, last)));
        if (queue.size() == 1) {
            schedule(now);
        }
    }

    private long delay() {
        long latency = toxic().attribute("latency");
        long jitter = toxic().attribute("jitter");
        long shift = jitter > 0 ? pipe().stageRandom().nextLong(-jitter, jitter) : 0;
        return Math.max(0, latency + shift);
    }

    @Override
    void affectEnd() {
        ended = true;
        if (queue.isEmpty()) {
            next().end();
        }
    }

    private void schedule(long now) {
        long wait = Math.max(0, queue.element().dueNanos() - now);
        timer = Optional.of(pipe().loop().schedule(this::due, wait, TimeUnit.NANOSECONDS));
    }

    private void due() {
        timer = Optional.empty();
        long now = pipe().nanos();
        while (!queue.isEmpty() && queue.element().dueNanos() <= now) {
            pass();
        }
        if (!queue.isEmpty()) {
            schedule(now);
        } else if (ended) {
            next().end();
        }
    }

    private void pass() {
        Held held = queue.remove();
        pipe().letGo(held.data().readableBytes());
        next().data(held.data());
    }

    @Override
    void release() {
        cancel();
        while (!queue.isEmpty()) {
            pass();
        }
        if (ended) {
            next().end();
        }
    }

    @Override
    void discard() {
        cancel();
        while (!queue.isEmpty()) {
            queue.remove().data().release();
        }
    }

    private void cancel() {
        timer.ifPresent(running -> running.cancel(false));
        timer = Optional.empty();
    }
}
