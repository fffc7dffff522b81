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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object that carries the mark is removed by its uid, and no other. */
class RemoveTest {

    private static final String MARK = "\"mark\":\"run-1\"";
    private static final String GONE = "{\"kind\":\"Status\",\"reason\":\"NotFound\"}";

    @TempDir
    static Path folder;

    private static TestKeys keys;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String object = "{\"metadata\":{\"uid\":\"12-ab\"," + MARK + "},\"uid\":\"another\"}";
    private volatile boolean frozen;
    private HttpsServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.make(folder.resolve("keys.p12"));
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + body);
        if (exchange.getRequestMethod().equals("DELETE") && !frozen) {
            object = GONE;
        }
        byte[] text = object.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(object.equals(GONE) ? 404 : 200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private Remove remove() {
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/policy");
        return new Remove(address, MARK, new Access("secret", keys.pem(), "", "", ""));
    }

    @Test
    void whatCarriesTheMarkIsRemovedByItsOwnUidAndLookedAt() throws IOException {
        assertThat(remove().apply()).endsWith("/policy was removed");
        assertThat(asked).containsExactly("GET ", "DELETE {\"preconditions\":{\"uid\":\"12-ab\"}}", "GET ");
    }

    @Test
    void aNamesakeAndWhatIsGoneAreLeftAlone() throws IOException {
        object = "{\"metadata\":{\"uid\":\"12-ab\",\"mark\":\"run-2\"}}";
        assertThat(remove().apply()).endsWith("is gone, or is not ours");
        object = GONE;
        assertThat(remove().apply()).endsWith("is gone, or is not ours");
        assertThat(asked).containsExactly("GET ", "GET ");
    }

    @Test
    void whatIsStillThereIsTriedAgain() {
        frozen = true;
        assertThatThrownBy(() -> remove().apply())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is still there");
    }

    @Test
    void whatHasNoUidIsNotRemovedByItsName() {
        object = "{" + MARK + "}";
        assertThatThrownBy(() -> remove().apply()).hasMessageContaining("has no uid");
        assertThat(asked).containsExactly("GET ");
    }

    @Test
    void itGoesThroughThePipeAndShowsNoSecret() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        remove().write(new DataOutputStream(bytes));
        assertThat(Remedy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(remove());
        assertThat(remove().toString()).doesNotContain("secret").contains("***");
    }
}
