package dev.aftershock.cli;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.proxy.ProxyOptions;
import dev.aftershock.proxy.ProxyServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        description = {
            "Serves a fault proxy that speaks Toxiproxy's HTTP API, until Ctrl-C.",
            "With TOXIPROXY_AUTH_TOKEN in the environment, every request must bear that token."
        })
final class ProxyCommand implements Callable<Integer> {

    private static final long LARGEST_CONFIG = 1024 * 1024;
    private static final String TOKEN = "TOXIPROXY_AUTH_TOKEN";

    @Option(
            names = "--host",
            defaultValue = "localhost",
            description = "Loopback address of the API (default: ${DEFAULT-VALUE}).")
    String host = "localhost";

    @Option(
            names = "--port",
            defaultValue = "8474",
            description = "Port of the API; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    int port = 8474;

    @Option(names = "--config", paramLabel = "FILE", description = "Proxies to make at the start, as JSON.")
    Optional<Path> config = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of every random decision; printed, so that it can be repeated.")
    Optional<Long> seed = Optional.empty();

    @Option(names = "--proxy-metrics", description = "Serve the bytes that each proxy passed at /metrics.")
    boolean metrics;

    @Option(
            names = "--strict",
            description =
                    "Behave as Toxiproxy even where that is a defect, as far as it is safe; know nothing that it does not.")
    boolean strict;

    @Option(
            names = "--allow-network",
            description =
                    "Let the API and the proxies listen on other than loopback addresses; needs a token of 32 characters or more.")
    boolean network;

    @Option(
            names = "--unix-sockets",
            paramLabel = "DIR",
            description =
                    "Let proxies listen on and lead to the Unix sockets in this directory, as unix:PATH; repeatable.")
    List<Path> unixSockets = new ArrayList<>();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long chosen = seed.orElseGet(() -> new SecureRandom().nextLong() >>> 1);
        Optional<String> token = Optional.ofNullable(System.getenv(TOKEN)).filter(text -> !text.isEmpty());
        Optional<String> proxies = config.map(ProxyCommand::read);
        try (ProxyServer server = ProxyServer.start(options(chosen, token))) {
            if (proxies.isPresent()) {
                server.populate(proxies.get());
            }
            out.println("serving Toxiproxy's API at " + server.api() + ", seed " + chosen + (strict ? ", strict" : "")
                    + (token.isPresent() ? ", token required" : ""));
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            throw InvalidInputException.of(String.valueOf(e.getMessage()), "");
        }
    }

    private ProxyOptions options(long chosen, Optional<String> token) {
        List<Path> dirs = unixSockets.stream().map(Path::toAbsolutePath).toList();
        return new ProxyOptions(address(), chosen, token, metrics, strict, network, dirs);
    }

    private InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw InvalidInputException.of("the host '" + host + "' is unknown", "a loopback address");
        }
    }

    private static String read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_CONFIG) {
                throw InvalidInputException.of(
                        "'" + file + "' is no configuration file", "a JSON file of at most 1 MiB");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw InvalidInputException.of("cannot read " + file + ": " + e.getMessage(), "a readable file in UTF-8");
        }
    }
}
