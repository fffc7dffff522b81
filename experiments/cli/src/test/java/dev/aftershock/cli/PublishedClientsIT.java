package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients made for Toxiproxy, unchanged, with {@code aftershock proxy} in its place; what they do is felt on the wire. */
class PublishedClientsIT {

    private static final Pattern LISTEN = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final long DELAY_MILLIS = 300;

    @TempDir
    Path folder;

    private ProxyProcess proxy;
    private ServerSocket echo;

    @BeforeEach
    void start() throws Exception {
        proxy = new ProxyProcess(folder.resolve("log"), "", List.of());
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve, "echo");
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void end() throws Exception {
        echo.close();
        proxy.close();
    }

    @Test
    void toxiproxysOwnCommandLineDrivesIt() throws Exception {
        String cli = needed(Optional.ofNullable(System.getenv("AFTERSHOCK_TOXIPROXY_CLI")), "AFTERSHOCK_TOXIPROXY_CLI");
        String upstream = "127.0.0.1:" + echo.getLocalPort();
        assertThat(cli(cli, "create", "-l", "127.0.0.1:0", "-u", upstream, "orders"))
                .contains("Created new proxy orders");
        int port = port(cli(cli, "list"));
        assertThat(millis(port)).isLessThan(DELAY_MILLIS);
        cli(cli, "toxic", "add", "-t", "latency", "-n", "slow", "-a", "latency=" + DELAY_MILLIS, "orders");
        assertThat(cli(cli, "inspect", "orders")).contains("slow", "type=latency", "latency=" + DELAY_MILLIS);
        assertThat(millis(port)).isGreaterThanOrEqualTo(DELAY_MILLIS);
        cli(cli, "toxic", "update", "-n", "slow", "-a", "latency=1", "orders");
        assertThat(millis(port)).isLessThan(DELAY_MILLIS);
        cli(cli, "toxic", "remove", "-n", "slow", "orders");
        assertThat(cli(cli, "toggle", "orders")).contains("disabled");
        assertThat(cli(cli, "delete", "orders")).contains("Deleted proxy orders");
    }

    @Test
    void curlDrivesItAsToxiproxysDocumentationShows() throws Exception {
        String curl = needed(Optional.of("curl").filter(PublishedClientsIT::starts), "curl");
        String proxies = proxy.api() + "/proxies";
        String made = run(
                curl,
                "-sS",
                "-f",
                "-d",
                "{\"name\":\"orders\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:" + echo.getLocalPort()
                        + "\"}",
                proxies);
        int port = port(made);
        run(
                curl,
                "-sS",
                "-f",
                "-d",
                "{\"name\":\"slow\",\"type\":\"latency\",\"attributes\":{\"latency\":" + DELAY_MILLIS + "}}",
                proxies + "/orders/toxics");
        assertThat(millis(port)).isGreaterThanOrEqualTo(DELAY_MILLIS);
        run(curl, "-sS", "-f", "-X", "DELETE", proxies + "/orders/toxics/slow");
        assertThat(millis(port)).isLessThan(DELAY_MILLIS);
        run(curl, "-sS", "-f", "-X", "DELETE", proxies + "/orders");
        assertThat(run(curl, "-sS", proxies)).isEqualTo("{}");
    }

    private String cli(String cli, String... words) throws Exception {
        return run(Stream.concat(Stream.of(cli, "-h", proxy.api().toString()), Stream.of(words))
                .toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), said).isZero();
        return said;
    }

    private static boolean starts(String program) {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a continuous build the program must be there; elsewhere the test is skipped and says what is missing. */
    private static String needed(Optional<String> program, String what) {
        if (program.isEmpty()) {
            String reason = "not run: " + what + " is not there; '.ci/setup toxiproxy' makes Toxiproxy's command line,"
                    + " AFTERSHOCK_TOXIPROXY_CLI tells where it is, and curl is to be installed";
            assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
            Assumptions.abort(reason);
        }
        return program.orElseThrow();
    }

    private static int port(String text) {
        Matcher listen = LISTEN.matcher(text);
        assertThat(listen.find()).as(text).isTrue();
        return Integer.parseInt(listen.group(1));
    }

    /** How long one byte takes to the server and back. */
    private static long millis(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            long from = System.nanoTime();
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        }
    }

    /** One connection after the other gives back what it gets. */
    private void serve() {
        while (!echo.isClosed()) {
            try (Socket socket = echo.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException cut) {
                // By the proxy, or because the test is over.
            }
        }
    }
}
