package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * How late a bare thread wakes up on this machine while something is measured: says how busy the machine was, without any
 * part of the instrument.
 *
 * @param p99 by how much 99 % of its rests of 1 ms were too long at most, in nanoseconds
 * @param max by how much the longest was
 * @param all by how much each was
 */
record Hiccups(long p99, long max, List<Long> all) {

    /** The share of the time that went into rests too long by more than this, in nanoseconds. */
    double lost(long longer) {
        long time = all.stream().mapToLong(late -> REST_NANOS + late).sum();
        return (double) all.stream().mapToLong(late -> late > longer ? late : 0).sum() / time;
    }

    private static final long REST_NANOS = 1_000_000;

    /** What was done, and the hiccups meanwhile. */
    record Beside<T>(T result, Hiccups hiccups) {}

    static <T> Beside<T> of(MonotonicClock clock, Callable<T> work) throws Exception {
        Meter meter = new Meter(clock);
        meter.start();
        try {
            T result = work.call();
            return new Beside<>(result, meter.end());
        } finally {
            meter.end();
        }
    }

    private static final class Meter extends Thread {
        private final MonotonicClock clock;
        private final List<Long> late = new ArrayList<>();
        private volatile boolean measuring = true;

        Meter(MonotonicClock clock) {
            super("hiccups");
            setDaemon(true);
            this.clock = clock;
        }

        @Override
        public void run() {
            while (measuring) {
                long from = clock.nanos();
                LockSupport.parkNanos(REST_NANOS);
                late.add(Math.max(0, clock.nanos() - from - REST_NANOS));
            }
        }

        Hiccups end() throws InterruptedException {
            measuring = false;
            join();
            List<Long> sorted = late.stream().sorted().toList();
            return new Hiccups(Surveyor.quantile(sorted, 0.99), Surveyor.quantile(sorted, 1), sorted);
        }
    }
}
