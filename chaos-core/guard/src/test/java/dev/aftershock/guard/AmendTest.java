package dev.aftershock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A marked object behind TLS is patched back by whoever is let in, and by nobody else. */
class AmendTest {

    private static final String MARK = "\"mark\":\"run-1\"";
    private static final String PATCH = "{\"mark\":null}";

    @TempDir
    static Path folder;

    private static TestKeys ours;
    private static TestKeys another;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String object = "{\"name\":\"orders\"," + MARK + "}";
    private volatile boolean frozen;
    private HttpsServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        ours = TestKeys.make(folder.resolve("ours.p12"));
        another = TestKeys.make(folder.resolve("another.p12"));
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(ours.server()));
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(
                exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-type") + " " + body);
        boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (known && body.equals(PATCH) && !frozen) {
            object = "{\"name\":\"orders\"}";
        }
        byte[] text = object.getBytes(StandardCharsets.UTF_8);
        int status = known ? object.contains("NotFound") ? 404 : 200 : 403;
        // A length of nothing makes it send in chunks.
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    @Test
    void whatCarriesTheMarkIsPatchedAndLookedAt() throws IOException {
        assertThat(amend("secret", ours).apply()).endsWith("/orders was patched back");
        assertThat(asked).containsExactly("GET application/x ", "PATCH application/x " + PATCH, "GET application/x ");
    }

    @Test
    void whatCarriesNoMarkOrIsGoneIsLeftAlone() throws IOException {
        object = "{\"mark\":\"run-2\"}";
        assertThat(amend("secret", ours).apply()).endsWith("carries no mark any more");
        object = "{\"kind\":\"Status\",\"reason\":\"NotFound\"}";
        assertThat(amend("secret", ours).apply()).endsWith("carries no mark any more");
        assertThat(asked).noneMatch(request -> request.startsWith("PATCH"));
    }

    @Test
    void aPatchThatDidNothingAndALoginThatIsRefusedAreTriedAgain() {
        frozen = true;
        assertThatThrownBy(() -> amend("secret", ours).apply()).hasMessageContaining("the mark is still there");
        assertThatThrownBy(() -> amend("wrong", ours).apply()).hasMessageContaining("was answered 403");
    }

    @Test
    void aWayInThatIsClosedIsKnownBeforeItMatters() throws IOException {
        amend("secret", ours).rehearse();
        assertThat(asked).containsExactly("GET application/x ");
        assertThatThrownBy(() -> amend("wrong", ours).rehearse()).hasMessageContaining("was answered 403");
    }

    @Test
    void aServerThatNobodyVouchesForIsToldNothing() {
        assertThatThrownBy(() -> amend("secret", another).apply()).isInstanceOf(IOException.class);
        assertThat(asked).isEmpty();
    }

    /** As a load balancer or a server that dies leaves it: without the goodbye of TLS. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 400\r\n\r\n{\"name\":\"ord",
                "Transfer-Encoding: chunked\r\n\r\n100\r\n{\"name\":\"ord"
            })
    void anAnswerOfWhichTheEndIsMissingIsNoProofThatTheMarkIsGone(String rest) throws Exception {
        try (ServerSocket dying = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answerHalf(dying, rest), "dying");
            thread.setDaemon(true);
            thread.start();
            URI address = URI.create("https://127.0.0.1:" + dying.getLocalPort() + "/orders");
            Amend amend =
                    new Amend(address, "application/x", PATCH, MARK, new Access("secret", ours.pem(), "", "", ""));
            assertThatThrownBy(amend::apply).isInstanceOf(IOException.class).hasMessageContaining("cut off");
        }
    }

    private static void answerHalf(ServerSocket server, String rest) {
        try (Socket plain = server.accept()) {
            SSLSocket socket = (SSLSocket) ours.server().getSocketFactory().createSocket(plain, "client", 1, true);
            socket.setUseClientMode(false);
            assertThat(socket.getInputStream().read(new byte[4096])).isPositive();
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\n" + rest).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itGoesThroughThePipeAndShowsNoSecret() throws IOException {
        Amend amend = amend("secret", ours);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        amend.write(new DataOutputStream(bytes));
        assertThat(Remedy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(amend);
        assertThat(amend.toString()).doesNotContain("secret").contains("***");
    }

    private Amend amend(String token, TestKeys trusted) {
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/orders");
        return new Amend(address, "application/x", PATCH, MARK, new Access(token, trusted.pem(), "", "", ""));
    }
}
