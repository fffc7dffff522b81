package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The first bytes of a connection are evidence of what was spoken on it; only when asked for. */
class CaptureTest extends EmbeddedServer {
    @Test
    void theFirstBytesOfEachDirectionAreKeptAcrossChunksAndThenNoMore() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.patch("{\"capture\":5}");
            try (Peer client = proxy.connect().send("abc")) {
                Peer far = upstream.accept();
                assertThat(far.receive(3)).isEqualTo("abc");
                client.send("defghi");
                assertThat(far.receive(6)).isEqualTo("defghi");
                far.send("\u0000\u0001");
                assertThat(client.receive(2)).isEqualTo("\u0000\u0001");
                assertThat(api().get(proxy.path() + "/connections/0").body())
                        .endsWith(",\"capture\":{\"upstream\":\"YWJjZGU=\",\"downstream\":\"AAE=\"}}");
                Captured captured = server().captured(proxy.name(), 0);
                assertThat(captured.upstream()).asString().isEqualTo("abcde");
                assertThat(captured.downstream()).containsExactly(0, 1);
                assertThat(captured.toString()).isEqualTo("Captured[upstream=5 bytes, downstream=2 bytes]");
            }
        }
    }

    @Test
    void whatAToxicDropsIsCapturedAllTheSame() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.patch("{\"capture\":4096}");
            proxy.toxic("timeout", "upstream", "\"timeout\":0");
            byte[] sent = Peer.pattern(10_000);
            try (Peer client = proxy.connect().send(sent)) {
                assertThat(client.isSilentFor(200)).isTrue();
                assertThat(server().captured(proxy.name(), 0).upstream()).isEqualTo(Arrays.copyOf(sent, 4_096));
            }
        }
    }

    @Test
    void withoutItNothingIsKeptAndTheListNeverHoldsBytes() throws IOException {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("secret");
                assertThat(server().captured(proxy.name(), 0).upstream()).isEmpty();
                assertThat(api().get(proxy.path() + "/connections/0").body()).doesNotContain("capture");
            }
            proxy.patch("{\"capture\":9}");
            assertThat(api().get(proxy.path()).body()).endsWith(",\"toxics\":[],\"capture\":9}");
            try (Peer client = proxy.connect()) {
                client.echoNanos("secret");
                assertThat(api().get(proxy.path() + "/connections").body()).doesNotContain("capture", "c2Vjcm");
            }
        }
    }

    @Test
    void moreThanFourKibibytesAreRefused() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        assertThat(api().patch(proxy.path(), "{\"capture\":4097}").error())
                .isEqualTo(Answer.errorOf(
                        400, "bad request body: capture is 4097; expected a whole number from 0 to 4096"));
    }
}
