package dev.aftershock.cli;

import static dev.aftershock.format.Words.badAtMost;
import static dev.aftershock.format.Words.inject;
import static dev.aftershock.format.Words.lasting;
import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.rto;
import static dev.aftershock.format.Words.stopAfter;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.format.Words.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Engine;
import dev.aftershock.engine.Judge;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.RunListener;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunStore;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import dev.aftershock.format.ExperimentBuilder;
import dev.aftershock.format.YamlExperimentReader;
import dev.aftershock.junit.ChaosExperiment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.testcontainers.containers.Network;
import org.testcontainers.toxiproxy.ToxiproxyContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One experiment, four ways to run it: by annotation, from Java, from the command line, and through Testcontainers' Toxiproxy. A
 * server's link is down for 3 s: with an RTO of 20 s that is a PASS, also on a busy machine, with one of 1 s a FAIL, whoever asks.
 */
class SameVerdictIT {

    /** Where the annotations below, whose texts are fixed, find the experiment. */
    private static final Path FILE = Path.of("target", "same-verdict.yaml");

    private static final int API = 8474;
    private static final int LINK = 8666;

    @TempDir
    static Path folder;

    private static ServerSocket server;

    @BeforeAll
    static void serve() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread serving = new Thread(SameVerdictIT::answerAll, "server");
        serving.setDaemon(true);
        serving.start();
        Files.writeString(FILE, experiment("{upstream: \"" + upstream() + "\"}"));
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    /** One client after the other is told that all is well, whatever it asks. */
    private static void answerAll() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.setSoTimeout(1_000);
                client.getInputStream().read();
                client.getOutputStream().write("HTTP/1.0 200 OK\n\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // The next one comes, or the test has ended.
            }
        }
    }

    private static String upstream() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private static String experiment(String link) {
        return """
                aftershock: 1
                title: Clients reach the server again when their link is back
                hypothesis: Nothing but the time without a link is lost.
                objectives: {rto: "${var:rto}"}
                targets:
                  server: {link: %s}
                probes:
                  - name: asking
                    tcp: {target: server, send: "GET / HTTP/1.0\\n\\n", expect: "200", every: 20ms, deadline: 1s}
                steady-state: {within: 500ms, bad-at-most: 5%%, for: 500ms}
                method:
                  - inject: {down: {link: server}}
                    for: 3s
                safeguards: {stop-after: 60s}
                """.formatted(link);
    }

    private static ExperimentBuilder inJava(String rto) {
        return ExperimentBuilder.named("Clients reach the server again when their link is back")
                .hypothesis("Nothing but the time without a link is lost.")
                .objectives(rto(rto))
                .target("server", part("link", with("upstream", upstream())))
                .probe(
                        "asking",
                        part(
                                "tcp",
                                with("target", "server"),
                                with("send", "GET / HTTP/1.0\n\n"),
                                with("expect", "200"),
                                with("every", "20ms"),
                                with("deadline", "1s")))
                .steadyState(within("500ms"), badAtMost("5%"), lasting("500ms"))
                .method(inject(part("down", with("link", "server"))).lasting("3s"))
                .safeguards(stopAfter("60s"));
    }

    @Test
    void fromTheCommandLine() {
        assertThat(command("20s")).isZero();
        assertThat(command("1s")).isEqualTo(1);
    }

    private static int command(String rto) {
        PrintWriter out = new PrintWriter(new StringWriter());
        return Main.execute(
                out,
                out,
                "run",
                FILE.toString(),
                "--var",
                "rto=" + rto,
                "--out",
                folder.resolve("cli").toString());
    }

    @Test
    void fromJava() throws IOException {
        assertThat(inJava("20s").build().experiment()).isEqualTo(read("20s").experiment());
        assertVerdict(Verdict.PASS, inJava("20s").build());
        assertVerdict(Verdict.FAIL, inJava("1s").build());
    }

    @Test
    void byAnnotation() throws IOException {
        Path out = folder.resolve("annotated");
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Annotated.class))
                .configurationParameter("aftershock.out", out.toString())
                .execute()
                .testEvents()
                .assertStatistics(
                        statistics -> statistics.started(2).succeeded(1).failed(1));
        assertThat(verdicts(out)).containsExactlyInAnyOrder(Verdict.PASS, Verdict.FAIL);
    }

    static class Annotated {

        @ChaosExperiment(value = "target/same-verdict.yaml", variables = "rto=20s")
        void inTime() {}

        @ChaosExperiment(value = "target/same-verdict.yaml", variables = "rto=1s")
        void tooLate() {}
    }

    @Test
    void throughToxiproxyOfTestcontainers() throws IOException {
        DockerImageName image = DockerImageName.parse(image()).asCompatibleSubstituteFor("shopify/toxiproxy");
        try (Network network = Network.newNetwork();
                // A second Toxiproxy is a server as good as any: it answers HTTP.
                ToxiproxyContainer upstream = container(image, network, API);
                ToxiproxyContainer toxiproxy = container(image, network, API, LINK)) {
            upstream.withNetworkAliases("upstream").start();
            toxiproxy.start();
            String link =
                    "{upstream: \"upstream:%d\", listen: \"0.0.0.0:%d\", clients: \"%s:%d\", toxiproxy: \"http://%s:%d\"}"
                            .formatted(
                                    API,
                                    LINK,
                                    toxiproxy.getHost(),
                                    toxiproxy.getMappedPort(LINK),
                                    toxiproxy.getHost(),
                                    toxiproxy.getMappedPort(API));
            // Each connection passes three programs: as many as on the loopback, ten times as often in trouble, would
            // hold them down.
            String text = experiment(link).replace("GET / ", "GET /version ").replace("every: 20ms", "every: 50ms");
            assertVerdict(Verdict.PASS, new YamlExperimentReader().read("container.yaml", text, Map.of("rto", "20s")));
            assertVerdict(Verdict.FAIL, new YamlExperimentReader().read("container.yaml", text, Map.of("rto", "1s")));
        }
    }

    private static ToxiproxyContainer container(DockerImageName image, Network network, Integer... ports) {
        ToxiproxyContainer container =
                new ToxiproxyContainer(image).withNetwork(network).withImagePullPolicy(missing -> false);
        container.setExposedPorts(List.of(ports));
        return container;
    }

    private static String image() {
        Optional<String> image =
                Optional.ofNullable(System.getenv("AFTERSHOCK_TOXIPROXY_IMAGE")).filter(text -> !text.isEmpty());
        if (image.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI must name an image of Toxiproxy in AFTERSHOCK_TOXIPROXY_IMAGE");
        }
        assumeTrue(
                image.isPresent(), "skipped: set AFTERSHOCK_TOXIPROXY_IMAGE to an image of Toxiproxy, see .ci/setup");
        return image.get();
    }

    private static ReadExperiment read(String rto) throws IOException {
        return new YamlExperimentReader().read("same-verdict.yaml", Files.readString(FILE), Map.of("rto", rto));
    }

    private static void assertVerdict(Verdict expected, ReadExperiment experiment) throws IOException {
        Assessment assessment = new Engine(Registry.onClassPath(), StateDirectory.ofUser(), new RunListener() {})
                .run(experiment, new RunOptions(folder.resolve("engine"), 1, List.of()))
                .assessment();
        assertThat(assessment.verdict()).as("%s", assessment.findings()).isEqualTo(expected);
    }

    private static List<Verdict> verdicts(Path out) throws IOException {
        try (Stream<Path> runs = Files.list(out)) {
            return runs.map(SameVerdictIT::verdict).toList();
        }
    }

    private static Verdict verdict(Path run) {
        try {
            return Judge.judge(RunStore.load(run)).verdict();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
