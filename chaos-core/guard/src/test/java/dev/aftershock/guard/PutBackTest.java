package dev.aftershock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file is put back where ours still is, and nowhere else. */
class PutBackTest {

    private static final TarredFile BEFORE = file("secret=1\n");
    private static final TarredFile DURING = BEFORE.with("nothing to be found here\n".getBytes(StandardCharsets.UTF_8));
    private static final String GET = "GET /containers/c1/archive?path=/etc/a b.conf";
    private static final String PUT = "PUT /containers/c1/archive?path=/etc/&noOverwriteDirNonDir=true";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile byte[] there = DURING.tar();
    private volatile int status = 200;
    private volatile boolean readOnly;
    private HttpServer engine;

    /** With mode, owner and type alone, which is what is read of it. */
    private static TarredFile file(String content) {
        byte[] block = new byte[1024];
        byte[] fields = "0000640\0000000001\0000000002\00000000000000\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(fields, 0, block, 100, fields.length);
        block[0] = 'f';
        block[156] = '0';
        try {
            return TarredFile.read(block).orElseThrow().with(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", this::answer);
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath() + "?"
                + exchange.getRequestURI().getQuery().replace('+', ' '));
        byte[] sent = exchange.getRequestBody().readAllBytes();
        boolean put = exchange.getRequestMethod().equals("PUT");
        if (put && !readOnly) {
            there = sent;
        }
        exchange.sendResponseHeaders(put && readOnly ? 403 : status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(put || status != 200 ? new byte[0] : there);
        } catch (IOException left) {
            // Whoever asked has heard enough.
        }
    }

    private PutBack putBack(Instant settled) {
        URI address = URI.create("http://127.0.0.1:" + engine.getAddress().getPort());
        return new PutBack(address, "c1", "/etc/a b.conf", new Swap(BEFORE, DURING), settled.toEpochMilli());
    }

    private PutBack putBack() {
        return putBack(Instant.EPOCH);
    }

    @Test
    void whereOursIsTheFileIsPutBackAsItWas() throws IOException {
        assertThat(putBack(Instant.now().plus(Duration.ofHours(1))).apply())
                .isEqualTo("/etc/a b.conf is as it was, with its 9 bytes");
        assertThat(there).isEqualTo(BEFORE.tar());
        assertThat(asked).containsExactly(GET, PUT, GET);
    }

    @Test
    void theBeginningOfOursIsOursToo() throws IOException {
        there = file("nothing to be").tar();
        putBack().apply();
        assertThat(there).isEqualTo(BEFORE.tar());
    }

    @Test
    void whatIsAsItWasIsNotWrittenAgain() throws IOException {
        there = BEFORE.tar();
        assertThat(putBack().apply()).contains("is as it was");
        assertThat(asked).containsExactly(GET);
    }

    @Test
    void whatSomebodyElseHasPutThereStaysAndIsTold() throws IOException {
        for (TarredFile theirs :
                List.of(file("nothing of ours\n"), file("x".repeat(100_000)), file("y".repeat(900_000)))) {
            there = theirs.tar();
            assertThat(putBack().apply()).contains(" since", "left as it is").doesNotContain("secret");
            assertThat(there).isEqualTo(theirs.tar());
        }
        assertThat(asked).doesNotContain(PUT);
    }

    @Test
    void whatIsNoFileAnyMoreStays() throws IOException {
        there[156] = '5';
        assertThat(putBack().apply()).isEqualTo("/etc/a b.conf is no regular file any more, and is left as it is");
        assertThat(asked).containsExactly(GET);
    }

    @Test
    void whatIsGoneNeedsNothing() throws IOException {
        status = 404;
        assertThat(putBack().apply()).isEqualTo("/etc/a b.conf is gone");
        assertThat(asked).containsExactly(GET);
    }

    @Test
    void whatMayStillBeReplacedIsLookedAtAgain() {
        there = BEFORE.tar();
        assertThatThrownBy(putBack(Instant.now().plus(Duration.ofHours(1)))::apply)
                .isInstanceOf(IOException.class)
                .hasMessage("/etc/a b.conf may still be replaced, as was asked before");
    }

    @Test
    void whatCouldNotBePutBackOrSeenIsAFailureThatIsTriedAgain() {
        readOnly = true;
        assertThatThrownBy(putBack()::apply)
                .isInstanceOf(IOException.class)
                .hasMessage("PUT of /etc/a b.conf was answered 403, and it still is what was put there before");
        status = 500;
        assertThatThrownBy(putBack()::apply)
                .isInstanceOf(IOException.class)
                .hasMessage("GET of /etc/a b.conf was answered 500");
    }

    @Test
    void itGoesThroughThePipeAndTellsNothingOfTheBytes() throws IOException {
        PutBack remedy = putBack();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        remedy.write(new DataOutputStream(bytes));
        assertThat(Remedy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(remedy);
        assertThat(remedy.toString() + remedy.what()).doesNotContain("secret").doesNotContain(BEFORE.text());
    }
}
