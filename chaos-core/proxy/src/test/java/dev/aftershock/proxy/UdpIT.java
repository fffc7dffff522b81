package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Datagrams through a proxy: whole, each by itself delayed or lost. */
class UdpIT extends EmbeddedServer {
    @Test
    void datagramsPassWholeAndEachClientGetsItsOwnAnswers() throws IOException {
        try (Echo echo = new Echo();
                Client first = new Client(udp(echo.address(), ""));
                Client second = new Client(first.port())) {
            byte[] large = Peer.pattern(60_000);
            first.send(large);
            assertThat(first.receive(5_000)).isEqualTo(large);
            second.send("two".getBytes(StandardCharsets.UTF_8));
            assertThat(second.receive(5_000)).asString().isEqualTo("two");
            assertThat(first.receive(100)).as("nothing of the other client").isEqualTo(Client.SILENCE);
            List<ConnectionEvidence> sessions = server().connections("case-udp");
            assertThat(sessions).hasSize(2);
            assertThat(sessions.get(0).upstream()).isEqualTo(new ConnectionEvidence.Flow(60_000, 60_000));
        }
    }

    @Test
    void datagramsAreDelayedEachByItself() throws IOException {
        try (Echo echo = new Echo();
                Client client = new Client(
                        udp(
                                echo.address(),
                                ",\"toxics\":[{\"type\":\"datagram\",\"stream\":\"upstream\",\"attributes\":{\"latency\":400}}]"))) {
            long start = Nanos.now();
            client.send("late".getBytes(StandardCharsets.UTF_8));
            assertThat(client.receive(5_000)).asString().isEqualTo("late");
            assertThat(Nanos.now() - start).isGreaterThanOrEqualTo(400_000_000L);
            ToxicEvidence evidence = server().evidence("case-udp", "datagram_upstream");
            assertThat(evidence.delayed()).isEqualTo(new ToxicEvidence.Affected(1, 4));
            assertThat(api().delete("/proxies/case-udp/toxics/datagram_upstream")
                            .status())
                    .isEqualTo(204);
            client.send("now".getBytes(StandardCharsets.UTF_8));
            assertThat(client.receive(5_000)).asString().isEqualTo("now");
        }
    }

    @Test
    void theSameSeedLosesTheSameDatagrams() throws IOException {
        String lost = lostOf64(7);
        assertThat(lost).contains("0", "1").isEqualTo(lostOf64(7)).isNotEqualTo(lostOf64(8));
    }

    /** For each of 64 datagrams in turn, whether it was lost at 50 %. */
    private static String lostOf64(long seed) throws IOException {
        StringBuilder lost = new StringBuilder();
        try (ProxyServer server = start(seed);
                Echo echo = new Echo()) {
            ApiClient api = new ApiClient(server.api());
            String toxic =
                    ",\"toxics\":[{\"type\":\"datagram\",\"stream\":\"upstream\",\"attributes\":{\"loss_ppm\":500000}}]";
            try (Client client = new Client(udp(api, echo.address(), toxic))) {
                for (int i = 0; i < 64; i++) {
                    long before = dropped(server);
                    client.send(new byte[] {(byte) i});
                    // Either it comes back, or the toxic says that it took it.
                    byte[] back = Client.SILENCE;
                    long deadline = Nanos.now() + 10_000_000_000L;
                    while (back == Client.SILENCE && dropped(server) == before && Nanos.now() < deadline) {
                        back = client.receive(10);
                    }
                    lost.append(back == Client.SILENCE ? '1' : '0');
                }
            }
        }
        return lost.toString();
    }

    private static long dropped(ProxyServer server) throws IOException {
        return server.evidence("case-udp", "datagram_upstream").dropped().chunks();
    }

    @Test
    void aDeadUpstreamIsSilenceAndADisabledProxyToo() throws IOException {
        try (Echo echo = new Echo();
                Client client = new Client(udp(echo.address(), ""))) {
            client.send(new byte[] {1});
            assertThat(client.receive(5_000)).containsExactly(1);
            assertThat(api().patch("/proxies/case-udp", "{\"enabled\":false}").status())
                    .isEqualTo(200);
            client.send(new byte[] {2});
            assertThat(client.receive(200)).isEqualTo(Client.SILENCE);
            assertThat(server().connections("case-udp").get(0).closeReason()).contains("proxy stopped");
            assertThat(api().patch("/proxies/case-udp", "{\"enabled\":true}").status())
                    .isEqualTo(200);
            client.send(new byte[] {3});
            assertThat(client.receive(5_000)).containsExactly(3);
        }
    }

    @Test
    void whatHasNoMeaningForDatagramsIsRefused() throws IOException {
        try (Echo echo = new Echo()) {
            udp(echo.address(), "");
            assertThat(api().get("/proxies/case-udp").body()).endsWith(",\"toxics\":[],\"protocol\":\"udp\"}");
            assertThat(api().post("/proxies/case-udp/toxics", "{\"type\":\"latency\"}")
                            .body())
                    .contains("type is 'latency'; expected 'datagram' on a udp proxy");
            MadeProxy tcp = api().proxy("127.0.0.1:1");
            assertThat(api().post(tcp.path() + "/toxics", "{\"type\":\"datagram\"}")
                            .body())
                    .contains("'datagram' is for udp proxies");
            assertThat(api().patch(tcp.path(), "{\"protocol\":\"udp\"}").body())
                    .contains("protocol is 'udp'; expected what it was made with");
            assertThat(api().patch("/proxies/case-udp", "{\"halfClose\":true}").body())
                    .contains("halfClose is true; expected it only on a tcp proxy");
            assertThat(api().patch("/proxies/case-udp", "{\"protocol\":\"sctp\"}")
                            .body())
                    .contains("protocol is 'sctp'; expected one of tcp, udp");
            String lossy = "{\"type\":\"datagram\",\"attributes\":{\"loss_ppm\":1000001}}";
            assertThat(api().post("/proxies/case-udp/toxics", lossy).body())
                    .contains("attribute loss_ppm is 1000001; expected 0 to 1000000");
        }
    }

    private int udp(String upstream, String more) {
        return udp(api(), upstream, more);
    }

    private static int udp(ApiClient api, String upstream, String more) {
        Answer made = api.post(
                "/proxies",
                "{\"name\":\"case-udp\",\"listen\":\"127.0.0.1:0\",\"protocol\":\"udp\",\"upstream\":\"" + upstream
                        + "\"" + more + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return ApiClient.port(made.body());
    }

    /** A client of one proxy. */
    private static final class Client implements AutoCloseable {
        static final byte[] SILENCE = {'s', 'i', 'l', 'e', 'n', 't'};

        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final int port;

        Client(int port) throws SocketException {
            this.port = port;
        }

        int port() {
            return port;
        }

        void send(byte[] bytes) throws IOException {
            socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
        }

        byte[] receive(int millis) throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.setSoTimeout(millis);
            try {
                socket.receive(packet);
                return Arrays.copyOf(packet.getData(), packet.getLength());
            } catch (SocketTimeoutException silent) {
                return SILENCE;
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Sends every datagram back. */
    private static final class Echo implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

        Echo() throws SocketException {
            Thread thread = new Thread(this::run, "test-echo");
            thread.setDaemon(true);
            thread.start();
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        private void run() {
            try {
                while (!socket.isClosed()) {
                    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
                    socket.receive(packet);
                    socket.send(packet);
                }
            } catch (IOException closed) {
                // The case is over.
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
