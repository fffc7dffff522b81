package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One thread that waits for many sockets at once. Thread-safe. */
public final class EventLoop implements AutoCloseable {

    private static final long END_MILLIS = 1_000;

    /** Attempts are sent without waking the loop, so it looks for passed deadlines this often. */
    private static final long LOOK_MILLIS = 10;

    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final MonotonicClock clock;
    private final Selector selector;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final CopyOnWriteArrayList<Timed> timed = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "aftershock-probe-loop");
    private final Consumer<Moment> stalls;
    private long look;
    private volatile boolean open = true;

    /** Is told when one of its sockets is ready; on the loop's thread. */
    @FunctionalInterface
    interface Ready {
        void ready(SelectionKey key);
    }

    /** Has something to do at certain times; on the loop's thread. */
    @FunctionalInterface
    interface Timed {
        /** Does what is due now, and says when it wants to be asked again; {@link Long#MAX_VALUE} for not before work. */
        long expire(long now);
    }

    private EventLoop(MonotonicClock clock, Consumer<Moment> stalls) throws IOException {
        this.clock = clock;
        this.stalls = stalls;
        this.selector = Selector.open();
    }

    /**
     * Starts a loop; its thread is a daemon.
     *
     * @param stalls hears when the loop was held up, so that answers were read late
     */
    static EventLoop start(MonotonicClock clock, Consumer<Moment> stalls) {
        try {
            EventLoop loop = new EventLoop(clock, stalls);
            loop.thread.setDaemon(true);
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector; raise the limit on open files", e);
        }
    }

    /** Has the loop do something soon. */
    void execute(Runnable task) {
        work.add(task);
        selector.wakeup();
    }

    /** Waits for a socket from now on; for the loop's thread only. */
    SelectionKey register(SocketChannel channel, int operations, Ready ready) throws ClosedChannelException {
        return channel.register(selector, operations, ready);
    }

    void add(Timed each) {
        timed.add(each);
    }

    void remove(Timed each) {
        timed.remove(each);
    }

    private void run() {
        try {
            while (open) {
                select();
                if (clock.nanos() >= look) {
                    expire();
                }
                for (Runnable task = work.poll(); task != null; task = work.poll()) {
                    task.run();
                }
            }
        } catch (IOException e) {
            System.getLogger(EventLoop.class.getName()).log(System.Logger.Level.WARNING, "the loop ended", e);
        } finally {
            end();
        }
    }

    private void select() throws IOException {
        long from = clock.nanos();
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, look - from)) + 1;
        selector.select(EventLoop::tell, millis);
        long now = clock.nanos();
        if (now - from > TimeUnit.MILLISECONDS.toNanos(millis) + LATE_NANOS) {
            stalls.accept(new Moment(from, now));
        }
    }

    private void expire() throws IOException {
        long now = clock.nanos();
        // What had arrived by now is read first: after a pause of this thread it must not count as late.
        selector.selectNow(EventLoop::tell);
        look = now + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        for (Timed each : timed) {
            look = Math.min(look, each.expire(now));
        }
    }

    private static void tell(SelectionKey key) {
        if (key.isValid()) {
            ((Ready) key.attachment()).ready(key);
        }
    }

    private void end() {
        selector.keys().forEach(key -> Sockets.close(key.channel()));
        try {
            selector.close();
        } catch (IOException e) {
            // Nothing more can be let go of.
            work.clear();
        }
    }

    @Override
    public void close() {
        open = false;
        selector.wakeup();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
