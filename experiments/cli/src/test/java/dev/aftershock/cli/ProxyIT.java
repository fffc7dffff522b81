package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as a command, in a process of its own. */
class ProxyIT {

    @TempDir
    Path folder;

    @Test
    void itServesItsConfigurationToWhoeverBearsTheToken() throws Exception {
        try (ProxyProcess proxy = serve()) {
            assertThat(get(proxy, "Bearer wrong").statusCode()).isEqualTo(401);
            assertThat(get(proxy, "Bearer s3cret").body()).contains("\"name\":\"db\"", "\"type\":\"latency\"");
            assertThat(proxy.log()).contains(", seed 7, token required").doesNotContain("s3cret");
        }
    }

    @Test
    void strictlyItReadsItsConfigurationAsToxiproxyDoes() throws Exception {
        try (ProxyProcess proxy = serve("--strict")) {
            assertThat(get(proxy, "Bearer s3cret").body()).contains("\"name\":\"db\"", "\"toxics\":[]");
            assertThat(proxy.log()).contains(", seed 7, strict, token required");
        }
    }

    @Test
    void itOpensTheSocketsOfADirectory() throws Exception {
        Path socket = folder.toRealPath().resolve("db.sock");
        try (ProxyProcess proxy = serve("--unix-sockets", folder.toString())) {
            String made = "{\"name\":\"s\",\"listen\":\"unix:" + socket + "\",\"upstream\":\"127.0.0.1:1\"}";
            HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.api() + "/proxies"))
                    .header("Authorization", "Bearer s3cret")
                    .POST(HttpRequest.BodyPublishers.ofString(made))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(socket).exists();
        }
    }

    @Test
    void aServerWithoutFreeDescriptorsAnswersAgainAsSoonAsThereAreSome() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.withDescriptors(folder.resolve("log"), 300)) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                silent.add(new Socket("127.0.0.1", proxy.api().getPort()));
            }
            // Longer than one of its pauses, so that it has failed more than once.
            await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
            for (Socket each : silent) {
                each.close();
            }
            assertThat(get(proxy, "none").statusCode()).isEqualTo(200);
            assertThat(proxy.log()).doesNotContain("Exception");
        }
    }

    private ProxyProcess serve(String... options) throws Exception {
        Path config = Files.writeString(
                folder.resolve("proxies.json"),
                "[{\"name\":\"db\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:1\","
                        + "\"toxics\":[{\"type\":\"latency\"}]}]");
        List<String> arguments = new ArrayList<>(List.of("--seed", "7", "--config", config.toString()));
        arguments.addAll(List.of(options));
        return new ProxyProcess(folder.resolve("log"), "s3cret", arguments);
    }

    @Test
    void whatCannotBeServedIsSaid() {
        StringWriter err = new StringWriter();
        PrintWriter printed = new PrintWriter(err, true);
        assertThat(Main.execute(printed, printed, "proxy", "--host", "0.0.0.0", "--port", "0"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("expected a loopback address");
        assertThat(Main.execute(printed, printed, "proxy", "--allow-network", "--port", "0"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("open to the network needs a token of 32 characters or more");
        assertThat(Main.execute(printed, printed, "proxy", "--config", "none.json"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("'none.json' is no configuration file");
    }

    private static HttpResponse<String> get(ProxyProcess proxy, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.api() + "/proxies"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
