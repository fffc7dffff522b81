package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time passes only while somebody waits. */
class StopSwitchTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final AtomicLong now = new AtomicLong();
    private final List<Long> waits = new ArrayList<>();
    private final StopSwitch waiting = new StopSwitch(now::get, (stopped, millis) -> {
        waits.add(millis);
        now.addAndGet(Duration.ofMillis(millis).toNanos());
        return stopped.getCount() == 0;
    });
    private final StopSwitch real = new StopSwitch(MonotonicClock.startingNow());

    @AfterEach
    void noInterruptIsLeftToTheNextTest() {
        Thread.interrupted();
    }

    @Test
    void theFirstReasonStays() {
        assertThat(waiting.reason()).isEmpty();
        waiting.stop("the lease lapsed");
        waiting.stop("somebody pressed Ctrl-C");
        assertThat(waiting.reason()).contains("the lease lapsed");
    }

    @Test
    void whatHoldsAlreadyIsNotWaitedFor() {
        assertThat(waiting.await(Duration.ZERO, () -> true)).isTrue();
        assertThat(waits).isEmpty();
    }

    @Test
    void whatHoldsLaterIsSeenSoon() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(waiting.await(LONG, () -> asked.incrementAndGet() == 4)).isTrue();
        assertThat(waits).hasSize(3);
        assertThat(now.get()).isBetween(1L, Duration.ofMillis(100).toNanos());
    }

    @Test
    void whatNeverHoldsIsWaitedForUpToTheBound() {
        now.set(Duration.ofHours(1).toNanos());
        assertThat(waiting.await(Duration.ofMillis(200), () -> false)).isFalse();
        assertThat(Duration.ofNanos(now.get()).minusHours(1)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void noTimeAtAllMeansOneLook() {
        assertThat(waiting.await(Duration.ZERO, () -> false)).isFalse();
        assertThat(waits).isEmpty();
    }

    @Test
    void aStopEndsAWaitBeforeItsBound() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(waiting.await(LONG, () -> {
                    if (asked.incrementAndGet() == 2) {
                        waiting.stop("halted");
                    }
                    return false;
                }))
                .isFalse();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aHoldLastsAsLongAsItWasAskedTo() {
        assertThat(waiting.hold(Duration.ofMillis(1_500))).isTrue();
        assertThat(waits).containsExactly(1_500L);
    }

    @Test
    void aHoldEndsWhenItIsStopped() {
        real.stop("halted");
        assertThat(real.hold(LONG)).isFalse();
        assertThat(new StopSwitch(now::get).hold(Duration.ofMillis(1))).isTrue();
    }

    @Test
    void aStopIsSeenByWhoeverWaitsForIt() throws InterruptedException {
        assertThat(real.awaitStop(1)).isFalse();
        Thread other = new Thread(() -> real.stop("halted"));
        other.start();
        assertThat(real.awaitStop(LONG.toMillis())).isTrue();
        other.join(LONG.toMillis());
    }

    @Test
    void anInterruptBecomesAStop() {
        Thread.currentThread().interrupt();
        assertThat(real.hold(LONG)).isFalse();
        assertThat(real.reason()).contains("interrupted");
        assertThat(Thread.currentThread().isInterrupted())
                .as("healing must be able to wait")
                .isFalse();

        StopSwitch other = new StopSwitch(now::get);
        Thread.currentThread().interrupt();
        assertThat(other.await(LONG, () -> false)).isFalse();
        assertThat(other.reason()).contains("interrupted");
    }
}
