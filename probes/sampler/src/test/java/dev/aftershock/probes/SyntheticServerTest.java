package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.SyntheticServer.Flip;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyntheticServerTest {

    private static final int PATIENT_MILLIS = 5_000;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private SyntheticServer server;

    @BeforeEach
    void start() throws IOException {
        server = new SyntheticServer(clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyModeLooksToAClientLikeItsName() throws Exception {
        assertThat(ask("?", PATIENT_MILLIS)).isEqualTo("ok\n");
        server.become(Mode.ERR);
        assertThat(ask("?", PATIENT_MILLIS)).isEqualTo("no\n");
        server.become(Mode.DROP);
        assertThatThrownBy(() -> ask("?", 50)).isInstanceOf(SocketTimeoutException.class);
        server.become(Mode.RST);
        assertThatThrownBy(() -> ask("?", PATIENT_MILLIS))
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(ConnectException.class)
                .hasMessageMatching("(?i).*(reset|broken pipe|abort).*");
        server.become(Mode.REFUSE);
        assertThatThrownBy(() -> ask("?", PATIENT_MILLIS)).isInstanceOf(ConnectException.class);
        server.become(Mode.UP);
        assertThat(ask("?", PATIENT_MILLIS)).isEqualTo("ok\n");
    }

    @Test
    void aKeptConnectionIsResetToo() throws Exception {
        try (Socket kept =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            kept.setSoTimeout(PATIENT_MILLIS);
            assertThat(say(kept, "?")).isEqualTo("ok\n");
            server.become(Mode.RST);
            assertThatThrownBy(() -> say(kept, "?")).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void onlyTheGivenKeysFail() throws Exception {
        server.failFor(Set.of(3, 12));
        assertThat(IntStream.range(0, 16).filter(key -> answered(key, "no\n"))).containsExactly(3, 12);
        assertThat(ask("?", PATIENT_MILLIS)).as("key 0").isEqualTo("ok\n");
        server.become(Mode.UP);
        assertThat(IntStream.range(0, 16)).allMatch(key -> answered(key, "ok\n"));
    }

    @Test
    void partialWithoutKeysIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.become(Mode.PARTIAL))
                .withMessageContaining("failFor");
    }

    @Test
    void aFlappingServerTurnsByItselfAndRecordsEachTurn() throws Exception {
        Duration period = Duration.ofMillis(20);
        server.flap(period);
        await().atMost(Duration.ofSeconds(20)).until(() -> server.flips().size() >= 6);
        server.become(Mode.UP);
        List<Flip> flips = server.flips();
        for (int i = 1; i < flips.size() - 1; i++) {
            Flip last = flips.get(i - 1);
            Flip next = flips.get(i);
            assertThat(next.mode()).isEqualTo(last.mode() == Mode.UP ? Mode.ERR : Mode.UP);
            assertThat(next.at().latest() - last.at().latest()).isGreaterThanOrEqualTo(period.toNanos() / 2);
        }
        assertThat(ask("?", PATIENT_MILLIS)).isEqualTo("ok\n");
        assertThat(server.flips()).as("turns after the order").isEqualTo(flips);
    }

    @Test
    void aSlowAnswerIsRightButLate() throws Exception {
        server.become(Mode.SLOW);
        long from = clock.nanos();
        assertThat(ask("?", PATIENT_MILLIS)).isEqualTo("ok\n");
        assertThat(Duration.ofNanos(clock.nanos() - from))
                .isGreaterThanOrEqualTo(Duration.ofMillis(SyntheticSockets.SLOW_MILLIS));
    }

    @Test
    void aQueuedRequestIsAnsweredAtTheHealAndNotBefore() throws Exception {
        server.become(Mode.QUEUE);
        CompletableFuture<Long> answered = CompletableFuture.supplyAsync(() -> {
            assertThat(answered(0, "ok\n")).isTrue();
            return clock.nanos();
        });
        await().during(Duration.ofMillis(100)).atMost(Duration.ofSeconds(20)).until(() -> !answered.isDone());
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

    private boolean answered(int key, String expected) {
        try {
            return ask("? " + key, PATIENT_MILLIS).equals(expected);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String ask(String line, int millis) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(millis);
            return say(socket, line);
        }
    }

    private static String say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII);
    }
}
