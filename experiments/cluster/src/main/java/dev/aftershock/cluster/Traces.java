package dev.aftershock.cluster;

import dev.aftershock.lab.LabDirectory;
import dev.aftershock.lab.OwnedProcesses;
import dev.aftershock.lab.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that a lab, or one of its nodes, leaves on this host: processes, mounts, devices, control groups, and the files that
 * programs of others keep outside of its folder.
 *
 * @param mark what stands in the command line of its processes, and its name as a control group
 * @param folder where its files are
 * @param bridges its devices
 */
record Traces(String mark, Path folder, Bridges bridges) {

    private static final Set<String> PROGRAMS = Set.of(
            "etcd",
            "kubernetes",
            "kwok",
            "containerd",
            "containerd-shim-runc-v2",
            "runc",
            "ctr",
            "bridge",
            "host-local",
            "loopback");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Path SOCKETS = Path.of("/run/containerd/s");
    private static final Path LOG_LINKS = Path.of("/var/log/containers");
    private static final Path NETWORK_RESULTS = Path.of("/var/lib/cni/results");

    /** Those of a lab with all its nodes. */
    static Traces of(LabDirectory lab) {
        return new Traces(lab.mark(), lab.path(), Bridges.of(lab));
    }

    /** Those of one node. */
    static Traces of(LabDirectory lab, NodeSpec node) {
        return new Traces(
                lab.mark() + "/" + node.name(),
                lab.of(node.name()),
                Bridges.of(lab).of(node));
    }

    Cgroups cgroups() {
        return new Cgroups(mark);
    }

    /** What the networks of its pods are called. */
    String network() {
        return mark.replace('/', '-');
    }

    /** The processes that live, those in pods included. */
    Set<Long> processes() throws IOException {
        Set<Long> found = new TreeSet<>(cgroups().processes());
        new OwnedProcesses(PROGRAMS).of(mark).forEach(process -> found.add(process.pid()));
        return found;
    }

    /** Kills again and again until no process is left, and returns those that were killed. */
    Set<Long> kill(Poll poll) {
        Set<Long> killed = new TreeSet<>();
        poll.until(
                () -> {
                    Set<Long> left = unchecked(this::processes);
                    left.forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
                    killed.addAll(left);
                    return left.isEmpty();
                },
                LIMIT,
                () -> "processes of " + mark + " survive SIGKILL: " + unchecked(this::processes)
                        + ". End them by hand");
        return killed;
    }

    /** Removes everything but the processes, which must be dead, and the folder. */
    void remove(Host host, Poll poll) throws IOException {
        removeSockets();
        bridges.remove(host);
        new Mounts(folder).remove(host, poll);
        poll.until(
                () -> unchecked(() -> cgroups().remove()),
                LIMIT,
                () -> "the control groups " + mark + " stay busy. Remove them by hand");
        for (Path file : filesElsewhere()) {
            Files.deleteIfExists(file);
        }
    }

    /** What is there, in words; nothing when nothing is left. */
    List<String> left() throws IOException {
        List<String> left = new ArrayList<>();
        add(left, "processes", processes());
        add(left, "devices", bridges.present());
        add(left, "mounts", new Mounts(folder).present());
        add(left, "control groups", cgroups().exist() ? List.of(mark) : List.of());
        add(left, "files", filesElsewhere());
        add(left, "the folder", Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ? List.of(folder) : List.of());
        return left;
    }

    private static void add(List<String> left, String what, java.util.Collection<?> found) {
        if (!found.isEmpty()) {
            left.add(what + " " + found);
        }
    }

    /** Each pod's process keeper listens on a socket whose place only a file in the folder tells. */
    private void removeSockets() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> addresses;
        try (Stream<Path> tasks = Files.find(
                folder, 6, (path, attributes) -> path.getFileName().toString().equals("address"))) {
            addresses = tasks.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : addresses) {
            Path socket = Path.of(Files.readString(file).strip().replaceFirst("^unix://", ""));
            if (SOCKETS.equals(socket.getParent())) {
                Files.deleteIfExists(socket);
            }
        }
    }

    private List<Path> filesElsewhere() throws IOException {
        List<Path> found = new ArrayList<>(entries(LOG_LINKS, this::leadsHere));
        List<Path> results =
                entries(NETWORK_RESULTS, file -> file.getFileName().toString().startsWith(network()));
        found.addAll(results);
        results.stream()
                .map(Traces::loopbackResult)
                .filter(Files::isRegularFile)
                .forEach(found::add);
        return found;
    }

    /** Beside {@code NETWORK-CONTAINER-eth0} there is one for the pod's own loopback, which bears no name of ours. */
    private static Path loopbackResult(Path result) {
        String[] words = result.getFileName().toString().split("-");
        return result.resolveSibling("cni-loopback-" + words[Math.max(0, words.length - 2)] + "-lo");
    }

    private boolean leadsHere(Path file) {
        return Files.isSymbolicLink(file)
                && unchecked(() -> Files.readSymbolicLink(file)).startsWith(folder);
    }

    private static List<Path> entries(Path place, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.filter(wanted).toList();
        }
    }

    private static <T> T unchecked(Reading<T> reading) {
        try {
            return reading.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something that reads files. */
    private interface Reading<T> {
        T get() throws IOException;
    }
}
