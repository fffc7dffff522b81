package dev.aftershock.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Container;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.RealComponent;
import dev.aftershock.parts.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The volume of a Redis server, which keeps what it has when it is asked to. */
class ContainerFillIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int PORT = 6379;
    private static final String BOUND = "/bound";

    private final ContainerFill.Provider fills = new ContainerFill.Provider();
    private String image = "";
    private String volume = "";
    private String bound = "";

    @TempDir
    private Path folder = Path.of("");

    private Optional<GenericContainer<?>> redis = Optional.empty();

    @BeforeEach
    void startRedis() {
        Optional<String> server = RealComponent.named(
                "AFTERSHOCK_REDIS_IMAGE",
                "containers",
                "the name of an image with a redis-server; '.ci/setup redis-image'");
        Optional<String> own = Server.ownImage();
        assumeTrue(server.isPresent() && own.isPresent(), "no images");
        image = own.orElseThrow();
        volume = Server.smallVolume();
        bound = Server.boundVolume(folder);
        GenericContainer<?> made = new GenericContainer<>(DockerImageName.parse(server.orElseThrow()))
                .withImagePullPolicy(missing -> false)
                .withExposedPorts(PORT)
                .withCommand("redis-server", "--dir", Server.MOUNT, "--protected-mode", "no", "--save", "")
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withMounts(List.of(Server.mounted(volume), Server.mounted(bound, BOUND))))
                .waitingFor(Wait.forListeningPort());
        redis = Optional.of(made);
        made.start();
    }

    @AfterEach
    void removeRedis() {
        redis.ifPresent(GenericContainer::close);
        redis.ifPresent(gone -> List.of(volume, bound)
                .forEach(each -> Server.docker().removeVolumeCmd(each).exec()));
    }

    private record At(URI engine, String id) implements ContainerTarget {}

    private PreparedFault prepared(ContainerFill settings) throws IOException {
        ContainerTarget target =
                new At(Engines.address(Optional.empty()), redis.orElseThrow().getContainerId());
        return fills.prepare(settings, new FaultContext("run", "fault", OneTarget.named("db", target)))
                .get(0);
    }

    private ContainerFill leaving(int mebibytes) {
        return new ContainerFill("db", Server.MOUNT, image, Optional.empty(), Optional.of(mebibytes));
    }

    private String save() throws IOException {
        try (Socket socket =
                new Socket(redis.orElseThrow().getHost(), redis.orElseThrow().getMappedPort(PORT))) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write("SAVE\r\n".getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void aServerCannotKeepAnythingWhileItsVolumeIsFullAndCanAfterwards() throws Exception {
        assertThat(save()).isEqualTo("+OK");
        PreparedFault fault = prepared(leaving(0));
        fault.inject();
        Optional<String> seen = await().atMost(SOON).until(fault::effect, Optional::isPresent);
        assertThat(seen.orElse("")).startsWith("0.0 MiB are free on volume " + volume);
        assertThat(save()).startsWith("-ERR");

        fills.heal(fault.undo(), HealContext.afterDeath());
        await().atMost(SOON).until(() -> fills.verifyHealed(fault.undo(), HealContext.afterDeath())
                .healed());
        assertThat(save()).isEqualTo("+OK");
    }

    @Test
    void theSpaceIsGivenBackHoweverItsHolderEnds() throws Exception {
        PreparedFault fault = prepared(leaving(0));
        fault.inject();
        await().atMost(SOON).until(fault::effect, Optional::isPresent);
        Server.docker().killContainerCmd(fault.undo().fact("helper")).exec();
        await().atMost(SOON).until(() -> fills.verifyHealed(fault.undo(), HealContext.afterDeath())
                .healed());
        assertThat(save()).isEqualTo("+OK");
    }

    @Test
    void whatCannotBeFilledIsRefusedBeforeAnythingIsHeld() {
        Set<String> before = holders();
        refused(
                new ContainerFill("db", Server.MOUNT, image, Optional.of(1000), Optional.empty()),
                "has 32.0 MiB free of 32.0 MiB");
        refused(
                new ContainerFill("db", "/elsewhere", image, Optional.of(1), Optional.empty()),
                "nothing is mounted there; expected one of its mounts that it may write: " + BOUND + ", "
                        + Server.MOUNT);
        refused(
                new ContainerFill("db", BOUND, image, Optional.empty(), Optional.of(0)),
                " is a folder on the engine's own disk, of which 0.0 MiB would be left");
        refused(
                new ContainerFill("db", Server.MOUNT, "nowhere/none:1", Optional.of(1), Optional.empty()),
                "'image' is 'nowhere/none:1', which the engine at ");
        assertThat(holders()).isEqualTo(before);
    }

    /** Other runs may have some as well. */
    private static Set<String> holders() {
        return Server.docker()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of("aftershock.dev/container-fill"))
                .exec()
                .stream()
                .map(Container::getId)
                .collect(Collectors.toSet());
    }

    private void refused(ContainerFill settings, String expected) {
        assertThatThrownBy(() -> prepared(settings))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(expected);
    }
}
