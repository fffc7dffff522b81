package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.lab.LabException;
import dev.aftershock.parts.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The few calls that starting a cluster needs, on the JDK's own client: a library for all of Kubernetes would be the
 * largest part of the lab. Thread-safe.
 */
final class Api {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final int CONFLICT = 409;

    private final ObjectMapper json = new ObjectMapper();
    private final URI server;
    private final Path certificate;
    private final Secret token;
    // Made when the server has made its certificate.
    private volatile @Nullable HttpClient client;

    Api(URI server, Path certificate, Secret token) {
        this.server = server;
        this.certificate = certificate;
        this.token = token;
    }

    /** Where the server listens. */
    URI server() {
        return server;
    }

    /** Whether the server answers that it is ready. */
    boolean ready() {
        try {
            return Files.isRegularFile(certificate)
                    && send("GET", "/readyz", Optional.empty()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** An object, or nothing when it is not there. */
    Optional<JsonNode> get(String path) throws IOException {
        HttpResponse<String> answer = send("GET", path, Optional.empty());
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(json.readTree(required("GET", path, answer)));
    }

    /** Makes an object; harmless when one of that name is there. */
    void create(String path, Map<String, ?> object) throws IOException {
        HttpResponse<String> answer = send("POST", path, Optional.of(json.writeValueAsString(object)));
        if (answer.statusCode() != CONFLICT) {
            required("POST", path, answer);
        }
    }

    /** Sets some fields of an object; null takes one away. Nobody else's writes are in the way. */
    void merge(String path, String patch) throws IOException {
        required("PATCH", path, send(new Call("PATCH", path, "application/merge-patch+json"), Optional.of(patch)));
    }

    private static String required(String method, String path, HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new LabException("the API server answers " + answer.statusCode() + " to " + method + " " + path + ": "
                    + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path, Optional<String> body) throws IOException {
        return send(new Call(method, path, "application/json"), body);
    }

    private HttpResponse<String> send(Call call, Optional<String> body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(call.path()))
                .timeout(CALL_LIMIT)
                .header("Authorization", "Bearer " + token.reveal())
                .header("Content-Type", call.type())
                .method(
                        call.method(),
                        body.map(HttpRequest.BodyPublishers::ofString).orElse(HttpRequest.BodyPublishers.noBody()))
                .build();
        try {
            return client().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while the API server was asked", e);
        }
    }

    /** What is asked, and in which form the body is. */
    private record Call(String method, String path, String type) {}

    private HttpClient client() throws IOException {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CALL_LIMIT)
                    .sslContext(trusting(certificate))
                    .build();
            client = made;
        }
        return made;
    }

    /** Trusts that one server and nobody else. */
    private static SSLContext trusting(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("lab-" + store.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate " + certificate + " cannot be used yet: " + e.getMessage(), e);
        }
    }
}
