package dev.aftershock.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An HTTPS server in front of an API server: it passes requests on, or turns them away, or keeps the answers back. */
final class Gateway implements AutoCloseable {

    /** What becomes of a request. */
    enum Fate {
        PASSED_ON,
        TURNED_AWAY_429,
        TURNED_AWAY_410,
        /** It acts, and nobody is told. */
        ANSWER_KEPT_BACK
    }

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String TEXT = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d}";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpsServer server;
    private final HttpClient client;
    private final URI behind;
    private final Path certificate;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Function<HttpExchange, Fate> fates = exchange -> Fate.PASSED_ON;
    private volatile UnaryOperator<String> login = header -> header;

    Gateway(Path kubeconfig, Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        this.behind = URI.create(find(kubeconfig, "server: '?\"?(https://[0-9.:]+)"));
        Path authority = kubeconfig.resolveSibling(find(kubeconfig, "certificate-authority: '?\"?([^}'\"\\s]+)"));
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(authority))
                .build();
        this.certificate = folder.resolve("gateway.pem");
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(identity(folder)));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private static String find(Path kubeconfig, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(kubeconfig));
        if (!found.find()) {
            throw new IOException(pattern + " is not in " + kubeconfig);
        }
        return found.group(1);
    }

    private SSLContext identity(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("gateway.p12");
        String options = " -alias gateway -keystore " + store + " -storepass changeit";
        keytool("-genkeypair -keyalg EC -dname CN=gateway -ext san=ip:127.0.0.1 -storetype PKCS12" + options);
        keytool("-exportcert -rfc -file " + certificate + options);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String options) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(options.split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + options);
        }
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), each);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The same login, through the gateway. */
    Path kubeconfig(Path original) throws IOException {
        String through = Files.readString(original)
                .replace(behind.toString(), address().toString())
                .replaceAll("certificate-authority: [^}\\s]+", "certificate-authority: " + certificate);
        return Files.writeString(certificate.resolveSibling("through.yaml"), through);
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    Path certificate() {
        return certificate;
    }

    /** How many came since the last decision about them. */
    int requests() {
        return requests.get();
    }

    /** Decides about requests from now on. */
    void decide(Function<HttpExchange, Fate> decision) {
        requests.set(0);
        fates = decision;
    }

    /** Changes what clients log in by. */
    void replaceLogin(UnaryOperator<String> replacement) {
        login = replacement;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            switch (fates.apply(exchange)) {
                case TURNED_AWAY_429 ->
                    answer(exchange, 429, TEXT.formatted(429).getBytes());
                case TURNED_AWAY_410 ->
                    answer(exchange, 410, TEXT.formatted(410).getBytes());
                case ANSWER_KEPT_BACK -> {
                    passOn(exchange, body);
                    closing.await();
                }
                default -> {
                    HttpResponse<byte[]> answered = passOn(exchange, body);
                    answer(exchange, answered.statusCode(), answered.body());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Pages are short, so that a short list has some. */
    private HttpResponse<byte[]> passOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().toString().replace("limit=500", "limit=2");
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : List.of("Accept", "Content-Type")) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                    .ifPresent(value -> request.header(header, value));
        }
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .ifPresent(value -> request.header("Authorization", login.apply(value)));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
