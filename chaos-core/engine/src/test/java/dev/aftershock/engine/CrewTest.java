package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrewTest {

    private static final long PATIENCE_SECONDS = 10;

    @Test
    void eachTaskIsDoneOnceHoweverManyThereAre() throws InterruptedException {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        List<Integer> tasks = IntStream.range(0, 100).boxed().toList();
        List<Thread> threads = Crew.startOn(tasks, "heal", done::add);

        assertThat(threads).hasSize(Crew.MOST);
        join(threads);
        assertThat(done).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void oneTaskThatHangsHoldsUpNoOther() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(2);
        CountDownLatch letGo = new CountDownLatch(1);
        List<Thread> threads = Crew.startOn(List.of("stuck", "b", "c"), "heal", task -> {
            if (task.equals("stuck")) {
                await(letGo);
            } else {
                others.countDown();
            }
        });

        assertThat(others.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(threads)
                .as("no more than there are tasks, and none keeps the process from ending")
                .hasSize(3)
                .allMatch(Thread::isDaemon);
        letGo.countDown();
        join(threads);
    }

    @Test
    void withoutTasksNobodyIsStarted() {
        assertThat(Crew.startOn(List.of(), "heal", task -> {})).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
