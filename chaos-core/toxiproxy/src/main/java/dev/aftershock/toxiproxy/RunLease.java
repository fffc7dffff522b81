package dev.aftershock.toxiproxy;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The life line of a run's faults on a server of our own kind: renewed every third of its time for as long as the run
 * lives, so that the server itself ends the faults of a run that died. Thread-safe.
 *
 * <p>One thread, from the first fault to {@link #close()}. A renewal that fails is tried again at the next turn; when
 * three in a row fail, or this process stands still for that long, the faults end, and the run is told.
 */
final class RunLease implements AutoCloseable {

    /** How long the faults of a run outlive it at most. */
    static final Duration TIME = Duration.ofSeconds(15);

    private static final int RENEWALS_PER_TIME = 3;

    private final String runId;
    private final OwnApi own;
    private final Duration time;
    private final Consumer<String> lapsed;
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, RunLease::thread);
    private boolean held;
    private long renewed;

    RunLease(String runId, OwnApi own, Consumer<String> lapsed) {
        this(runId, own, TIME, lapsed);
    }

    /** With another time; {@code lapsed} takes in words that faults may have ended, as often as they may. */
    RunLease(String runId, OwnApi own, Duration time, Consumer<String> lapsed) {
        this.runId = runId;
        this.own = own;
        this.time = time;
        this.lapsed = lapsed;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "aftershock-toxiproxy-lease");
        thread.setDaemon(true);
        return thread;
    }

    /** Disables a proxy for as long as the run lives; one request and no more. */
    void disable(String proxy) throws IOException {
        hold();
        own.disable(proxy, this);
    }

    /** Disables a proxy that is about to be enabled again. */
    void rehearse(String proxy) throws IOException {
        own.disable(proxy, this);
    }

    /** Begins to renew; to be called before a fault is made that carries it. */
    synchronized void hold() {
        if (!held && !thread.isShutdown()) {
            held = true;
            renewed = clock.nanos();
            long every = time.toMillis() / RENEWALS_PER_TIME;
            thread.scheduleAtFixedRate(this::renew, every, every, TimeUnit.MILLISECONDS);
        }
    }

    private void renew() {
        long asked = clock.nanos();
        String failure = "";
        try {
            own.renew(this);
        } catch (IOException | RuntimeException e) {
            // The next turn comes before the time is over; an exception here would end all turns.
            failure = ": " + e.getMessage();
        }
        tell(clock.nanos(), failure);
        if (failure.isEmpty()) {
            renewed(asked);
        }
    }

    /** From when it was asked: nobody knows when on its way it was renewed. */
    private synchronized void renewed(long asked) {
        renewed = asked;
    }

    private synchronized void tell(long now, String failure) {
        if (now - renewed > time.toNanos()) {
            lapsed.accept("the lease '" + id() + "' was not renewed for "
                    + Duration.ofNanos(now - renewed).toMillis() + " ms, so its faults may have ended by themselves"
                    + failure);
        }
    }

    String id() {
        return Names.lease(runId);
    }

    /** Its time, as a member of a JSON object. */
    String ttl() {
        return "\"ttlMs\":" + time.toMillis();
    }

    /** What ties a toxic or a disabled proxy to it, as members of a JSON object. */
    String members() {
        return ttl() + ",\"leaseId\":\"" + id() + "\"";
    }

    /** Ends the renewals; what still carries it ends within {@link #TIME}. */
    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
