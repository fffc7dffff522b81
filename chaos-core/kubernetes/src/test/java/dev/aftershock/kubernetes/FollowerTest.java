package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FollowerTest {

    private final AtomicReference<List<OnePod>> there = new AtomicReference<>(List.of());
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<OnePod> taken = new CopyOnWriteArrayList<>();

    private static OnePod pod(String uid) {
        return new OnePod(null, new Thing(Thing.Sort.POD, "shop", "orders-" + uid), uid);
    }

    @Test
    void whatComesIsTakenUntilItIsStopped() throws Exception {
        Follower follower = following(Follower.LONGEST);
        follower.start();
        await().until(() -> follower.effect().isPresent());
        there.set(List.of(pod("1"), pod("2")));
        await().untilAsserted(() ->
                assertThat(follower.effect()).contains("looks for more every half second; took 2 so far"));

        follower.stop();
        there.set(List.of(pod("3")));

        assertThat(follower.runs()).isFalse();
        assertThat(taken).hasSize(2);
        assertThat(follower.told()).isEqualTo("took 2");
    }

    private Follower following(Duration longest) {
        return new Follower(() -> there.getAndSet(List.of()), taken::add, ended::get, longest);
    }

    @Test
    void itEndsWithItsRunAndWhenItsTimeIsOver() {
        Follower endless = following(Follower.LONGEST);
        Follower brief = following(Duration.ofMillis(1));
        endless.start();
        brief.start();

        await().until(() -> !brief.runs());
        assertThat(endless.runs()).isTrue();
        ended.set(true);
        await().until(() -> !endless.runs());
    }

    @Test
    void onePodThatCannotBeTakenKeepsNoOtherFromBeingTaken() throws Exception {
        Follower follower = new Follower(
                () -> there.getAndSet(List.of()),
                pod -> {
                    if (pod.uid().equals("1")) {
                        throw new IOException("forbidden");
                    }
                },
                ended::get,
                Follower.LONGEST);
        there.set(List.of(pod("1"), pod("2")));
        follower.start();
        await().untilAsserted(
                        () -> assertThat(follower.told()).isEqualTo("took 1, and failed 1 times, at last: forbidden"));
        follower.stop();
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
                taken::add,
                ended::get,
                Follower.LONGEST);
        follower.start();
        await().untilAsserted(() -> assertThatThrownBy(follower::effect).hasMessage("no answer"));
        fails.countDown();
        await().ignoreExceptions().until(() -> follower.effect().isPresent());
        follower.stop();
    }
}
