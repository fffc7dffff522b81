package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProbeTest {

    private static final long PATIENCE_SECONDS = 10;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/app/fine", 200, new byte[10]);
        serve("/app/broken", 500, new byte[10]);
        serve("/app/huge", 200, new byte[HttpLine.MOST_BYTES + 1]);
        serve("/app/large", 200, new byte[HttpLine.MOST_BYTES]);
        serve(
                "/app/health",
                200,
                "{\"status\": \"UP\", \"checks\": [{\"state\": \"lost\"}]}".getBytes(StandardCharsets.UTF_8));
        serve(
                "/app/largeJson",
                200,
                ("{\"fill\": \"" + "x".repeat(900_000) + "\", \"n\": 7}").getBytes(StandardCharsets.UTF_8));
        serve("/app/page", 200, "<html>".getBytes(StandardCharsets.UTF_8));
        server.createContext("/app/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/app/fine");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    private void serve(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.getResponseHeaders().set("X-Role", "replica");
            exchange.sendResponseHeaders(status, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theExpectedStatusIsRightAndAnyOtherIsWrong() throws Exception {
        assertThat(get(Map.of("path", "/fine"))).isEqualTo(Answer.OK);
        assertThat(get(Map.of("path", "/broken", "status", "500"))).isEqualTo(Answer.OK);
        assertThat(get(Map.of("path", "/broken", "status", "5xx"))).isEqualTo(Answer.OK);
        assertThat(get(Map.of("path", "/broken"))).isEqualTo(Answer.failed("status 500 instead of 200"));
        assertThat(get(Map.of("path", "/broken", "status", "2xx")))
                .isEqualTo(Answer.failed("status 500 instead of 2xx"));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        assertThat(get(Map.of("path", "/moved"))).isEqualTo(Answer.failed("status 302 instead of 200"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aBodyIsReadUpToItsCap() throws Exception {
        assertThat(get(Map.of("path", "/large"))).isEqualTo(Answer.OK);
        assertThat(get(Map.of("path", "/huge"))).isEqualTo(Answer.failed("the body is longer than 1048576 bytes"));
    }

    @Test
    void aWrongHeaderIsNamedWithWhatWasExpected() throws Exception {
        assertThat(get(Map.of("path", "/fine", "header", "x-role: replica"))).isEqualTo(Answer.OK);
        assertThat(get(Map.of("path", "/fine", "header", "X-Role: primary")))
                .isEqualTo(Answer.failed("header X-Role is 'replica', expected 'primary'"));
        assertThat(get(Map.of("path", "/fine", "header", "X-Zone: a")))
                .isEqualTo(Answer.failed("header X-Zone is missing, expected 'a'"));
    }

    @Test
    void aWrongValueInTheBodyIsNamedWithWhatWasExpected() throws Exception {
        assertThat(get(Map.of("path", "/health", "json", "$.status", "equals", "UP")))
                .isEqualTo(Answer.OK);
        assertThat(get(Map.of("path", "/health", "json", "$.checks[0].state", "equals", "found")))
                .isEqualTo(Answer.failed("$.checks[0].state is 'lost', expected 'found'"));
        assertThat(get(Map.of("path", "/health", "json", "$.checks[1].state", "equals", "found")))
                .isEqualTo(Answer.failed("$.checks[1].state is missing, expected 'found'"));
        assertThat(get(Map.of("path", "/page", "json", "$.status")).detail()).startsWith("the body is not JSON: ");
    }

    @Test
    void aValueBehindMuchElseIsFound() throws Exception {
        assertThat(get(Map.of("path", "/largeJson", "json", "$.n", "equals", "7")))
                .isEqualTo(Answer.OK);
        assertThat(get(Map.of("path", "/largeJson", "json", "$.n", "equals", "8")))
                .isEqualTo(Answer.failed("$.n is '7', expected '8'"));
    }

    @Test
    void anAddressOfItsOwnIsReadAsItIs() throws Exception {
        String url = base() + "fine?a=b";
        assertThat(ask(HttpSettings.of(Map.of("url", url)), 0).outcome()).isEqualTo(Outcome.OK);
        assertThat(asked).containsExactly("/app/fine?a=b");
    }

    @Test
    void keysTakeTurnsInThePath() throws Exception {
        HttpGet settings = HttpSettings.of(Map.of("target", "it", "path", "/fine/{key}?again={key}", "keys", "3"));
        try (HttpProbe probe = probe(settings, base())) {
            assertThat(probe.groups()).isEqualTo(3);
            for (int group = 0; group < 3; group++) {
                assertThat(answer(probe, group, PATIENCE_SECONDS * 1000)).isEqualTo(Answer.OK);
            }
        }
        assertThat(asked).containsExactly("/app/fine/1?again=1", "/app/fine/2?again=2", "/app/fine/3?again=3");
    }

    @Test
    void aBodyThatNeverEndsTimesOutAtTheDeadline() throws Exception {
        Answer answer = against("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", false);
        assertThat(answer).isEqualTo(Answer.timedOut("no complete answer by the deadline"));
    }

    @Test
    void anAttemptThatTimedOutHangsUp() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HttpProbe probe = probe(HttpSettings.of(Map.of("target", "it")), uri(listening))) {
            assertThat(answer(probe, 0, 200).outcome()).isEqualTo(Outcome.TIMEOUT);
            try (Socket socket = listening.accept()) {
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
    }

    @Test
    void aBodyThatIsCutShortFails() throws Exception {
        assertThat(against("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true)
                        .outcome())
                .isEqualTo(Outcome.FAIL_FAST);
    }

    @Test
    void anAnswerThatIsNotHttpFails() throws Exception {
        assertThat(against("SSH-2.0-OpenSSH_9.2\r\n\r\n", true).outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(against("HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n", true)
                        .outcome())
                .isEqualTo(Outcome.FAIL_FAST);
    }

    @Test
    void theSamplerSeesTheServiceGoAndComeBack() {
        HttpGet settings =
                HttpSettings.of(Map.of("target", "it", "path", "/state", "json", "$.status", "equals", "UP"));
        AtomicReference<String> state = new AtomicReference<>("UP");
        server.createContext("/app/state", exchange -> {
            byte[] body = ("{\"status\": \"" + state.get() + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        Pace pace = new Pace(Duration.ofMillis(20), Duration.ofSeconds(5));
        try (HttpProbe probe = probe(settings, base());
                Sampler sampler = new Sampler("state", probe, pace, clock, 1)) {
            sampler.start();
            for (String next : List.of("UP", "DOWN", "UP")) {
                state.set(next);
                Answer expected = next.equals("UP") ? Answer.OK : Answer.failed("$.status is 'DOWN', expected 'UP'");
                await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> sampler.last()
                        .map(sample -> new Answer(sample.outcome(), sample.detail()))
                        .equals(Optional.of(expected)));
            }
        }
    }

    @Test
    void manyAttemptsAtOnceHoldFewThreads() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
                HttpProbe probe = probe(HttpSettings.of(Map.of("target", "it")), uri(silent))) {
            int before = Thread.activeCount();
            CompletableFuture<?>[] answers = new CompletableFuture<?>[500];
            for (int i = 0; i < answers.length; i++) {
                CompletableFuture<Answer> answer = new CompletableFuture<>();
                answers[i] =
                        answer.thenAccept(given -> assertThat(given.outcome()).isEqualTo(Outcome.TIMEOUT));
                long now = clock.nanos();
                probe.attempt(
                        new Attempt(i, now, now + TimeUnit.SECONDS.toNanos(1), 0),
                        (asked, given) -> answer.complete(given));
            }
            assertThat(Thread.activeCount() - before).isLessThan(16);
            CompletableFuture.allOf(answers).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAnswerDoesNotWaitBehindTheApplicationsOwnWork() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try {
            for (int i = 0; i < 2 * ForkJoinPool.getCommonPoolParallelism(); i++) {
                ForkJoinPool.commonPool().execute(() -> {
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(get(Map.of("path", "/fine"))).isEqualTo(Answer.OK);
            assertThat(get(Map.of("path", "/huge")).outcome()).isEqualTo(Outcome.FAIL_FAST);
        } finally {
            busy.countDown();
        }
    }

    @Test
    void closingAnswersWhatIsUnderWayAndWhatComesAfter() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            HttpProbe probe = probe(HttpSettings.of(Map.of("target", "it")), uri(silent));
            CompletableFuture<Answer> waiting = new CompletableFuture<>();
            long now = clock.nanos();
            probe.attempt(
                    new Attempt(0, now, now + TimeUnit.MINUTES.toNanos(1), 0),
                    (asked, given) -> waiting.complete(given));
            probe.close();
            assertThat(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
            assertThat(answer(probe, 0, 1000)).isEqualTo(Answer.notSent("the probe is closed"));
        }
    }

    /** The answer of a probe whose server reads a little, says these words, and then hangs up or not. */
    private Answer against(String words, boolean hangUp) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HttpProbe probe = probe(HttpSettings.of(Map.of("target", "it")), uri(listening))) {
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> answer(probe, 0, hangUp ? 5_000 : 300));
            try (Socket socket = listening.accept()) {
                assertThat(socket.getInputStream().read(new byte[4096])).isPositive();
                socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                if (!hangUp) {
                    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
            }
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Answer get(Map<String, String> written) throws Exception {
        return ask(HttpSettings.of(written, "target", "it"), 0);
    }

    private Answer ask(HttpGet settings, int group) throws Exception {
        try (HttpProbe probe = probe(settings, settings.url().map(URI::create).orElse(base()))) {
            probe.prepare();
            return answer(probe, group, PATIENCE_SECONDS * 1000);
        }
    }

    private HttpProbe probe(HttpGet settings, URI base) {
        return HttpProbe.of(settings, () -> base, "test", clock);
    }

    private Answer answer(AsyncProbe probe, int group, long patienceMillis) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long now = clock.nanos();
        Attempt attempt = new Attempt(0, now, now + TimeUnit.MILLISECONDS.toNanos(patienceMillis), group);
        try {
            probe.attempt(attempt, (asked, given) -> answer.complete(given));
            return answer.get(PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/app/");
    }

    private static URI uri(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }
}
