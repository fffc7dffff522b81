package dev.aftershock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is behind a Unix socket is brought back by one request and looked at by another. */
class RevertTest {

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String shown = "{\"State\":{\"Paused\":true}}";
    private volatile boolean frozen;
    private volatile boolean gone;
    private Revert.Unsettled unsettled = Revert.Unsettled.NEVER;
    private ServerSocketChannel server;

    @BeforeEach
    void start() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("engine.sock")));
        Thread serving = new Thread(this::serve);
        serving.setDaemon(true);
        serving.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    answer(client);
                }
            }
        } catch (ClosedChannelException over) {
            // The test has ended.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(SocketChannel client) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(4096);
        while (!text(request).contains("\r\n\r\n") || !text(request).endsWith(expectedEnd(request))) {
            client.read(request);
        }
        asked.add(text(request).lines().findFirst().orElseThrow().replace(" HTTP/1.1", "")
                + text(request).substring(text(request).indexOf("\r\n\r\n") + 4));
        if (text(request).startsWith("POST") && !frozen) {
            shown = "{\"State\":{\"Paused\":false, \"Began\": 1}}";
        }
        String status = gone ? "404 Not Found" : "200 OK";
        String head = "HTTP/1.1 " + status + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = Integer.toHexString(shown.length()) + "\r\n" + shown + "\r\n0\r\n\r\n";
        ByteBuffer bytes = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static String expectedEnd(ByteBuffer request) {
        return text(request).contains("Content-Length: 0\r\n") ? "\r\n\r\n" : "}";
    }

    private static String text(ByteBuffer bytes) {
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private Revert revert() {
        return new Revert(
                URI.create("unix://" + folder.resolve("engine.sock")),
                "/containers/c1/unpause",
                "{\"a\":1}",
                "/containers/c1/json",
                List.of("\"Paused\":false"),
                unsettled);
    }

    @Test
    void onePostBringsItBackAndAGetLooks() throws IOException {
        assertThat(revert().apply()).contains("/containers/c1/json shows \"Paused\":false");
        assertThat(asked).containsExactly("POST /containers/c1/unpause{\"a\":1}", "GET /containers/c1/json");
    }

    @Test
    void whatIsStillBrokenIsTriedAgain() {
        frozen = true;
        assertThatThrownBy(() -> revert().apply())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was answered 200");
    }

    @Test
    void whatMayStillBeChangedByWhatWasAskedBeforeIsLookedAtAgain() throws IOException {
        unsettled = new Revert.Unsettled("\"Began\":1", Long.MAX_VALUE);
        assertThatThrownBy(() -> revert().apply())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("may be changed by what was asked before");
        unsettled = new Revert.Unsettled("\"Began\":1", 0);
        assertThat(revert().apply()).contains("shows");
        unsettled = new Revert.Unsettled("\"Began\":10", Long.MAX_VALUE);
        assertThat(revert().apply()).as("another one, since it began anew").contains("shows");
    }

    @Test
    void whatIsGoneNeedsNothing() throws IOException {
        gone = true;
        assertThat(revert().apply()).isEqualTo("/containers/c1/json is gone");
    }

    @Test
    void whatIsDiscardedIsGoneOrTriedAgain() throws IOException {
        Discard discard = new Discard(
                URI.create("unix://" + folder.resolve("engine.sock")),
                "/containers/h1?force=true",
                "/containers/h1/json");
        assertThatThrownBy(discard::apply)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GET /containers/h1/json 200");
        gone = true;
        assertThat(discard.apply()).isEqualTo("/containers/h1/json is gone");
        assertThat(asked).contains("DELETE /containers/h1?force=true");
    }

    @Test
    void whatDiscardsGoesThroughThePipe() throws IOException {
        Discard discard =
                new Discard(URI.create("http://localhost:2375"), "/containers/h1?force=true", "/containers/h1/json");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        discard.write(new DataOutputStream(bytes));
        assertThat(Remedy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(discard);
    }

    @Test
    void aServerThatIsNotThereIsAFailureThatIsTriedAgain() throws IOException {
        server.close();
        assertThatThrownBy(() -> revert().apply()).isInstanceOf(IOException.class);
    }

    @Test
    void whatNoGuardReachesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Revert(URI.create("ssh://host"), "/", "", "/", List.of()))
                .withMessageContaining("ssh://host cannot be guarded");
    }

    @Test
    void itGoesThroughThePipe() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        revert().write(new DataOutputStream(bytes));
        assertThat(Remedy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(revert());
    }
}
