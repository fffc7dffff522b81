package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A loopback server that fails on command and knows exactly when it did: the truth that the instrument is held against.
 *
 * <p>It answers each line with {@code ok} or {@code no}; a number in the line, as in {@code ? 7}, is the key asked for, and
 * without one it is key 0. One thread serves requests and changes the mode, so that every request falls clearly before or
 * after a flip. At most 8192 connections are open at once, and at most {@value #MOST_FLIPS} flips are made.
 * Thread-safe.
 */
public final class SyntheticServer implements AutoCloseable {

    /** The most flips of one server; it keeps its last mode then, and refuses to become anything else. */
    public static final int MOST_FLIPS = 100_000;

    /** How the server treats requests. */
    public enum Mode {
        /** Answers rightly. */
        UP,
        /** Answers wrongly and hangs up. */
        ERR,
        /** Accepts and stays silent for good. */
        DROP,
        /** Accepts, stays silent, and answers when it is up again. */
        QUEUE,
        /** Accepts and resets. */
        RST,
        /** Does not listen. */
        REFUSE,
        /** Answers rightly, 50 ms late. */
        SLOW,
        /** Answers wrongly for some keys and rightly for the others. */
        PARTIAL
    }

    /**
     * A change of mode.
     *
     * @param mode the mode from then on
     * @param at a request that reached this machine before {@code at} met the mode before, and one sent after it met this
     *     one; in nanoseconds of the server's clock
     */
    public record Flip(Mode mode, Moment at) {}

    private static final long NEVER_FLAPS = 0;

    private final MonotonicClock clock;
    private final Selector selector;
    private final SyntheticSockets sockets;
    private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(16);
    private final List<Flip> flips = new ArrayList<>();
    private final Thread loop = new Thread(this::serve, "aftershock-synthetic-server");
    private long flapEvery = NEVER_FLAPS;
    private long nextFlap;
    private volatile boolean serving = true;

    /**
     * Starts serving on a free port of the loopback interface, in mode {@link Mode#UP}.
     *
     * @throws IOException when no port can be opened
     */
    public SyntheticServer(MonotonicClock clock) throws IOException {
        this.clock = clock;
        this.selector = Selector.open();
        this.sockets = new SyntheticSockets(selector, clock);
        sockets.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        loop.setDaemon(true);
        loop.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return sockets.address();
    }

    /** Every change of mode so far, those of its own flapping included. */
    public List<Flip> flips() {
        synchronized (flips) {
            return List.copyOf(flips);
        }
    }

    /**
     * Changes the mode and returns when it is in force; ends flapping.
     *
     * @throws IllegalArgumentException for {@link Mode#PARTIAL}, see {@link #failFor}
     * @throws IllegalStateException when the mode is not in force within 5 seconds
     */
    public Flip become(Mode mode) throws InterruptedException {
        if (mode == Mode.PARTIAL) {
            throw new IllegalArgumentException("PARTIAL needs the keys that fail; call failFor(keys)");
        }
        return order(new Order(mode, Set.of(), NEVER_FLAPS, new CompletableFuture<>()));
    }

    /** Fails for these keys only, from the returned flip on; otherwise like {@link #become}. */
    public Flip failFor(Set<Integer> keys) throws InterruptedException {
        return order(new Order(Mode.PARTIAL, Set.copyOf(keys), NEVER_FLAPS, new CompletableFuture<>()));
    }

    /**
     * Fails now, and from then on turns by itself: {@link Mode#ERR} and {@link Mode#UP} alternate, each for half a period,
     * until the next order.
     *
     * @param period of failing and serving together, at least 2 ms
     * @throws IllegalArgumentException when the period is shorter
     * @throws IllegalStateException when it does not begin within 5 seconds
     */
    public Flip flap(Duration period) throws InterruptedException {
        if (period.compareTo(Duration.ofMillis(2)) < 0) {
            throw new IllegalArgumentException("the period is " + period + ", where at least 2 ms was expected");
        }
        return order(new Order(Mode.ERR, Set.of(), period.toNanos() / 2, new CompletableFuture<>()));
    }

    /** Ends serving and hangs up on everyone; waits for at most a second. */
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

    private Flip order(Order order) throws InterruptedException {
        orders.add(order);
        selector.wakeup();
        try {
            return order.done().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the synthetic server could not become " + order.mode(), e);
        }
    }

    private void serve() {
        try {
            while (serving) {
                sockets.serveUntil(flapEvery == NEVER_FLAPS || worn() ? Long.MAX_VALUE : nextFlap);
                for (Order order = orders.poll(); order != null; order = orders.poll()) {
                    obey(order);
                }
                flapWhenDue();
            }
        } catch (IOException e) {
            orders.forEach(order -> order.done().completeExceptionally(e));
        } finally {
            sockets.closeAll();
        }
    }

    private void obey(Order order) {
        try {
            Flip flip = enter(order.mode(), order.failing());
            flapEvery = order.flapEvery();
            nextFlap = flip.at().latest() + flapEvery;
            order.done().complete(flip);
        } catch (IOException e) {
            order.done().completeExceptionally(e);
        }
    }

    private void flapWhenDue() throws IOException {
        if (flapEvery != NEVER_FLAPS && clock.nanos() >= nextFlap && !worn()) {
            Mode next = sockets.mode() == Mode.UP ? Mode.ERR : Mode.UP;
            nextFlap = enter(next, Set.of()).at().latest() + flapEvery;
        }
    }

    private Flip enter(Mode mode, Set<Integer> failing) throws IOException {
        if (worn()) {
            throw new IOException("made " + MOST_FLIPS + " flips, the most; start a new server");
        }
        long before = clock.nanos();
        // What had arrived by now still meets the old mode, however long this thread was kept from running.
        sockets.serveArrived();
        sockets.enter(mode, failing);
        Flip flip = new Flip(mode, new Moment(before, clock.nanos()));
        synchronized (flips) {
            flips.add(flip);
        }
        return flip;
    }

    private boolean worn() {
        synchronized (flips) {
            return flips.size() >= MOST_FLIPS;
        }
    }

    private record Order(Mode mode, Set<Integer> failing, long flapEvery, CompletableFuture<Flip> done) {}
}
