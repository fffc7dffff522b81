package dev.aftershock.cli;

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
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What kubectl does with manifests and objects, over the API alone and with the kubeconfig of a lab. */
final class LabApi {

    private static final Map<String, String> PLACES = Map.of(
            "ServiceAccount", "/api/v1/namespaces/%s/serviceaccounts/",
            "ConfigMap", "/api/v1/namespaces/%s/configmaps/",
            "Service", "/api/v1/namespaces/%s/services/",
            "Deployment", "/apis/apps/v1/namespaces/%s/deployments/",
            "Role", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/roles/",
            "RoleBinding", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings/",
            "Job", "/apis/batch/v1/namespaces/%s/jobs/",
            "CronJob", "/apis/batch/v1/namespaces/%s/cronjobs/");

    private final URI server;
    private final String token;
    private final HttpClient client;

    LabApi(Path kubeconfig) throws IOException, GeneralSecurityException {
        String text = Files.readString(kubeconfig);
        server = URI.create(first(text, "server: \"([^\"]+)\""));
        token = first(text, "token: \"([^\"]+)\"");
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(Path.of(first(text, "certificate-authority: \"([^\"]+)\""))))
                .build();
    }

    /** The documents of a text of several. */
    static List<String> documents(String manifests) {
        return Stream.of(manifests.split("(?m)^---\n"))
                .filter(document -> !document.isBlank())
                .toList();
    }

    /** Applies a document on the server's side, and returns the answer. */
    HttpResponse<String> apply(String document, boolean dryRun) throws IOException, InterruptedException {
        String place = PLACES.get(first(document, "(?m)^kind: (\\w+)"))
                .formatted(first(document, "(?m)^  namespace: \"([^\"]+)\""));
        String path = place + first(document, "(?m)^  name: \"([^\"]+)\"")
                + "?fieldManager=test&force=true&fieldValidation=Strict" + (dryRun ? "&dryRun=All" : "");
        return send(request(path)
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(document)));
    }

    /** What is at a path. */
    String get(String path) throws IOException, InterruptedException {
        return send(request(path)).body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token);
    }

    static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pattern + " is not in " + text));
    }

    private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
