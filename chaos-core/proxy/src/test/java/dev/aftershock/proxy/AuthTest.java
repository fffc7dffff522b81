package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A token, in the form of Toxiproxy 2.13, and proxies made at the start. */
class AuthTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    @Test
    void withoutItsTokenNoRouteAnswers() throws IOException {
        try (ProxyServer server = ProxyServer.start(new ProxyOptions(ANY_PORT, 1).withToken("s3cret"))) {
            ApiClient api = new ApiClient(server.api());
            for (String path : new String[] {
                "/version",
                "/proxies",
                "/proxies/none",
                "/proxies/none/toxics",
                "/proxies/none/connections",
                "/leases",
                "/regions"
            }) {
                Answer answer = api.get(path);
                assertThat(answer.status()).as(path).isEqualTo(401);
                assertThat(answer.body()).isEqualTo("{\"error\":\"missing or invalid auth token\",\"status\":401}\n");
                assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            }
            assertThat(send(api, "Bearer wrong")).isEqualTo(401);
            assertThat(send(api, "bearer s3cret")).isEqualTo(401);
            assertThat(send(api, "Bearer s3cret "))
                    .as("space around a header is no part of it")
                    .isEqualTo(200);
            assertThat(send(api, "Bearer s3cret")).isEqualTo(200);
        }
    }

    @Test
    void whatIsNoRouteNeedsNoTokenAndABrowserIsRefusedFirst() throws IOException {
        try (ProxyServer server = ProxyServer.start(new ProxyOptions(ANY_PORT, 1).withToken("s3cret"))) {
            ApiClient api = new ApiClient(server.api());
            assertThat(api.get("/nowhere").status()).isEqualTo(404);
            assertThat(api.send("PUT", "/proxies", "").status()).isEqualTo(405);
            assertThat(api.send("GET", "/version", "", "User-Agent", "Mozilla/5.0")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void configuredProxiesAreThereFromTheStart() throws IOException {
        try (ProxyServer server = ProxyServer.start(ANY_PORT, 1);
                Upstream upstream = Upstream.echo()) {
            server.populate(
                    "[{\"name\":\"db\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"" + upstream.address() + "\"}]");
            String listed = new ApiClient(server.api()).get("/proxies/db").body();
            try (Peer client = Peer.connect(ApiClient.port(listed))) {
                assertThat(client.echoNanos("hello")).isPositive();
            }
        }
    }

    @Test
    void aConfigurationThatCannotBeUsedSaysWhy() throws IOException {
        try (ProxyServer server = ProxyServer.start(ANY_PORT, 1)) {
            assertThatThrownBy(() -> server.populate("[{\"name\":\"db\"}]"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("missing required field: upstream at proxy 1");
            assertThatThrownBy(() -> server.populate("{"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("unexpected EOF");
        }
    }

    private static int send(ApiClient api, String authorization) {
        return api.send("GET", "/version", "", "Authorization", authorization).status();
    }
}
