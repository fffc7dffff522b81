package dev.aftershock.junit;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Reads until two reads in a row agree.
 *
 * @param within for how long at most
 * @param apart how much later the next read is
 */
record Settled(MonotonicClock clock, Duration within, Duration apart) {

    <T> T read(Callable<T> reading) throws Exception {
        long end = clock.nanos() + within.toNanos();
        Optional<T> before = Optional.empty();
        Exception trouble = new IOException("two reads in a row never agreed within " + within.toSeconds()
                + " s; when something still writes, end it first, as Observed.stop does");
        while (clock.nanos() < end) {
            try {
                T now = reading.call();
                if (before.isPresent() && before.get().equals(now)) {
                    return now;
                }
                before = Optional.of(now);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                before = Optional.empty();
                trouble = e;
            }
            TimeUnit.NANOSECONDS.sleep(apart.toNanos());
        }
        throw trouble;
    }
}
