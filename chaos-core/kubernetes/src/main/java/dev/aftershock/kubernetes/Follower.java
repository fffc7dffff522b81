package dev.aftershock.kubernetes;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Takes each pod that comes, until it is stopped, its run ends, or the longest time has passed that a run may break anything. It
 * ends with its process at the latest, because it is a thread of it. Thread-safe.
 */
final class Follower {

    /** A minute more than the longest {@code stop-after}. */
    static final Duration LONGEST = Duration.ofMinutes(16);

    private static final long PAUSE_MILLIS = 500;
    private static final long ENDS_WITHIN_SECONDS = 5;

    /** What there is to take. */
    interface Look {
        List<OnePod> present() throws IOException;
    }

    /** How one is taken. */
    interface Take {
        void take(OnePod pod) throws Exception;
    }

    private final Look look;
    private final Take take;
    private final BooleanSupplier ended;
    private final Duration longest;
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "aftershock-follow");
    private volatile Optional<Exception> failure = Optional.empty();

    /**
     * One that has not started.
     *
     * @param ended whether it must take nothing any more
     * @param longest how long it goes on at most, from now on
     */
    Follower(Look look, Take take, BooleanSupplier ended, Duration longest) {
        this.look = look;
        this.take = take;
        this.ended = ended;
        this.longest = longest;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                once();
            } while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS) && mayGoOn());
        } catch (InterruptedException e) {
            // Whoever interrupts this thread wants it to end.
        }
    }

    private boolean mayGoOn() {
        return stopped.getCount() > 0 && !ended.getAsBoolean() && clock.nanos() < longest.toNanos();
    }

    /** What fails now is tried again at the next look. */
    private void once() {
        try {
            for (OnePod pod : look.present()) {
                if (!mayGoOn()) {
                    return;
                }
                take(pod);
            }
            looks.incrementAndGet();
        } catch (IOException | RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    /** One that cannot be taken keeps no other from being taken. */
    private void take(OnePod pod) {
        try {
            take.take(pod);
            taken.incrementAndGet();
        } catch (Exception e) {
            failed.incrementAndGet();
            failure = Optional.of(e);
        }
    }

    /** What it does, once it has looked and gone on. */
    Optional<String> effect() throws IOException {
        if (looks.get() > 0) {
            return Optional.of("looks for more every half second; " + told() + " so far");
        }
        if (failure.isPresent()) {
            throw new IOException(failure.get().getMessage(), failure.get());
        }
        return Optional.empty();
    }

    /** Asks it to end, and waits until it takes no more. */
    void stop() throws InterruptedException {
        stopped.countDown();
        thread.join(TimeUnit.SECONDS.toMillis(ENDS_WITHIN_SECONDS));
    }

    boolean runs() {
        return thread.isAlive();
    }

    /** What it did, and what it could not do. */
    String told() {
        return "took " + taken.get()
                + (failed.get() == 0
                        ? ""
                        : ", and failed " + failed.get() + " times, at last: "
                                + failure.map(Exception::getMessage).orElse(""));
    }
}
