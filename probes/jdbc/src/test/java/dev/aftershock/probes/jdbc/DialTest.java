package dev.aftershock.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connecting to real sockets that accept and never speak, as those of a stopped server. */
class DialTest {

    private static final long DEADLINE = TimeUnit.MILLISECONDS.toNanos(600);

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final Hands hands = new Hands("test");
    private final List<Long> leftAtMillis = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        hands.close();
    }

    @Test
    void aSilentHostIsLeftAtTheEndOfItsShareAndTheNextGetsTheRest() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> dial(silent, 2)).hasCauseInstanceOf(SQLTimeoutException.class);
            // The second host is given up together with the whole try, at the deadline.
            assertThat(leftAtMillis).hasSizeGreaterThanOrEqualTo(1);
            assertThat(leftAtMillis.get(0)).isBetween(300L, 550L);
        }
    }

    @Test
    void nothingMayBeTriedAfterTheDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> dial(silent, 1)).hasCauseInstanceOf(SQLTimeoutException.class);
            assertThat(TimeUnit.NANOSECONDS.toMillis(clock.nanos())).isBetween(600L, 1500L);
        }
    }

    /** Tries as a driver does that has two hosts: to the end of one, then the other. */
    private Session dial(ServerSocket silent, int hosts) throws ExecutionException, InterruptedException {
        Dial dial = new Dial(
                () -> {
                    for (int host = 0; host < hosts; host++) {
                        listenToTheEnd(silent);
                    }
                    throw new SQLException("every host is silent");
                },
                hosts,
                DEADLINE,
                new Tools("test", clock, hands));
        dial.start();
        return dial.session().get();
    }

    private void listenToTheEnd(ServerSocket silent) throws IOException {
        try (Socket socket = new DialSockets().createSocket()) {
            socket.connect(silent.getLocalSocketAddress());
            assertThat(socket.getInputStream().read()).isNegative();
            leftAtMillis.add(TimeUnit.NANOSECONDS.toMillis(clock.nanos()));
        }
    }
}
