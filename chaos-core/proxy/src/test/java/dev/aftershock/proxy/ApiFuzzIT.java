package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is sent to the API, it answers what is documented, other proxies go on, and nothing is left behind.
 *
 * <p>Half of the seeds are new in each run; {@code -Daftershock.seed=N} runs the one that failed.
 */
class ApiFuzzIT {
    private static final boolean NIGHTLY = Boolean.getBoolean("aftershock.nightly");
    private static final int SEEDS = NIGHTLY ? 40 : 4;
    private static final int REQUESTS = NIGHTLY ? 3_000 : 200;
    private static final int QUIET_MILLIS = 15;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    /** What may answer 5xx: a listen address that cannot be used. */
    private static final Pattern DOCUMENTED_500 =
            Pattern.compile("\"error\":\"(listen tcp|address|lookup)[^\n]*,\"status\":500");

    static LongStream seeds() {
        return DrawnSeeds.of(SEEDS);
    }

    @ParameterizedTest(name = "-Daftershock.seed={0}")
    @MethodSource("seeds")
    void nothingSentToTheApiDoesHarm(long seed) {
        EmbeddedServer.start(1).close();
        Footprint before = Footprint.now();
        try (ProxyServer server = EmbeddedServer.start(42);
                Upstream upstream = Upstream.echo()) {
            fuzz(seed, server.api().getPort(), upstream);
        }
        Awaitility.await("descriptors and threads are given back")
                .atMost(Duration.ofSeconds(20))
                .until(Footprint::now, now -> now.within(before));
    }

    private static void fuzz(long seed, int port, Upstream upstream) {
        ApiFuzz fuzz = new ApiFuzz(new SplittableRandom(seed));
        List<Peer> halfSent = new ArrayList<>();
        String witness =
                body(answer(port, post("/proxies", ApiClient.proxyBody("witness", "127.0.0.1:0", upstream.address()))));
        String last = "";
        try (Peer client = Peer.connect(ApiClient.port(witness))) {
            for (int i = 0; i < REQUESTS; i++) {
                last = fuzz.whole();
                expectDocumented(answer(port, last), 1);
                last = fuzz.broken();
                expectDocumented(answerIfAny(port, last), 0);
                if (i % 10 == 0) {
                    halfSent.add(Peer.connect(port).send(last.substring(0, Math.min(50, last.length() / 2))));
                    client.echoNanos("the other proxy goes on");
                    assertThat(body(answer(port, get("/proxies/witness")))).isEqualTo(witness);
                }
            }
        } catch (AssertionError | RuntimeException e) {
            String shown = last.substring(0, Math.min(2_000, last.length()));
            throw new AssertionError("-Daftershock.seed=" + seed + "\n" + e + "\nat\n" + shown, e);
        } finally {
            halfSent.forEach(Peer::close);
        }
    }

    private static void expectDocumented(String answer, int atLeast) {
        List<Integer> statuses = statuses(answer);
        assertThat(statuses).hasSizeGreaterThanOrEqualTo(atLeast);
        if (statuses.stream().anyMatch(status -> status >= 500)) {
            assertThat(answer).containsPattern(DOCUMENTED_500);
        }
    }

    /** As many as one connection may have waiting, all at once. */
    @ParameterizedTest(name = "-Daftershock.seed={0}")
    @MethodSource("seeds")
    void pipelinedRequestsAreAnsweredInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<String>> kinds = List.of(
                List.of(get("/version"), "200"),
                List.of(get("/nowhere"), "404"),
                List.of(post("/version", "{}"), "405"),
                List.of(get("/%zz"), "400"),
                List.of(post("/proxies", "{"), "400"),
                List.of(get("/version").replace("localhost", "evil.example"), "403"));
        List<List<String>> chosen = IntStream.range(0, 2 + random.nextInt(120))
                .mapToObj(i -> kinds.get(random.nextInt(kinds.size())))
                .toList();
        try (ProxyServer server = EmbeddedServer.start(42);
                Peer raw = Peer.connect(server.api().getPort())) {
            StringBuilder all = new StringBuilder();
            chosen.forEach(kind -> all.append(kind.get(0).replace("Connection: close\r\n", "")));
            raw.send(all + get("/last"));
            List<Integer> expected = new ArrayList<>();
            chosen.forEach(kind -> expected.add(Integer.valueOf(kind.get(1))));
            expected.add(404);
            assertThat(statuses(text(raw.receiveAll()))).isEqualTo(expected);
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** The whole answer to a request that asks for the connection's end. */
    private static String answer(int port, String request) {
        try (Peer raw = Peer.connect(port).send(request)) {
            return text(raw.receiveAll());
        }
    }

    /** The server may close at the first wrong byte, even before it has been sent everything. */
    private static String answerIfAny(int port, String request) {
        try (Peer raw = Peer.connect(port)) {
            try {
                raw.send(request);
            } catch (UncheckedIOException closed) {
                // What it answered before it closed counts.
            }
            return text(raw.receiveUntilQuiet(QUIET_MILLIS));
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static List<Integer> statuses(String answers) {
        return STATUS.matcher(answers)
                .results()
                .map(MatchResult::group)
                .map(line -> Integer.valueOf(line.substring(9, 12)))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
