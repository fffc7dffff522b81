package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Beside a server whose certificate is good for ten days from now. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class HttpTlsTest {

    private static final String PASSWORD = "changeit";

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private SSLContext trusting;
    private HttpServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream made = Files.newInputStream(certificate(directory.resolve("keys.p12")))) {
            keys.load(made, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer made = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setHttpsConfigurator(new HttpsConfigurator(trusting));
        server = answering(made);
    }

    private static Path certificate(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "10",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return file;
    }

    private static HttpServer answering(HttpServer made) {
        made.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        made.start();
        return made;
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    @Test
    void aCertificateThatLastsLongEnoughIsRight() throws Exception {
        assertThat(ask("216h", HttpClient.newBuilder().sslContext(trusting), base("https", server)))
                .isEqualTo(Answer.OK);
    }

    @Test
    void aCertificateThatExpiresSoonerIsWrong() throws Exception {
        Answer answer = ask("264h", HttpClient.newBuilder().sslContext(trusting), base("https", server));
        assertThat(answer.outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(answer.detail()).matches("the certificate expires at \\S+Z, sooner than PT264H from now");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsWrong() throws Exception {
        Answer answer = ask("1h", HttpClient.newBuilder(), base("https", server));
        assertThat(answer.outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(answer.detail()).contains("certification path");
    }

    @Test
    void anAnswerWithoutTlsHasNoCertificate() throws Exception {
        HttpServer plain = answering(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        try {
            assertThat(ask("1h", HttpClient.newBuilder(), base("http", plain)).detail())
                    .contains("without TLS")
                    .contains("expected https");
        } finally {
            plain.stop(0);
        }
    }

    private Answer ask(String lasting, HttpClient.Builder client, URI base) throws Exception {
        HttpGet settings = HttpSettings.of(Map.of("target", "it", "tls-expires-after", lasting));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try (HttpProbe probe = new HttpProbe(settings, () -> base, new HttpLine("test", clock, client), clock)) {
            long now = clock.nanos();
            Attempt attempt = new Attempt(0, now, now + TimeUnit.SECONDS.toNanos(10), 0);
            probe.attempt(attempt, (asked, given) -> answer.complete(given));
            return answer.get(15, TimeUnit.SECONDS);
        }
    }

    private static URI base(String scheme, HttpServer server) {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }
}
