package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The watch over event loops sees what it is there to see. */
class LoopWatchTest {

    @Test
    void aLoopThatWaitsForALatchIsFound() {
        CountDownLatch never = new CountDownLatch(1);
        try (Loops loops = new Loops();
                LoopWatch watch = new LoopWatch()) {
            loops.server().config().group().next().submit(() -> {
                never.await();
                return true;
            });
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !watch.found()
                    .isEmpty());
            assertThat(watch.found().get(0)).contains("CountDownLatch.await");
            never.countDown();
        }
    }

    @Test
    void aLoopWithNothingToDoIsNotFound() {
        try (Loops loops = new Loops();
                LoopWatch watch = new LoopWatch()) {
            loops.server().config().group().forEach(loop -> loop.submit(() -> true));
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> watch.samples() > 20);
            assertThat(watch.found()).isEmpty();
        }
    }
}
