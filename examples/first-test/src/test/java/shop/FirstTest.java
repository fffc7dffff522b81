package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.junit.Cut;
import dev.aftershock.junit.Latency;
import dev.aftershock.junit.Link;
import dev.aftershock.junit.ProxiedLink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A client of a server that gets slow, and goes away. */
class FirstTest {

    private static HttpServer bank;

    @ProxiedLink
    static final Link LINK = Link.to(() -> "127.0.0.1:" + bank().getAddress().getPort());

    @AfterAll
    static void end() {
        bank.stop(0);
    }

    @Test
    void theBankAnswers() throws Exception {
        assertEquals(200, ask());
    }

    @Test
    @Latency(link = "link", value = "2s")
    void aSlowBankIsNotWaitedFor() {
        assertThrows(HttpTimeoutException.class, FirstTest::ask);
    }

    @Test
    @Cut(link = "link")
    void aBankThatIsGoneIsNoticed() {
        assertThrows(ConnectException.class, FirstTest::ask);
    }

    private static int ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + LINK.address() + "/balance"))
                .timeout(Duration.ofSeconds(1))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpServer bank() {
        try {
            bank = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            bank.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            bank.start();
            return bank;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
