package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Links whose one end or both are Unix-domain sockets. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnixSocketTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path temp = Path.of("");

    private Path dir = Path.of("");
    private ProxyServer server = Peer.unchecked(() -> ProxyServer.start(ANY_PORT, 1));
    private ApiClient api = new ApiClient(server.api());

    @BeforeEach
    void openTheDirectory() throws IOException {
        server.close();
        dir = Files.createDirectory(temp.toRealPath().resolve("open"));
        server = ProxyServer.start(new ProxyOptions(ANY_PORT, 1).withUnixSockets(dir));
        api = new ApiClient(server.api());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tcpLeadsToASocketAndASocketLeadsToTcp() throws IOException {
        try (Upstream echo = Upstream.echo()) {
            Answer made = api.post("/proxies", body("front", "unix:" + dir.resolve("db.sock"), echo.address()));
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.body()).contains("\"listen\":\"unix:" + dir.resolve("db.sock") + "\"");
            MadeProxy behind = api.proxy("unix:" + dir.resolve("db.sock"));
            try (Peer client = behind.connect()) {
                assertThat(client.echoNanos("through both")).isPositive();
            }
        }
    }

    @Test
    void toxicsActOnSocketsAsTheyDoOnTcp() throws IOException {
        Path upstream = dir.resolve("up.sock");
        Path listen = dir.resolve("in.sock");
        try (ServerSocketChannel far = listen(upstream)) {
            assertThat(api.post("/proxies", body("p", "unix:" + listen, "unix:" + upstream))
                            .status())
                    .isEqualTo(201);
            toxic("latency", "\"latency\":300");
            try (SocketChannel client = connect(listen);
                    SocketChannel peer = far.accept()) {
                long sent = System.nanoTime();
                write(client, "slow");
                assertThat(read(peer, 4)).isEqualTo("slow");
                assertThat(System.nanoTime() - sent).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(299));
                write(peer, "answer");
                assertThat(read(client, 6)).isEqualTo("answer");
                api.delete("/proxies/p/toxics/latency_upstream");
                toxic("limit_data", "\"bytes\":3");
                write(client, "12345");
                assertThat(read(peer, 100)).isEqualTo("123");
                assertThat(read(client, 100)).isEmpty();
            }
        }
    }

    @Test
    void aSocketThatWasHalfClosedAnswers() throws IOException {
        Path upstream = dir.resolve("up.sock");
        MadeProxy proxy = api.proxy("unix:" + upstream);
        proxy.patch("{\"halfClose\":true}");
        try (ServerSocketChannel far = listen(upstream);
                Peer client = proxy.connect().send("all of it");
                SocketChannel peer = far.accept()) {
            client.shutdownOutput();
            assertThat(read(peer, 100)).isEqualTo("all of it");
            write(peer, "late");
            assertThat(client.receive(4)).isEqualTo("late");
        }
        proxy.patch("{\"halfClose\":false}");
        String half = "{\"listen\":\"unix:" + dir.resolve("in.sock") + "\",\"halfClose\":true}";
        assertThat(api.patch(proxy.path(), half).body())
                .contains("halfClose is true; expected it only where clients connect by TCP");
    }

    @Test
    void aReconfiguredOrRemovedProxyTakesItsFileAway() throws IOException {
        Path first = dir.resolve("a.sock");
        Path second = dir.resolve("b.sock");
        api.post("/proxies", body("p", "unix:" + first, "127.0.0.1:1"));
        assertThat(first).exists();
        assertThat(api.patch("/proxies/p", "{\"listen\":\"unix:" + first + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(first).exists();
        assertThat(api.patch("/proxies/p", "{\"listen\":\"unix:" + second + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(first).doesNotExist();
        assertThat(second).exists();
        api.patch("/proxies/p", "{\"enabled\":false}");
        assertThat(second).doesNotExist();
        api.patch("/proxies/p", "{\"enabled\":true}");
        assertThat(second).exists();
        server.close();
        assertThat(second).doesNotExist();
    }

    @Test
    void theFileOfADeadListenerIsTakenOverAndThatOfALiveOneIsNot() throws IOException {
        Path dead = dir.resolve("dead.sock");
        listen(dead).close();
        assertThat(dead).exists();
        assertThat(api.post("/proxies", body("p", "unix:" + dead, "127.0.0.1:1"))
                        .status())
                .isEqualTo(201);
        Path live = dir.resolve("live.sock");
        Path plain = Files.writeString(dir.resolve("plain"), "mine");
        try (ServerSocketChannel other = listen(live)) {
            assertThat(api.post("/proxies", body("q", "unix:" + live, "127.0.0.1:1"))
                            .error())
                    .isEqualTo(Answer.errorOf(500, "listen unix:" + live + ": bind: address already in use"));
            assertThat(other.isOpen()).isTrue();
            connect(live).close();
        }
        assertThat(api.post("/proxies", body("q", "unix:" + plain, "127.0.0.1:1"))
                        .status())
                .isEqualTo(500);
        assertThat(plain).hasContent("mine");
    }

    @Test
    void socketsElsewhereStayClosedToTheApi() throws IOException {
        Path outside = temp.toRealPath().resolve("engine.sock");
        Path link = dir.resolve("link.sock");
        try (ServerSocketChannel engine = listen(outside)) {
            Files.createSymbolicLink(link, outside);
            for (String path : new String[] {outside.toString(), dir + "/../engine.sock", link.toString()}) {
                Answer answer = api.post("/proxies", body("p", "127.0.0.1:0", "unix:" + path));
                assertThat(answer.error())
                        .isEqualTo(Answer.errorOf(
                                400,
                                "bad request body: upstream: unix socket " + path + ": expected a path in one of ["
                                        + dir + "]"));
                assertThat(api.post("/proxies", body("p", "unix:" + path, "127.0.0.1:1"))
                                .status())
                        .isEqualTo(500);
            }
            assertThat(engine.isOpen()).isTrue();
        }
        assertThat(api.get("/proxies").body()).isEqualTo("{}");
    }

    @Test
    void aLinkThatLeavesTheDirectoryLaterIsNotFollowed() throws IOException {
        Path outside = temp.toRealPath().resolve("engine.sock");
        Path upstream = dir.resolve("up.sock");
        MadeProxy proxy = api.proxy("unix:" + upstream);
        try (ServerSocketChannel engine = listen(outside)) {
            Files.createSymbolicLink(upstream, outside);
            try (Peer client = proxy.connect()) {
                assertThat(client.receiveAll()).isEmpty();
            }
            engine.configureBlocking(false);
            assertThat(engine.accept()).isNull();
        }
    }

    @Test
    void whatCannotBeASocketIsRefusedWithTheReason() {
        assertThat(errorFor("unix:relative.sock")).contains("expected an absolute path in a directory that exists");
        assertThat(errorFor("unix:" + dir.resolve("no/such.sock"))).contains("a directory that exists");
        assertThat(errorFor("unix:/" + "x".repeat(107))).contains("expected at most 107 characters");
        String datagrams =
                body("p", "unix:" + dir.resolve("u.sock"), "127.0.0.1:1").replace("}", ",\"protocol\":\"udp\"}");
        assertThat(api.post("/proxies", datagrams).body())
                .contains("listen is a Unix socket; expected host:port, because protocol is udp");
        try (ProxyServer closed = Peer.unchecked(() -> ProxyServer.start(ANY_PORT, 1))) {
            Answer answer = new ApiClient(closed.api()).post("/proxies", body("p", "unix:/tmp/x", "127.0.0.1:1"));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).contains("start it with --unix-sockets DIR");
        }
    }

    @Test
    void aProxyThatLeadsToItselfEndsTheConnection() throws IOException {
        Path loop = dir.resolve("loop.sock");
        assertThat(api.post("/proxies", body("p", "unix:" + loop, "unix:" + loop))
                        .status())
                .isEqualTo(201);
        try (SocketChannel client = connect(loop)) {
            assertThat(read(client, 1)).isEmpty();
        }
    }

    private String errorFor(String upstream) {
        Answer answer = api.post("/proxies", body("bad", "127.0.0.1:0", upstream));
        assertThat(answer.status()).isEqualTo(400);
        return answer.body();
    }

    private void toxic(String type, String attributes) {
        String body = "{\"type\":\"" + type + "\",\"stream\":\"upstream\",\"attributes\":{" + attributes + "}}";
        assertThat(api.post("/proxies/p/toxics", body).status()).isEqualTo(200);
    }

    private static String body(String name, String listen, String upstream) {
        return ApiClient.proxyBody(name, listen, upstream);
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private static SocketChannel connect(Path path) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static void write(SocketChannel to, String text) throws IOException {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** That many bytes, or fewer when the stream ended. */
    private static String read(SocketChannel from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        boolean more = true;
        while (more && bytes.hasRemaining()) {
            more = from.read(bytes) >= 0;
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
