package dev.aftershock.containers;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.aftershock.engine.Calls;
import dev.aftershock.parts.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The container engines that a driver was asked about, each with one client for as long as the process lives. Thread-safe. */
final class Engines {

    /** To stop a container takes as long as its grace, see {@link ContainerStop}. */
    private static final Duration BOUND = Duration.ofSeconds(40);

    private static final Duration LOOK_BOUND = Duration.ofSeconds(5);
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final Calls looks = new Calls(LOOK_BOUND);
    private final Calls changes = new Calls(BOUND);
    private final Map<URI, Docker> known = new ConcurrentHashMap<>();

    /** The engine at an address. */
    Docker at(URI address) {
        return known.computeIfAbsent(address, this::open);
    }

    private Docker open(URI address) {
        // Both libraries call plain HTTP over TCP by Docker's own word.
        URI spelled = "http".equals(address.getScheme())
                ? URI.create("tcp://" + address.getHost() + ":" + address.getPort())
                : address;
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(spelled.toString())
                .withDockerTlsVerify(false)
                .build();
        ZerodepDockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(spelled)
                .connectionTimeout(CONNECT)
                .responseTimeout(BOUND)
                .build();
        return new Docker(address, DockerClientImpl.getInstance(config, http), looks, changes);
    }

    /**
     * The address of an engine as a setting gives it, or else the environment's {@code DOCKER_HOST}, the current context of
     * Docker's command line, or Docker's usual socket.
     *
     * @throws InvalidInputException when a guard could not reach it: by TLS, ssh, or a pipe of Windows
     */
    static URI address(Optional<URI> given) {
        boolean secured = given.isEmpty() && "1".equals(System.getenv("DOCKER_TLS_VERIFY"));
        URI found = given.orElseGet(() -> DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerTlsVerify(false)
                .build()
                .getDockerHost());
        if ("unix".equals(found.getScheme()) && found.getPath() != null) {
            return found;
        }
        if (!secured && ("tcp".equals(found.getScheme()) || "http".equals(found.getScheme())) && found.getPort() > 0) {
            return URI.create("http://" + found.getHost() + ":" + found.getPort());
        }
        throw InvalidInputException.of(
                "the container engine's address is " + found + (secured ? " by TLS" : ""),
                "unix:///path/of/the.sock or tcp://HOST:PORT without TLS, as 'host' or in DOCKER_HOST");
    }
}
