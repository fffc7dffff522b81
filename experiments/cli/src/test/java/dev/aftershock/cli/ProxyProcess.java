package dev.aftershock.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code aftershock proxy} on a free port, in a process of its own. */
final class ProxyProcess implements AutoCloseable {

    private static final Pattern SERVING = Pattern.compile("serving Toxiproxy's API at (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final Path log;

    /**
     * Starts it and waits until it serves.
     *
     * @param log where it writes
     * @param token what its clients must bear; empty for none
     */
    ProxyProcess(Path log, String token, List<String> options) throws IOException {
        this(log, builder(token, options));
    }

    private static ProcessBuilder builder(String token, List<String> options) {
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.command().addAll(options);
        if (token.isEmpty()) {
            builder.environment().remove("TOXIPROXY_AUTH_TOKEN");
        } else {
            builder.environment().put("TOXIPROXY_AUTH_TOKEN", token);
        }
        return builder;
    }

    private static List<String> command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return new ArrayList<>(List.of(java, "-cp", classPath, Main.class.getName(), "proxy", "--port", "0"));
    }

    /** With few file descriptors, as where somebody else has used them up. */
    static ProxyProcess withDescriptors(Path log, int most) throws IOException {
        List<String> limited = command();
        limited.addAll(0, List.of("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"));
        return new ProxyProcess(log, new ProcessBuilder(limited));
    }

    private ProxyProcess(Path log, ProcessBuilder builder) throws IOException {
        this.log = log;
        this.process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        await().atMost(Duration.ofSeconds(20)).until(() -> log().contains("serving") || !process.isAlive());
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Where it serves. */
    URI api() throws IOException {
        Matcher serving = SERVING.matcher(log());
        if (!serving.find()) {
            throw new AssertionError("it does not serve: " + log());
        }
        return URI.create(serving.group(1));
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }
}
