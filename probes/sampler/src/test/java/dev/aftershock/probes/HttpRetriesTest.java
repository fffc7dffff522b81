package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRetriesTest {

    private static final long PATIENCE_SECONDS = 20;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int status = failing.getAndDecrement() > 0 ? 503 : 200;
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            asked.incrementAndGet();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCallIsTriedAgainUntilItIsRightAndSaysHowOftenItAsked() throws Exception {
        failing.set(2);
        assertThat(call(Map.of("tries", "4", "retry-pause", "1ms"))).isEqualTo(Answer.OK.after(3));
        assertThat(call(Map.of("tries", "4", "retry-pause", "1ms"))).isEqualTo(Answer.OK);
        await().until(() -> asked.get() == 4);
    }

    @Test
    void aCallThatFailsEveryTimeEndsWithTheLastAnswer() throws Exception {
        failing.set(10);
        assertThat(call(Map.of("tries", "3", "retry-pause", "1ms")))
                .isEqualTo(Answer.failed("status 503 instead of 200").after(3));
    }

    @Test
    void withoutTheSettingNothingIsTriedAgain() throws Exception {
        failing.set(1);
        assertThat(call(Map.of())).isEqualTo(Answer.failed("status 503 instead of 200"));
    }

    @Test
    void aPauseThatWouldOutlastTheDeadlineIsNotWaitedFor() throws Exception {
        failing.set(1);
        assertThat(call(Map.of("tries", "3", "retry-pause", "1h")))
                .isEqualTo(Answer.failed("status 503 instead of 200"));
    }

    @Test
    void silenceCostsATryItsShareOfTheTimeOnly() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HttpProbe probe = probe(
                        Map.of("tries", "3", "retry-pause", "1ms"),
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
            Answer answer = answer(probe, 2_000).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(answer.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(answer.tries()).isGreaterThan(1);
        }
    }

    @Test
    void closingDuringAPauseSaysNothingOfTheSystem() throws Exception {
        failing.set(1);
        HttpProbe probe = probe(Map.of("tries", "2", "retry-pause", "30s"), base());
        CompletableFuture<Answer> answer = answer(probe, 120_000);
        await().until(() -> asked.get() == 1);
        probe.close();
        assertThat(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @CsvSource({"tries,0,'tries' is 0", "tries,11,'tries' is 11", "retry-pause,-1ms,retry-pause"})
    void whatIsOutsideItsRangeIsRefusedByName(String key, String value, String message) {
        assertThatThrownBy(() -> HttpSettings.of(Map.of("target", "it", key, value)))
                .hasMessageContaining(message);
    }

    private Answer call(Map<String, String> settings) throws Exception {
        try (HttpProbe probe = probe(settings, base())) {
            return answer(probe, 10_000).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private HttpProbe probe(Map<String, String> settings, URI base) {
        return HttpProbe.of(HttpSettings.of(settings, "target", "it"), () -> base, "test", clock);
    }

    private CompletableFuture<Answer> answer(HttpProbe probe, long patienceMillis) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long now = clock.nanos();
        probe.attempt(
                new Attempt(0, now, now + TimeUnit.MILLISECONDS.toNanos(patienceMillis), 0),
                (which, given) -> answer.complete(given));
        return answer;
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }
}
