package dev.aftershock.processes;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What holds a program that a {@link Helper} started: it begins at a word of that process, and it is over when that process is gone,
 * however it went, when a signal asks for it, and after sixteen minutes. For the program's main thread.
 */
final class Leash implements AutoCloseable {

    /** What the program says when it is there. */
    static final int READY = 'r';

    /** What it begins at. */
    static final int WORD = 'w';

    /** After this it ends by itself: a run and its guard have healed before. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    /** Somebody who prepared and then did not inject leaves nothing. */
    private static final Duration WORD_WITHIN = Duration.ofMinutes(5);

    /** What a signal leaves it for tidying up; whoever sent that waits for two seconds. */
    private static final Duration TIDY = Duration.ofMillis(1_500);

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final CountDownLatch word = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch tidied = new CountDownLatch(1);

    private Leash() {}

    /** Takes it up and says that the program is there. */
    static Leash take() {
        Leash leash = new Leash();
        Thread listener = new Thread(leash::listen, "leash");
        listener.setDaemon(true);
        listener.start();
        Runtime.getRuntime().addShutdownHook(new Thread(leash::letGo, "tidy-first"));
        System.out.write(READY);
        System.out.flush();
        return leash;
    }

    /** The input ends with the process that holds its other end. */
    private void listen() {
        try {
            if (System.in.read() == WORD) {
                word.countDown();
                while (System.in.read() >= 0) {
                    // There is no other word.
                }
            }
        } catch (IOException gone) {
            // As its end.
        }
        end();
    }

    private void end() {
        over.countDown();
        word.countDown();
    }

    private void letGo() {
        end();
        try {
            tidied.await(TIDY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the word; false when it is over before that. */
    boolean begins() throws InterruptedException {
        return word.await(WORD_WITHIN.toNanos(), TimeUnit.NANOSECONDS) && over.getCount() > 0;
    }

    /** Nanoseconds since it was taken up. */
    long nanos() {
        return clock.nanos();
    }

    /** Waits until a moment of {@link #nanos}, or until it is over; whether it is. */
    boolean overBy(long nanos) throws InterruptedException {
        long until = Math.min(nanos, LONGEST.toNanos());
        return over.await(until - clock.nanos(), TimeUnit.NANOSECONDS) || clock.nanos() >= LONGEST.toNanos();
    }

    /** The program has put everything right. */
    @Override
    public void close() {
        tidied.countDown();
    }
}
