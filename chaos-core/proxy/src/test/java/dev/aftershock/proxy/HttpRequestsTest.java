package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.proxy.HttpRequests.Piece;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are found however the stream is cut, no byte is lost, and what is no request is let alone. */
class HttpRequestsTest {
    private static final String GET = "GET /orders?x=1 HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST /orders HTTP/1.1\r\nContent-Length: 10\r\n\r\nGET / HTTP";
    private static final String CHUNKED = "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5;note=x\r\nGET /\r\nA\r\n0123456789\r\n0\r\nTrailer: y\r\n\r\n";

    private final StringBuilder all = new StringBuilder();
    private final List<String> heads = new ArrayList<>();
    private final HttpRequests requests = new HttpRequests();

    private void feed(String text) {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        while (in.isReadable()) {
            Optional<Piece> piece = requests.next(in);
            piece.ifPresent(found -> {
                all.append(found.bytes().toString(StandardCharsets.ISO_8859_1));
                if (found instanceof Piece.Head head) {
                    heads.add((head.begun() ? "begun " : "") + head.method() + " " + head.target());
                }
                found.bytes().release();
            });
        }
        in.release();
    }

    @Test
    void requestsFollowOneAnotherWhateverTheirBodiesLookLike() {
        feed(GET + POST + CHUNKED + GET);
        assertThat(heads).containsExactly("GET /orders?x=1", "POST /orders", "PUT /a", "GET /orders?x=1");
        assertThat(all).hasToString(GET + POST + CHUNKED + GET);
        assertThat(requests.areWhole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 13, 64})
    void theyAreTheSameHoweverTheStreamIsCut(int size) {
        String sent = GET + POST + CHUNKED + GET;
        for (int at = 0; at < sent.length(); at += size) {
            feed(sent.substring(at, Math.min(sent.length(), at + size)));
        }
        assertThat(heads).containsExactly("GET /orders?x=1", "POST /orders", "PUT /a", "GET /orders?x=1");
        assertThat(all).hasToString(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                "\u0000\u0000\u0000\u0008\u0004\u00d2\u0016/",
                "hello there",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n",
                "AVERYLONGMETHODNAMETHATISNONE / HTTP/1.1\r\n\r\n",
                "GET/ HTTP/1.1\r\n\r\n",
            })
    void whatIsNoRequestIsPassedOnAtOnceAndSoIsAllBehindIt(String sent) {
        feed(sent + GET);
        assertThat(heads).isEmpty();
        assertThat(all).hasToString(sent + GET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
                "Content-Length: 3\r\nContent-Length: 4",
                "Content-Length: -1",
                "Content-Length: 3x",
                "Transfer-Encoding: gzip, chunked",
                "Upgrade: websocket",
                "no field at all",
            })
    void aBodyOfUncertainEndMakesAllBehindItOpaque(String fields) {
        feed("GET / HTTP/1.1\r\n" + fields + "\r\n\r\n" + GET);
        assertThat(heads).containsExactly("GET /");
        assertThat(all.toString()).endsWith(GET);
    }

    @Test
    void aChunkThatIsNoneMakesAllBehindItOpaque() {
        feed("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n" + GET);
        assertThat(heads).containsExactly("GET /");
        assertThat(all.toString()).endsWith("xyz\r\n" + GET);
    }

    @Test
    void aHeadWithoutEndIsPassedOnOnceItIsTooLong() {
        String sent = "GET /" + "x".repeat(17 * 1024);
        feed(sent);
        assertThat(heads).isEmpty();
        assertThat(all.length()).isEqualTo(sent.length());
    }

    @Test
    void halfAHeadIsKeptAndGivenBack() {
        feed("GET / HTTP/1.1\r\nHo");
        assertThat(all).isEmpty();
        assertThat(requests.areWhole()).isFalse();
        assertThat(requests.letGo().toString(StandardCharsets.ISO_8859_1)).isEqualTo("GET / HTTP/1.1\r\nHo");
        feed("st: a\r\n\r\n" + GET);
        assertThat(heads).containsExactly("begun GET /", "GET /orders?x=1");
        assertThat(all).hasToString("st: a\r\n\r\n" + GET);
    }
}
