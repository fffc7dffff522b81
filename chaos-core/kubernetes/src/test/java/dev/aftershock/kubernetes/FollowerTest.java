package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FollowerTest {

    private final AtomicReference<List<OnePod>> there = new AtomicReference<>(List.of());
    private final List<OnePod> taken = new CopyOnWriteArrayList<>();

    private static OnePod pod(String uid) {
        return new OnePod(null, new Thing(Thing.Sort.POD, "shop", "orders-" + uid), uid);
    }

    @Test
    void whatComesIsTakenUntilItIsStopped() throws Exception {
        Follower follower = new Follower(() -> there.getAndSet(List.of()), taken::add);
        follower.start();
        await().until(() -> follower.effect().isPresent());
        there.set(List.of(pod("1"), pod("2")));
        await().until(() -> taken.size() == 2);
        assertThat(follower.effect()).contains("looks for more every half second; took 2 so far");

        follower.stop();
        there.set(List.of(pod("3")));

        assertThat(follower.runs()).isFalse();
        assertThat(taken).hasSize(2);
        assertThat(follower.taken()).isEqualTo(2);
    }

    @Test
    void aLookThatFailsIsToldAndTheNextOneCounts() throws Exception {
        CountDownLatch fails = new CountDownLatch(1);
        Follower follower = new Follower(
                () -> {
                    if (fails.getCount() > 0) {
                        throw new IOException("no answer");
                    }
                    return List.of();
                },
                taken::add);
        follower.start();
        await().untilAsserted(() -> assertThatThrownBy(follower::effect).hasMessage("no answer"));
        fails.countDown();
        await().ignoreExceptions().until(() -> follower.effect().isPresent());
        follower.stop();
    }
}
