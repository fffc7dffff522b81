package dev.aftershock.cluster;

import dev.aftershock.lab.LabDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network devices that connect a node's pods: one bridge, with a port for each pod.
 *
 * @param prefix what the names of the bridges begin with: those of a whole lab, or the one of a node
 */
record Bridges(String prefix) {

    private static final Path DEVICES = Path.of("/sys/class/net");
    private static final int SHORT = 6;

    /** Those of a lab. A device's name has room for 15 letters. */
    static Bridges of(LabDirectory lab) {
        String name = lab.mark();
        return new Bridges("as-" + name.substring(name.length() - SHORT) + "-");
    }

    /** That of one of its nodes, of which there are nine at most. */
    Bridges of(NodeSpec node) {
        return new Bridges(prefix + node.number());
    }

    /** That of the relay to the API server. */
    Bridges ofRelay() {
        return new Bridges(prefix + 0);
    }

    /** The bridges that are there. */
    List<String> present() throws IOException {
        return names(DEVICES).stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /** Makes the one of that name, with an address of this host. */
    void make(Host host, String address) throws IOException {
        host.run("ip", "link", "add", prefix, "type", "bridge");
        host.run("ip", "addr", "add", address + "/24", "dev", prefix);
        host.run("ip", "link", "set", prefix, "up");
    }

    /** Removes them, and the devices of the pods on them. */
    void remove(Host host) throws IOException {
        for (String bridge : present()) {
            for (String port : names(DEVICES.resolve(bridge).resolve("brif"))) {
                removeDevice(host, port);
            }
            removeDevice(host, bridge);
        }
    }

    /** The kernel may be removing a pod's device of its own accord at the same time. */
    private static void removeDevice(Host host, String name) throws IOException {
        try {
            host.run("ip", "link", "delete", name);
        } catch (dev.aftershock.lab.LabException e) {
            if (names(DEVICES).contains(name)) {
                throw e;
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
