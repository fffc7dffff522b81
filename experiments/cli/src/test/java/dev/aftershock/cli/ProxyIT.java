package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as a command, in a process of its own. */
class ProxyIT {

    private static final Pattern SERVING = Pattern.compile(
            "serving Toxiproxy's API at (http://127\\.0\\.0\\.1:\\d+), seed 7(?:, strict)?, token required");

    @TempDir
    Path folder;

    @Test
    void itServesItsConfigurationToWhoeverBearsTheToken() throws Exception {
        serve((proxies, log) -> {
            assertThat(get(proxies, "Bearer wrong").statusCode()).isEqualTo(401);
            assertThat(get(proxies, "Bearer s3cret").body()).contains("\"name\":\"db\"", "\"type\":\"latency\"");
            assertThat(Files.readString(log)).doesNotContain("s3cret");
        });
    }

    @Test
    void strictlyItReadsItsConfigurationAsToxiproxyDoes() throws Exception {
        serve(
                (proxies, log) -> {
                    assertThat(get(proxies, "Bearer s3cret").body()).contains("\"name\":\"db\"", "\"toxics\":[]");
                    assertThat(Files.readString(log)).contains(", strict,");
                },
                "--strict");
    }

    private interface Conversation {
        void hold(URI proxies, Path log) throws Exception;
    }

    private void serve(Conversation conversation, String... options) throws Exception {
        Path config = Files.writeString(
                folder.resolve("proxies.json"),
                "[{\"name\":\"db\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:1\","
                        + "\"toxics\":[{\"type\":\"latency\"}]}]");
        Path log = folder.resolve("log");
        List<String> arguments = new ArrayList<>(List.of("proxy", "--port", "0", "--seed", "7"));
        arguments.addAll(List.of("--config", config.toString()));
        arguments.addAll(List.of(options));
        Process process = start(log, arguments);
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readString(log).contains("serving") || !process.isAlive());
            Matcher serving = SERVING.matcher(Files.readString(log));
            assertThat(serving.find()).as(Files.readString(log)).isTrue();
            conversation.hold(URI.create(serving.group(1) + "/proxies"), log);
        } finally {
            process.destroy();
            await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
        }
    }

    @Test
    void whatCannotBeServedIsSaid() {
        StringWriter err = new StringWriter();
        PrintWriter printed = new PrintWriter(err, true);
        assertThat(Main.execute(printed, printed, "proxy", "--host", "0.0.0.0", "--port", "0"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("expected a loopback address");
        assertThat(Main.execute(printed, printed, "proxy", "--config", "none.json"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("'none.json' is no configuration file");
    }

    private static Process start(Path log, List<String> arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.command().addAll(arguments);
        builder.environment().put("TOXIPROXY_AUTH_TOKEN", "s3cret");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static HttpResponse<String> get(URI uri, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
