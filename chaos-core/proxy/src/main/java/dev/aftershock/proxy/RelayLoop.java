package dev.aftershock.proxy;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An event loop, how it waits, and how many connections it carries.
 *
 * @param connections counted from any thread
 */
record RelayLoop(EventLoop loop, Spin spin, AtomicInteger connections) {

    int count() {
        return connections.get();
    }

    /** One connection more; to be given back once. */
    RelayLoop taken() {
        connections.incrementAndGet();
        return this;
    }

    void giveBack() {
        connections.decrementAndGet();
    }
}
