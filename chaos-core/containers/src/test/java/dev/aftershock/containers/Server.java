package dev.aftershock.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.RealComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A container on a network of its own that answers HTTP, as tests of services have them. */
final class Server implements ContainerTarget, AutoCloseable {

    static final String ALIAS = "server";

    static final long MEMORY = 256 << 20;

    /** Where its volume is, a file system of its own. */
    static final String MOUNT = "/data";

    static final int VOLUME_MEBIBYTES = 32;

    /** A file of its own, and what {@link #held} tells of it. */
    static final String FILE = "/srv/settings";

    static final String HELD = "rw-r----- as it was";

    private static final int PORT = 8474;
    private static final int FILE_MODE = 0100640;
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    /** Above what any machine has, where the kernel writes a large number for no limit. */
    private static final double MOST_MEMORY = 1e15;

    private final Network network = Network.newNetwork();
    private final String volume = smallVolume();
    private final GenericContainer<?> container;
    private final String id;

    /** Starts one of an image that the engine has. */
    Server(String image) {
        container = new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(missing -> false)
                .withNetwork(network)
                .withNetworkAliases(ALIAS)
                .withExposedPorts(PORT)
                .withCopyToContainer(Transferable.of("as it was", FILE_MODE), FILE)
                .withCreateContainerCmdModifier(
                        made -> made.getHostConfig().withMemory(MEMORY).withMounts(List.of(mounted(volume))))
                .waitingFor(Wait.forHttp("/version").forPort(PORT));
        container.start();
        id = container.getContainerId();
    }

    static String smallVolume() {
        return volume(Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=" + VOLUME_MEBIBYTES + "m"));
    }

    /** One that is a folder of this machine, as others are without being told so. */
    static String boundVolume(Path folder) {
        return volume(Map.of("type", "none", "o", "bind", "device", folder.toString()));
    }

    private static String volume(Map<String, String> options) {
        return docker().createVolumeCmd()
                .withDriver("local")
                .withDriverOpts(options)
                .exec()
                .getName();
    }

    static Mount mounted(String volume) {
        return mounted(volume, MOUNT);
    }

    static Mount mounted(String volume, String path) {
        return new Mount().withType(MountType.VOLUME).withSource(volume).withTarget(path);
    }

    /** The name of an image of our command line, where there is one. */
    static Optional<String> ownImage() {
        return RealComponent.named(
                "AFTERSHOCK_CLI_IMAGE",
                "containers",
                "the name of an image of Aftershock's command line in a Docker engine that runs; '.ci/setup cli-image' makes one");
    }

    /** How many bytes are free on its volume, as the kernel tells it there. */
    long free() {
        return seen(MOUNT).toFile().getUsableSpace();
    }

    /** A path as its processes see it. */
    private Path seen(String path) {
        return Path.of("/proc", now().getState().getPidLong().toString(), "root", path);
    }

    /** What its file holds behind who may use it, as its processes see it; empty when there is none. */
    String held() {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(seen(FILE))) + " "
                    + Files.readString(seen(FILE));
        } catch (IOException gone) {
            return "";
        }
    }

    /** One for the tests of a class, which are left out where there is no image. */
    static Server orLeftOut() {
        Optional<String> image = image();
        assumeTrue(image.isPresent(), "no image for a container");
        return new Server(image.get());
    }

    /** An image of a server that answers HTTP on port 8474. */
    static Optional<String> image() {
        return RealComponent.named(
                "AFTERSHOCK_TOXIPROXY_IMAGE",
                "containers",
                "the name of an image of Toxiproxy 2.x in a Docker engine that runs; '.ci/setup toxiproxy-image' makes one");
    }

    @Override
    public URI engine() {
        return Engines.address(Optional.empty());
    }

    @Override
    public String id() {
        return id;
    }

    String name() {
        return container.getContainerName().substring(1);
    }

    Network network() {
        return network;
    }

    static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }

    InspectContainerResponse now() {
        return docker().inspectContainerCmd(id()).exec();
    }

    /** Whether it answers where it is now, within a time. */
    boolean answers(Duration within) {
        Optional<String> address = now().getNetworkSettings().getNetworks().values().stream()
                .map(each -> Optional.ofNullable(each.getIpAddress()).orElse(""))
                .filter(text -> !text.isEmpty())
                .findFirst();
        try {
            return address.isPresent()
                    && answers(URI.create("http://" + address.get() + ":" + PORT + "/version"), within);
        } catch (IOException silent) {
            return false;
        }
    }

    private static boolean answers(URI uri, Duration within) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) within.toMillis());
        connection.setReadTimeout((int) within.toMillis());
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    /** How much of a processor the kernel grants it; nothing when it sets no limit. */
    OptionalDouble processors() throws IOException {
        Optional<Path> unified = file("0::", "", "cpu.max");
        if (unified.isPresent()) {
            String[] words = Files.readString(unified.get()).strip().split(" ");
            return words[0].equals("max")
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(words[0]) / Double.parseDouble(words[1]));
        }
        double quota = number(file(":cpu:", "cpu", "cpu.cfs_quota_us"));
        double period = number(file(":cpu:", "cpu", "cpu.cfs_period_us"));
        return quota < 0 ? OptionalDouble.empty() : OptionalDouble.of(quota / period);
    }

    /** How many bytes the kernel grants it; nothing when it sets no limit. */
    OptionalDouble memory() throws IOException {
        Optional<Path> unified = file("0::", "", "memory.max");
        if (unified.isPresent() && Files.readString(unified.get()).startsWith("max")) {
            return OptionalDouble.empty();
        }
        double limit = number(unified.or(() -> file(":memory:", "memory", "memory.limit_in_bytes")));
        return limit > MOST_MEMORY ? OptionalDouble.empty() : OptionalDouble.of(limit);
    }

    private static double number(Optional<Path> file) throws IOException {
        return Double.parseDouble(Files.readString(file.orElseThrow()).strip());
    }

    /** A file of its control group, in the one hierarchy or that of a controller of its own. */
    private Optional<Path> file(String controller, String hierarchy, String name) {
        try (Stream<String> groups =
                Files.lines(Path.of("/proc", now().getState().getPidLong().toString(), "cgroup"))) {
            return groups.filter(line -> line.contains(controller))
                    .map(line -> line.substring(line.lastIndexOf(':') + 2))
                    .map(group -> CGROUPS.resolve(hierarchy).resolve(group).resolve(name))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is on its network, under its alias. */
    boolean attached() {
        return now().getNetworkSettings().getNetworks().values().stream()
                .filter(each -> network.getId().equals(each.getNetworkID()))
                .anyMatch(each -> Optional.ofNullable(each.getAliases())
                        .map(aliases -> aliases.containsAll(Arrays.asList(ALIAS)))
                        .orElse(false));
    }

    @Override
    public void close() {
        container.close();
        network.close();
        docker().removeVolumeCmd(volume).exec();
    }
}
