package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.SyntheticServer.Flip;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyntheticServerTest {

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private SyntheticServer server;
    private ProbeGroup group;
    private AsyncProbe probe;

    @BeforeEach
    void start() throws IOException {
        server = new SyntheticServer(clock);
        group = new ProbeGroup(clock);
        probe = (AsyncProbe) Calibration.probeOf(server, group.loop());
    }

    @AfterEach
    void stop() {
        probe.close();
        group.close();
        server.close();
    }

    @Test
    void everyModeLooksToAClientLikeItsName() throws Exception {
        assertThat(ask(5_000).outcome()).isEqualTo(Outcome.OK);
        server.become(Mode.ERR);
        assertThat(ask(5_000).detail()).contains("does not contain 'ok': 'no'");
        server.become(Mode.DROP);
        assertThat(ask(50).outcome()).isEqualTo(Outcome.TIMEOUT);
        server.become(Mode.REFUSE);
        assertThat(ask(5_000).detail()).contains("refused");
        server.become(Mode.UP);
        assertThat(ask(5_000).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aSlowAnswerIsRightButLate() throws Exception {
        server.become(Mode.SLOW);
        long from = clock.nanos();
        assertThat(ask(5_000).outcome()).isEqualTo(Outcome.OK);
        assertThat(Duration.ofNanos(clock.nanos() - from))
                .isGreaterThanOrEqualTo(Duration.ofMillis(SyntheticSockets.SLOW_MILLIS));
    }

    @Test
    void aQueuedRequestIsAnsweredAtTheHealAndNotBefore() throws Exception {
        server.become(Mode.QUEUE);
        CompletableFuture<Long> answered = new CompletableFuture<>();
        Thread client = new Thread(() -> {
            try {
                assertThat(ask(5_000).outcome()).isEqualTo(Outcome.OK);
                answered.complete(clock.nanos());
            } catch (Throwable e) {
                answered.completeExceptionally(e);
            }
        });
        client.start();
        client.join(100);
        assertThat(answered).isNotDone();
        Flip heal = server.become(Mode.UP);
        assertThat(answered.get(5, TimeUnit.SECONDS))
                .isGreaterThanOrEqualTo(heal.at().earliest());
    }

    @Test
    void everyFlipIsRecordedWhereItHappened() throws Exception {
        long before = clock.nanos();
        Flip down = server.become(Mode.ERR);
        Flip up = server.become(Mode.UP);
        assertThat(server.flips()).isEqualTo(List.of(down, up));
        assertThat(before).isLessThanOrEqualTo(down.at().earliest());
        assertThat(down.at().latest()).isLessThanOrEqualTo(up.at().earliest());
        assertThat(up.at().latest()).isLessThanOrEqualTo(clock.nanos());
    }

    private Answer ask(long millis) throws Exception {
        long now = clock.nanos();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Attempt attempt = new Attempt(0, now, now + TimeUnit.MILLISECONDS.toNanos(millis), 0);
        probe.attempt(attempt, (which, given) -> answer.complete(given));
        return answer.get(millis + 5_000, TimeUnit.MILLISECONDS);
    }
}
