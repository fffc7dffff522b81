package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A container of Testcontainers is frozen and killed around tests, and serves again after each. */
@EnabledIf("dev.aftershock.junit.CacheImage#isThere")
class FrozenContainerIT {

    private static final int PORT = 8474;
    private static final int PATIENCE_MILLIS = 500;

    static final GenericContainer<?> cache = new GenericContainer<>(
                    DockerImageName.parse(CacheImage.name().orElseThrow()))
            .withImagePullPolicy(missing -> false)
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/version").forPort(PORT));

    static {
        // Before the extension asks for its id.
        cache.start();
    }

    @ChaosTarget(kind = "container")
    static final Supplier<String> CACHE = cache::getContainerId;

    @AfterAll
    static void stop() {
        cache.stop();
    }

    @Test
    @PauseContainer(target = "cache")
    void aFrozenCacheAnswersNobody() throws IOException {
        assertThat(answers()).isFalse();
        assertThat(state()).isEqualTo("paused");
    }

    @Test
    @KillContainer(target = "cache")
    void aKilledCacheAnswersNobody() throws IOException {
        assertThat(answers()).isFalse();
        assertThat(state()).isEqualTo("exited");
    }

    @Test
    void withoutAFaultItAnswers() {
        assertThat(state()).isEqualTo("running");
        await().atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    private static String state() {
        return cache.getDockerClient()
                .inspectContainerCmd(cache.getContainerId())
                .exec()
                .getState()
                .getStatus();
    }

    /** Where it is published now: that may be another port after it was started again. */
    private boolean answers() throws IOException {
        String port = cache
                .getDockerClient()
                .inspectContainerCmd(cache.getContainerId())
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .values()
                .stream()
                .filter(places -> places != null && places.length > 0)
                .map(places -> places[0].getHostPortSpec())
                .findFirst()
                .orElse("");
        if (port.isEmpty()) {
            return false;
        }
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://" + cache.getHost() + ":" + port + "/version")
                        .toURL()
                        .openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException silent) {
            return false;
        } finally {
            connection.disconnect();
        }
    }
}
