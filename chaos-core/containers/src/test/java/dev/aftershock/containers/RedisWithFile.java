package dev.aftershock.containers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.RealComponent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A Redis server that reads its settings from a file when it is started, with several things mounted. */
final class RedisWithFile implements ContainerTarget, AutoCloseable {

    static final String FILE = "/etc/redis/redis.conf";
    static final String HELD = "protected-mode no\nsave \"\"\nmaxclients 77\n";

    /** Where a folder of the host is mounted, and it once more read-only, and one of its files. */
    static final String KEPT = "/kept";

    static final String NEVER = "/kept/never";
    static final String MOUNTED = "/etc/mounted.conf";
    static final String SCRATCH = "/scratch";

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PORT = 6379;
    private static final int USER = 1234;

    private final GenericContainer<?> container;
    private final String id;

    private RedisWithFile(GenericContainer<?> container) {
        this.container = container;
        container
                .withImagePullPolicy(missing -> false)
                .withExposedPorts(PORT)
                .waitingFor(Wait.forListeningPort())
                .start();
        this.id = container.getContainerId();
    }

    /** One with a folder of the host, in which there is a file {@code mounted}. */
    static RedisWithFile on(Path folder) {
        return new RedisWithFile(image().withCommand("redis-server", FILE)
                .withCopyToContainer(Transferable.of(HELD), FILE)
                .withCreateContainerCmdModifier(command -> mount(command, folder)));
    }

    /** One whose root is read-only. */
    static RedisWithFile sealed() {
        return new RedisWithFile(image().withCommand("redis-server", "--save", "")
                .withCreateContainerCmdModifier(
                        command -> command.getHostConfig().withReadonlyRootfs(true)));
    }

    private static GenericContainer<?> image() {
        Optional<String> image = RealComponent.named(
                "AFTERSHOCK_REDIS_IMAGE",
                "containers",
                "the name of an image with a redis-server; '.ci/setup redis-image'");
        assumeTrue(image.isPresent(), "no image");
        return new GenericContainer<>(DockerImageName.parse(image.orElseThrow()));
    }

    private static void mount(CreateContainerCmd command, Path folder) {
        // Not the one whom the file belongs to.
        command.withUser("4321:4321");
        command.getHostConfig()
                .withTmpFs(Map.of(SCRATCH, "size=1m"))
                .withMounts(List.of(
                        bound(folder.resolve("mounted"), MOUNTED, false),
                        bound(folder, KEPT, false),
                        bound(folder, NEVER, true)));
    }

    private static Mount bound(Path source, String target, boolean readOnly) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(source.toString())
                .withTarget(target)
                .withReadOnly(readOnly);
    }

    @Override
    public URI engine() {
        return Engines.address(Optional.empty());
    }

    @Override
    public String id() {
        return id;
    }

    private InspectContainerResponse now() {
        return Server.docker().inspectContainerCmd(id).exec();
    }

    /** A path as its processes see it. */
    Path seen(String path) {
        return Path.of("/proc", now().getState().getPidLong().toString(), "root", path);
    }

    /** Puts the file there as somebody else would, with an owner and a mode of its own. */
    void reset() throws IOException {
        Files.writeString(seen(FILE), HELD);
        Files.setAttribute(seen(FILE), "unix:uid", USER);
        Files.setPosixFilePermissions(seen(FILE), PosixFilePermissions.fromString("rw-r--r-x"));
    }

    /** Whether mode and owner of the file are as {@link #reset} sets them. */
    boolean isOwnedAsBefore() throws IOException {
        return Files.getAttribute(seen(FILE), "unix:uid").equals(USER)
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(seen(FILE)))
                        .equals("rw-r--r-x");
    }

    void restart() {
        Server.docker().restartContainerCmd(id).withTimeout(1).exec();
    }

    /** How many clients it takes, by its own word. */
    String clients() {
        String address = now().getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
        return await().atMost(SOON).ignoreExceptions().until(() -> ask(address), answer -> !answer.isEmpty());
    }

    private static String ask(String address) throws IOException {
        try (Socket socket = new Socket(address, PORT)) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write("CONFIG GET maxclients\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return answer.lines().limit(5).skip(4).findFirst().orElse("");
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
