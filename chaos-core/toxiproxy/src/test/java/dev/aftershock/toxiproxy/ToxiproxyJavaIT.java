package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.ToxicList;
import eu.rekawek.toxiproxy.model.toxic.Bandwidth;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.LimitData;
import eu.rekawek.toxiproxy.model.toxic.ResetPeer;
import eu.rekawek.toxiproxy.model.toxic.Slicer;
import eu.rekawek.toxiproxy.model.toxic.SlowClose;
import eu.rekawek.toxiproxy.model.toxic.Timeout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client that users know works with the embedded server as with the real one: every call of its public API.
 *
 * <p>On a real server {@code reset} is not called, since it would wipe what others made there.
 */
class ToxiproxyJavaIT {

    static List<String> servers() {
        return RealServer.andEmbedded();
    }

    private interface Conversation {
        void hold(ToxiproxyClient client, String name, Talker talker) throws Exception;
    }

    private static void with(String where, Conversation conversation) throws Exception {
        try (Talker talker = Talker.answering();
                LinkServer server = LinkServer.open(where, LinkWorld.uniqueRun(), 1)) {
            URI api = server.api();
            ToxiproxyClient client = new ToxiproxyClient(api.getHost(), api.getPort());
            String name = LinkWorld.uniqueRun();
            try {
                conversation.hold(client, name, talker);
            } finally {
                for (Proxy left : client.getProxies()) {
                    if (left.getName().startsWith(name)) {
                        left.delete();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theClientReadsVersionAndProxies(String where) throws Exception {
        with(where, (client, name, talker) -> {
            assertThat(client.version()).contains("version");
            String upstream = Addresses.write(talker.address());
            Proxy made = client.createProxy(name, "127.0.0.1:0", upstream);
            assertThat(made.getName()).isEqualTo(name);
            assertThat(made.getListen()).startsWith("127.0.0.1:").isNotEqualTo("127.0.0.1:0");
            assertThat(made.getUpstream()).isEqualTo(upstream);
            assertThat(made.isEnabled()).isTrue();
            assertThat(client.getProxies()).extracting(Proxy::getName).contains(name);
            assertThat(client.getProxy(name).getListen()).isEqualTo(made.getListen());
            assertThat(client.getProxyOrNull(name)).isNotNull();
            assertThat(client.getProxyOrNull(name + "-none")).isNull();
            assertThatThrownBy(() -> client.getProxy(name + "-none"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("proxy not found");
            assertThatThrownBy(() -> client.createProxy(name, "127.0.0.1:0", upstream))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("already exists");
        });
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theClientMovesDisablesEnablesAndDeletesProxies(String where) throws Exception {
        with(where, (client, name, talker) -> {
            Proxy proxy = client.createProxy(name, "127.0.0.1:0", Addresses.write(talker.address()));
            assertThat(exchanges(proxy)).isTrue();
            proxy.disable();
            assertThat(proxy.isEnabled()).isFalse();
            assertThat(exchanges(proxy)).isFalse();
            proxy.enable();
            assertThat(exchanges(proxy)).isTrue();
            try (Talker mute = Talker.mute()) {
                proxy.setUpstream(Addresses.write(mute.address()));
                assertThat(exchanges(proxy)).isFalse();
                proxy.setUpstream(Addresses.write(talker.address()));
            }
            String before = proxy.getListen();
            proxy.setListen("127.0.0.1:0");
            assertThat(client.getProxy(name).getListen()).isNotEqualTo("127.0.0.1:0");
            assertThat(exchanges(client.getProxy(name)))
                    .as("moved from %s", before)
                    .isTrue();
            proxy.delete();
            assertThat(client.getProxyOrNull(name)).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theClientMakesEveryToxicThatItKnows(String where) throws Exception {
        with(where, (client, name, talker) -> {
            ToxicList toxics = client.createProxy(name, "127.0.0.1:0", Addresses.write(talker.address()))
                    .toxics();
            ToxicDirection down = ToxicDirection.DOWNSTREAM;
            ToxicDirection up = ToxicDirection.UPSTREAM;
            toxics.latency("latency", down, 10).setJitter(3).setLatency(20);
            toxics.bandwidth("bandwidth", up, 1000).setRate(2000);
            toxics.slowClose("slow", down, 5).setDelay(6);
            toxics.timeout("timeout", up, 7000).setTimeout(8000);
            toxics.slicer("slicer", down, 64, 5)
                    .setSizeVariation(16)
                    .setDelay(9)
                    .setAverageSize(128);
            toxics.limitData("limit", up, 1 << 20).setBytes(1 << 21);
            toxics.resetPeer("reset", up, 9000).setTimeout(9500);
            assertThat(toxics.getAll())
                    .extracting(Toxic::getName)
                    .containsExactlyInAnyOrder("latency", "bandwidth", "slow", "timeout", "slicer", "limit", "reset");
            readBack(toxics);
        });
    }

    private static void readBack(ToxicList toxics) throws IOException {
        Latency latency = toxics.get("latency", Latency.class);
        assertThat(Map.of(20L, 3L)).containsEntry(latency.getLatency(), latency.getJitter());
        assertThat(latency.getStream()).isEqualTo(ToxicDirection.DOWNSTREAM);
        assertThat(latency.getToxicity()).isEqualTo(1.0f);
        assertThat(toxics.get("bandwidth", Bandwidth.class).getRate()).isEqualTo(2000);
        assertThat(toxics.get("slow", SlowClose.class).getDelay()).isEqualTo(6);
        assertThat(toxics.get("timeout", Timeout.class).getTimeout()).isEqualTo(8000);
        Slicer slicer = toxics.get("slicer", Slicer.class);
        assertThat(List.of(slicer.getAverageSize(), slicer.getSizeVariation(), slicer.getDelay()))
                .containsExactly(128L, 16L, 9L);
        assertThat(toxics.get("limit", LimitData.class).getBytes()).isEqualTo(1 << 21);
        assertThat(toxics.get("reset", ResetPeer.class).getTimeout()).isEqualTo(9500);
        assertThat(toxics.get("reset").getStream()).isEqualTo(ToxicDirection.UPSTREAM);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theClientSetsToxicityAndRemoves(String where) throws Exception {
        with(where, (client, name, talker) -> {
            Proxy proxy = client.createProxy(name, "127.0.0.1:0", Addresses.write(talker.address()));
            Latency latency = proxy.toxics().latency("slow", ToxicDirection.DOWNSTREAM, 500);
            assertThat(exchanges(proxy)).isFalse();
            latency.setToxicity(0f);
            assertThat(proxy.toxics().get("slow").getToxicity()).isZero();
            assertThat(exchanges(proxy)).isTrue();
            latency.remove();
            assertThat(proxy.toxics().getAll()).isEmpty();
            assertThatThrownBy(() -> proxy.toxics().get("slow")).hasMessageContaining("toxic not found");
            assertThatThrownBy(latency::remove).isInstanceOf(IOException.class);
        });
    }

    @Test
    void theClientResetsTheEmbeddedServer() throws Exception {
        with(LinkServer.EMBEDDED, (client, name, talker) -> {
            Proxy proxy = client.createProxy(name, "127.0.0.1:0", Addresses.write(talker.address()));
            proxy.toxics().timeout("timeout", ToxicDirection.DOWNSTREAM, 0);
            proxy.disable();
            client.reset();
            assertThat(client.getProxy(name).isEnabled()).isTrue();
            assertThat(client.getProxy(name).toxics().getAll()).isEmpty();
            assertThat(exchanges(client.getProxy(name))).isTrue();
        });
    }

    private static boolean exchanges(Proxy proxy) {
        InetSocketAddress listen = Addresses.resolved(Addresses.read("listen", proxy.getListen()));
        return LinkWorld.exchanges(listen);
    }
}
