package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProbeTest {

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/app/fine", 200, 10);
        serve("/app/broken", 500, 10);
        serve("/app/huge", 200, CountedBody.MOST_BYTES + 1);
        serve("/app/large", 200, CountedBody.MOST_BYTES);
        server.createContext("/app/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/app/fine");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    private void serve(String path, int status, int bytes) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, bytes);
            try (var body = exchange.getResponseBody()) {
                body.write(new byte[bytes]);
            }
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theExpectedStatusIsRightAndAnyOtherIsWrong() throws Exception {
        assertThat(get("/fine", 200)).isEqualTo(Answer.OK);
        assertThat(get("/broken", 500)).isEqualTo(Answer.OK);
        assertThat(get("/broken", 200)).isEqualTo(Answer.failed("status 500 instead of 200"));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        assertThat(get("/moved", 200)).isEqualTo(Answer.failed("status 302 instead of 200"));
    }

    @Test
    void aBodyIsReadUpToItsCap() throws Exception {
        assertThat(get("/large", 200)).isEqualTo(Answer.OK);
        assertThat(get("/huge", 200).outcome()).isEqualTo(Outcome.FAIL_FAST);
    }

    @Test
    void aPathThatIsNoneIsRefusedBeforeAnythingRuns() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpGet("it", "/a b", 200));
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpGet("it", "a", 200));
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpGet("it", "/", 1000));
    }

    private Answer get(String path, int status) throws Exception {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/app/");
        try (BlockingProbe probe = new HttpProbe(new HttpGet("it", path, status), () -> base, clock)) {
            probe.prepare();
            long now = clock.nanos();
            return probe.attempt(new Attempt(0, now, now + TimeUnit.SECONDS.toNanos(5), 0));
        }
    }
}
