package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches a real server that fails for a known time. */
class WatchIT {

    private static final Pattern OUTAGE =
            Pattern.compile("\\{\"probe\":\"shop\",\"kind\":\"blackout\",\"from\":\"[^\"]+\","
                    + "\"downtime\":\\{\"point\":([0-9.]+),\"low\":([0-9.]+),\"high\":([0-9.]+)},.*}");

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger asked = new AtomicInteger();
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(status.get(), -1);
            }
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void anOutageIsPrintedWhenItIsOverAndItsBracketHoldsTheTruth() throws Exception {
        FutureTask<Integer> watching =
                new FutureTask<>(() -> aftershock("watch", file(), "--json", "--for", "2m", "--out", runs()));
        Thread watcher = new Thread(watching, "watcher");
        watcher.setDaemon(true);
        watcher.start();
        await().atMost(BOUND).until(() -> asked.get() > 50);
        long before = clock.nanos();
        status.set(503);
        long down = clock.nanos();
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        long beforeUp = clock.nanos();
        status.set(200);
        long up = clock.nanos();
        await().atMost(BOUND).until(() -> out.toString().contains("blackout"));
        assertThat(watching).as("it is told before the end").isNotDone();
        watcher.interrupt();

        assertThat(watching.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as(err.toString())
                .isZero();
        // A busy machine may be slow as well, which is a brownout and no blackout.
        List<String> told =
                out.toString().lines().filter(each -> each.contains("blackout")).toList();
        assertThat(told).hasSize(1);
        Matcher line = OUTAGE.matcher(told.get(0));
        assertThat(line.matches()).as(out.toString()).isTrue();
        assertThat(Double.parseDouble(line.group(2))).isLessThanOrEqualTo((up - before) / 1e9);
        assertThat(Double.parseDouble(line.group(3))).isGreaterThanOrEqualTo((beforeUp - down) / 1e9);
    }

    @Test
    void nothingIsPrintedOfASystemThatStaysUp() {
        assertThat(aftershock("watch", file(), "--json", "--for", "1s", "--out", runs()))
                .isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsSaidAllAtOnceAndNothingStarts() {
        assertThat(aftershock("watch", file(), "--for", "2x", "--metrics", "99999"))
                .isEqualTo(64);
        assertThat(err.toString())
                .contains("--for: '2x' is no time")
                .contains("--metrics: 99999 is no port")
                .contains("nothing was started");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aFileThatIsOnlyWatchedIsValidAndCannotBeRun() {
        assertThat(aftershock("validate", file())).isZero();
        assertThat(aftershock("run", file(), "--out", runs())).isEqualTo(64);
        assertThat(err.toString()).contains("there is no 'method'").contains("aftershock watch");
        assertThat(asked).hasValue(0);
    }

    private int aftershock(String... arguments) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private String runs() {
        return folder.resolve("runs").toString();
    }

    private String file() {
        try {
            return Files.writeString(folder.resolve("watch.yaml"), """
                    aftershock: 1
                    title: The shop answers
                    hypothesis: It always does.
                    targets: {shop: {http: "http://127.0.0.1:%d"}}
                    probes:
                      - name: shop
                        http: {target: shop, every: 10ms, deadline: 1s}
                    steady-state: {within: 500ms, bad-at-most: 1%%, for: 300ms}
                    """.formatted(
                                    server.getAddress().getPort()))
                    .toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
