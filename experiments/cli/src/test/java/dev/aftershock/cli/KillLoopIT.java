package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.engine.Leftovers;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine is killed at random moments of real runs, in which links are cut and slowed and a process is paused: nothing of that
 * outlives it for longer than a lease, and nothing at all is left after a recovery.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillLoopIT {

    private static final String VARIABLE = "AFTERSHOCK_TOXIPROXY";

    /** In all, half of them on each server; 500 in a nightly run. */
    private static final int KILLS = Integer.getInteger("aftershock.kills", 20);

    private static final long SEED = Long.getLong("aftershock.seed", new Random().nextLong());

    /** The lease and a second. */
    private static final Duration LONGEST = Duration.ofSeconds(16);

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Pattern FAULT = Pattern.compile("\"enabled\":false|\"toxics\":\\[\\{");
    private static final Pattern NEXT_PROXY = Pattern.compile("(?=\"[^\"]+\":\\{\"name\":)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(SEED);
    private final List<Long> outlived = new ArrayList<>();
    private int interruptedFaults;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "toxiproxy"})
    void noFaultOutlivesAKilledEngine(String server) throws Exception {
        Optional<URI> api = server.equals("embedded") ? Optional.empty() : Optional.of(realServer());
        Process victim = new ProcessBuilder("sleep", "3600").start();
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.start();
        try {
            Broken broken = new Broken(api, "127.0.0.1:" + upstream.getAddress().getPort(), victim.pid());
            String file = experiment(broken);
            for (int kill = 0; kill < KILLS / 2; kill++) {
                killOnce(file, broken);
            }
        } finally {
            upstream.stop(0);
            victim.destroyForcibly();
        }
        Collections.sort(outlived);
        System.out.printf(
                "%s: %d kills, %d while faults acted; 0 leaked, the longest was gone %d ms after the kill"
                        + " (median %d); seed %d%n",
                server,
                outlived.size(),
                interruptedFaults,
                outlived.get(outlived.size() - 1),
                outlived.get(outlived.size() / 2),
                SEED);
        assertThat(interruptedFaults).as("kills in the middle of a fault").isPositive();
    }

    /**
     * What the runs break.
     *
     * @param api the real server, which other tests use beside this one; none is the embedded one
     * @param upstream that of the links, which tells them from those of the others
     * @param victim the process that is paused
     */
    private record Broken(Optional<URI> api, String upstream, long victim) {}

    private void killOnce(String file, Broken broken) throws Exception {
        Path log = folder.resolve("runs.log");
        Process engine = start(file, log);
        await().atMost(BOUND).until(() -> Files.readString(log).contains("method"));
        assertThat(links(broken)).as("links seen").hasSize(broken.api().isPresent() ? 2 : 0);
        Thread.sleep(random.nextInt(2_500));
        engine.destroyForcibly().waitFor();
        long killed = System.nanoTime();
        if (faultActs(broken)) {
            interruptedFaults++;
        }
        await().pollInterval(Duration.ofMillis(5))
                .atMost(LONGEST)
                .alias("faults of " + Files.readString(log))
                .until(() -> !faultActs(broken));
        outlived.add((System.nanoTime() - killed) / 1_000_000);
        recovered(broken);
    }

    private void recovered(Broken broken) throws Exception {
        Leftovers leftovers = new Leftovers(Registry.onClassPath(), new StateDirectory(folder.resolve("state")));
        assertThat(leftovers.recover().manual()).isEmpty();
        Leftovers.Report again = leftovers.recover();
        assertThat(again.manual()).isEmpty();
        assertThat(again.healed()).isEmpty();
        assertThat(faultActs(broken)).isFalse();
        assertThat(links(broken)).as("what the run made").isEmpty();
    }

    private boolean faultActs(Broken broken) throws Exception {
        return links(broken).stream().anyMatch(link -> FAULT.matcher(link).find()) || stopped(broken.victim());
    }

    private List<String> links(Broken broken) throws Exception {
        if (broken.api().isEmpty()) {
            // The embedded proxy died with the engine.
            return List.of();
        }
        URI proxies = broken.api().get().resolve("/proxies");
        String all = http.send(HttpRequest.newBuilder(proxies).build(), BodyHandlers.ofString())
                .body();
        return NEXT_PROXY
                .splitAsStream(all)
                .filter(proxy -> proxy.contains('"' + broken.upstream() + '"'))
                .toList();
    }

    private static boolean stopped(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") T ");
    }

    private Process start(String file, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessRuns.class.getName(),
                        file,
                        folder.resolve("runs").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("AFTERSHOCK_STATE", folder.resolve("state").toString());
        return builder.start();
    }

    private String experiment(Broken broken) throws IOException {
        Path file = folder.resolve("kill.yaml");
        return Files.writeString(
                        file,
                        """
                        aftershock: 1
                        title: Everything at once, for a moment
                        hypothesis: It does not matter; the engine is killed.
                        objectives: {rto: 5s}
                        targets:
                          cut: {link: {upstream: "%1$s", toxiproxy: "%2$s"}}
                          slow: {link: {upstream: "%1$s", toxiproxy: "%2$s"}}
                          worker: {process: {pid: %3$d}}
                        probes:
                          - name: port
                            tcp: {target: cut, every: 20ms, deadline: 200ms}
                        steady-state: {within: 100ms, for: 300ms}
                        method:
                          - name: beside
                            together:
                              - inject: {latency: {link: slow, value: 50ms}}
                              - inject: {process-pause: worker}
                          - inject: {down: cut}
                            for: 1s
                        safeguards: {stop-after: 2m}
                        """.formatted(broken.upstream(), server(broken.api()), broken.victim()),
                        StandardCharsets.UTF_8)
                .toString();
    }

    private static String server(Optional<URI> api) {
        return api.map(URI::toString).orElse("embedded");
    }

    private static URI realServer() {
        String address = System.getenv(VARIABLE);
        boolean there = address != null && !address.isEmpty();
        if (!there && System.getenv("CI") != null) {
            throw new AssertionError(
                    VARIABLE + " must tell where a Toxiproxy server listens: in CI this is not skipped");
        }
        assumeTrue(there, () -> "set " + VARIABLE + " to the API of a Toxiproxy server, such as http://127.0.0.1:8474");
        return URI.create(address);
    }
}
