package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS goes through the proxy untouched: its ends authenticate each other, and the proxy sees nothing but ciphertext. */
class TlsPassThroughTest extends EmbeddedServer {
    private static final char[] PASSWORD = "for-this-test".toCharArray();
    private static final byte[] SECRET = "nobody else reads this".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path folder;

    private static SSLContext tls;

    private SSLServerSocket upstream;

    /** A key of this test's own, signed by itself. */
    @BeforeAll
    static void makeKey() throws Exception {
        Path file = folder.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "test",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        String.valueOf(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @BeforeEach
    void serve() throws IOException {
        upstream = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::echo, "tls-echo");
        server.setDaemon(true);
        server.start();
    }

    private void echo() {
        while (!upstream.isClosed()) {
            try (var socket = upstream.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException cut) {
                // By a toxic, or because the test is over.
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private MadeProxy proxy() {
        return api().proxy("127.0.0.1:" + upstream.getLocalPort());
    }

    /** Connects, checks that the server is the one of the key, and has {@code sent} echoed. */
    private static byte[] exchange(MadeProxy proxy, byte[] sent) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", proxy.port())) {
            socket.setSoTimeout(10_000);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(sent);
            return socket.getInputStream().readNBytes(sent.length);
        }
    }

    @Test
    void aSessionGoesThroughSlowedAndCutIntoSmallPieces() throws IOException {
        MadeProxy proxy = proxy();
        proxy.toxic("slicer", "upstream", "\"average_size\":7,\"size_variation\":5");
        proxy.toxic("slicer", "downstream", "\"average_size\":11,\"delay\":20");
        proxy.toxic("latency", "downstream", "\"latency\":50");
        proxy.toxic("loss", "upstream", "\"loss_ppm\":100000,\"rto\":5");
        long start = Nanos.now();
        assertThat(exchange(proxy, SECRET)).isEqualTo(SECRET);
        assertThat(Nanos.now() - start)
                .as("a handshake and an answer, 50 ms each")
                .isGreaterThan(100_000_000L);
        byte[] much = Peer.pattern(100_000);
        assertThat(exchange(proxy, much)).isEqualTo(much);
    }

    @Test
    void theProxySeesCiphertextOnly() throws IOException {
        MadeProxy proxy = proxy();
        proxy.patch("{\"capture\":4096}");
        assertThat(exchange(proxy, SECRET)).isEqualTo(SECRET);
        long connection = server().connections(proxy.name()).get(0).id();
        Captured captured = server().captured(proxy.name(), connection);
        for (byte[] seen : List.of(captured.upstream(), captured.downstream())) {
            assertThat(Arrays.copyOf(seen, 2)).as("a handshake record of TLS").isEqualTo(new byte[] {0x16, 0x03});
            assertThat(new String(seen, StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(SECRET, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aFlippedBitOrAMissingByteIsNoticedByTheEnds() {
        MadeProxy proxy = proxy();
        proxy.toxic("corrupt", "downstream", "\"rate_ppm\":20000");
        assertThatThrownBy(() -> exchange(proxy, Peer.pattern(20_000))).isInstanceOf(IOException.class);
        MadeProxy other = proxy();
        other.toxic("limit_data", "downstream", "\"bytes\":300");
        assertThatThrownBy(() -> exchange(other, SECRET)).isInstanceOf(IOException.class);
    }
}
