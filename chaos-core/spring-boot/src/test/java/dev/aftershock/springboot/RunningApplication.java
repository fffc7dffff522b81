package dev.aftershock.springboot;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The application in a process of its own. */
final class RunningApplication implements ChaosMonkeyTarget, AutoCloseable {

    private static final Duration START_BOUND = Duration.ofSeconds(90);

    private final Path log = Files.createTempFile("prices", ".log");
    private final int port;
    private final Process process;

    RunningApplication(String... more) throws IOException {
        this(List.of(), more);
    }

    /** With options of the JVM, and arguments of its own. */
    RunningApplication(List<String> jvm, String... more) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvm);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                PriceApplication.class.getName(),
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.profiles.active=chaos-monkey",
                "--management.endpoint.chaosmonkey.access=unrestricted"));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(START_BOUND).until(this::serves);
    }

    boolean serves() {
        return get("/price").status() == HttpURLConnection.HTTP_OK;
    }

    /** With the endpoint exposed. */
    static RunningApplication exposed() throws IOException {
        return new RunningApplication("--management.endpoints.web.exposure.include=chaosmonkey");
    }

    /** With its metrics exposed too, and options of the JVM. */
    static RunningApplication measured(String... jvm) throws IOException {
        return new RunningApplication(List.of(jvm), "--management.endpoints.web.exposure.include=chaosmonkey,metrics");
    }

    /** What was answered; status 0 for nothing. */
    record Answer(int status, String body, Duration after) {}

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public URI endpoint() {
        return address("/actuator/chaosmonkey");
    }

    @Override
    public Optional<Path> login() {
        return Optional.empty();
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer send(String method, String path, String body) {
        long begun = System.nanoTime();
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) address(path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(5_000);
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            String text =
                    status < 400 ? new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8) : "";
            return new Answer(status, text, Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException silent) {
            return new Answer(0, "", Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Sets something of Chaos Monkey; once more when a busy machine had no answer in time. */
    void set(String what, String body) {
        await().atMost(START_BOUND)
                .until(() -> send("POST", "/actuator/chaosmonkey/" + what, body).status() == HttpURLConnection.HTTP_OK);
    }

    /** All that Chaos Monkey is set to, as it tells it. */
    String settings() {
        return get("/actuator/chaosmonkey/assaults").body()
                + get("/actuator/chaosmonkey/watchers").body();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(log);
    }
}
