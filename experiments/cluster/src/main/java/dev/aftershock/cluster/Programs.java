package dev.aftershock.cluster;

import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Ourselves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of a cluster: those of Kubernetes in a folder of their own, the rest where the system has them.
 *
 * @param folder where {@code .ci/setup kubernetes} puts the programs of Kubernetes
 */
record Programs(Path folder) {

    private static final String VERSION = "kubernetes-v1.34.2";
    private static final String PROPERTY = "aftershock.kubernetes.parts";
    private static final String ENVIRONMENT = "AFTERSHOCK_KUBERNETES";

    /** Where the system keeps programs, whatever the path of this process. */
    static final List<String> SYSTEM =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private static final List<Path> PLUGINS = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    /** The folder that the property or the environment names, or the usual one. */
    static Programs locate() {
        return new Programs(Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(ENVIRONMENT)))
                .map(Path::of)
                .orElseGet(() -> cache().resolve("aftershock").resolve(VERSION))
                .toAbsolutePath());
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    }

    /** A program, by its full path. */
    String path(String name) {
        return find(name)
                .map(Path::toString)
                .orElseThrow(() -> new LabException("the program '" + name + "' is missing; " + whatToDo()));
    }

    /** Where the plug-ins are that connect pods. */
    Path plugins() {
        return PLUGINS.stream()
                .filter(place -> Files.isExecutable(place.resolve("bridge")))
                .findFirst()
                .orElse(PLUGINS.get(0));
    }

    /**
     * Checks that a cluster can be started here.
     *
     * @throws LabException that names everything that is missing
     */
    void require(KubernetesLab lab) throws IOException {
        List<String> missing = missing(lab);
        if (!missing.isEmpty()) {
            throw new LabException(
                    "no cluster can be started here; missing: " + String.join(", ", missing) + ". " + whatToDo());
        }
    }

    private List<String> missing(KubernetesLab lab) throws IOException {
        List<String> needed =
                new ArrayList<>(List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"));
        if (lab.simulatedNodes() > 0) {
            needed.add("kwok");
        }
        if (lab.nodes() > 0) {
            needed.addAll(List.of("kubelet", "kube-proxy", "containerd", "ctr", "containerd-shim-runc-v2", "runc"));
            needed.addAll(List.of("ip", "iptables", "iptables-save", "iptables-restore", "umount", "busybox"));
        }
        List<String> missing = new ArrayList<>(
                needed.stream().filter(name -> find(name).isEmpty()).toList());
        if (lab.nodes() > 0) {
            missingOfNodes().forEach(missing::add);
        }
        return missing;
    }

    private Stream<String> missingOfNodes() throws IOException {
        List<String> missing = new ArrayList<>();
        if (!Files.isExecutable(plugins().resolve("bridge"))) {
            missing.add("the network plug-ins 'bridge' and 'host-local' in one of " + PLUGINS);
        }
        if (Ourselves.uid() != 0) {
            missing.add("root, for nodes that run pods ('nodes: 0' with 'simulated-nodes' needs none)");
        }
        if (!Files.isDirectory(CGROUPS.resolve("cpuset")) || !Files.isDirectory(CGROUPS.resolve("pids"))) {
            missing.add("cgroups of version 1 in " + CGROUPS);
        }
        return missing.stream();
    }

    private String whatToDo() {
        return "Run .ci/setup kubernetes, or name the folder with Kubernetes' programs by " + ENVIRONMENT
                + "; looked in " + folder + " and " + SYSTEM;
    }

    private Optional<Path> find(String name) {
        return Stream.concat(Stream.of(folder), SYSTEM.stream().map(Path::of))
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
