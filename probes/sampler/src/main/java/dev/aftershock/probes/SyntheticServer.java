package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A loopback server that fails on command and knows exactly when it did: the truth that the instrument is held against.
 *
 * <p>It answers each line with {@code ok}. One thread serves requests and changes the mode, so that every request falls
 * clearly before or after a flip. Thread-safe.
 */
final class SyntheticServer implements AutoCloseable {

    /** How the server treats requests. */
    enum Mode {
        /** Answers rightly. */
        UP,
        /** Answers wrongly and hangs up. */
        ERR,
        /** Accepts and stays silent for good. */
        DROP,
        /** Accepts, stays silent, and answers when it is up again. */
        QUEUE,
        /** Does not listen. */
        REFUSE,
        /** Answers rightly, {@link SyntheticSockets#SLOW_MILLIS} late. */
        SLOW
    }

    /** A change of mode: it was in force from some instant within {@code at} on. */
    record Flip(Mode mode, Moment at) {}

    private record Order(Mode mode, CompletableFuture<Flip> done) {}

    private final MonotonicClock clock;
    private final Selector selector;
    private final SyntheticSockets sockets;
    private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(16);
    private final List<Flip> flips = new CopyOnWriteArrayList<>();
    private final Thread loop = new Thread(this::serve, "aftershock-synthetic-server");
    private volatile boolean serving = true;

    SyntheticServer(MonotonicClock clock) throws IOException {
        this.clock = clock;
        this.selector = Selector.open();
        this.sockets = new SyntheticSockets(selector, clock);
        sockets.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        loop.setDaemon(true);
        loop.start();
    }

    InetSocketAddress address() {
        return sockets.address();
    }

    /** Every change of mode so far. */
    List<Flip> flips() {
        return List.copyOf(flips);
    }

    /** Changes the mode and returns when it is in force. */
    Flip become(Mode mode) throws InterruptedException {
        Order order = new Order(mode, new CompletableFuture<>());
        orders.add(order);
        selector.wakeup();
        try {
            return order.done().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the synthetic server could not become " + mode, e);
        }
    }

    @Override
    public void close() {
        serving = false;
        selector.wakeup();
        try {
            loop.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try {
            while (serving) {
                sockets.serveFor(sockets.untilNextSlowAnswerMillis());
                for (Order order = orders.poll(); order != null; order = orders.poll()) {
                    obey(order);
                }
            }
        } catch (IOException e) {
            orders.forEach(order -> order.done().completeExceptionally(e));
        } finally {
            sockets.closeAll();
        }
    }

    private void obey(Order order) {
        long before = clock.nanos();
        try {
            sockets.enter(order.mode());
            Flip flip = new Flip(order.mode(), new Moment(before, clock.nanos()));
            flips.add(flip);
            order.done().complete(flip);
        } catch (IOException e) {
            order.done().completeExceptionally(e);
        }
    }
}
