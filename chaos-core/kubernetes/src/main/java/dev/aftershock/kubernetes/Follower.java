package dev.aftershock.kubernetes;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes each pod that comes, until it is stopped. It ends with its process at the latest, because it is a thread of it.
 * Thread-safe.
 */
final class Follower {

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
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "aftershock-follow");
    private volatile Optional<Exception> failure = Optional.empty();

    Follower(Look look, Take take) {
        this.look = look;
        this.take = take;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                once();
            } while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Whoever interrupts this thread wants it to end.
        }
    }

    /** What fails now is tried again at the next look. */
    private void once() {
        try {
            for (OnePod pod : look.present()) {
                if (stopped.getCount() == 0) {
                    return;
                }
                take.take(pod);
                taken.incrementAndGet();
            }
            looks.incrementAndGet();
        } catch (Exception e) {
            failure = Optional.of(e);
        }
    }

    /** What it does, once it has looked and gone on. */
    Optional<String> effect() throws IOException {
        if (looks.get() > 0) {
            return Optional.of("looks for more every half second; took " + taken.get() + " so far");
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

    int taken() {
        return taken.get();
    }
}
