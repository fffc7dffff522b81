package dev.aftershock.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a cluster could change on this host, looked at with nothing of the lab's own code. */
final class HostState {

    private static final List<String> LISTED = List.of(
            "/sys/class/net", "/run/containerd/s", "/var/lib/cni/results", "/var/log/containers", "/var/run/netns");
    private static final List<String> KERNEL = List.of(
            "net.ipv4.ip_forward",
            "net.ipv4.conf.all.route_localnet",
            "net.bridge.bridge-nf-call-iptables",
            "vm.overcommit_memory",
            "vm.panic_on_oom",
            "kernel.panic",
            "kernel.panic_on_oops",
            "kernel.keys.root_maxkeys",
            "kernel.keys.root_maxbytes");

    private HostState() {}

    /** Each thing with what it is now. */
    static Map<String, String> now() throws IOException, InterruptedException {
        Map<String, String> state = new TreeMap<>();
        for (String folder : LISTED) {
            state.put(folder, Files.isDirectory(Path.of(folder)) ? names(Path.of(folder)) : "[]");
        }
        state.put("kernel", said("/usr/sbin/sysctl", "--ignore", KERNEL));
        state.put("labs", lines("/proc/self/mounts") + groups() + commands());
        state.put("nat", rules("nat"));
        state.put("filter", rules("filter"));
        state.put("mangle", rules("mangle"));
        state.put("turn", Boolean.toString(Files.isSymbolicLink(Path.of("/run/aftershock-cluster"))));
        return state;
    }

    private static String names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    private static String lines(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(HostState::ofNodes)
                .toList()
                .toString();
    }

    private static String groups() throws IOException {
        try (Stream<Path> groups = Files.find(
                Path.of("/sys/fs/cgroup"),
                2,
                (path, attributes) -> ofNodes(path.getFileName().toString()))) {
            return groups.map(Path::toString).sorted().toList().toString();
        }
    }

    private static String commands() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine())
                .flatMap(Optional::stream)
                .filter(line -> line.contains("containerd") && ofNodes(line))
                .toList()
                .toString();
    }

    private static boolean ofNodes(String text) {
        return text.contains("aftershock-cluster-");
    }

    private static String rules(String table) throws IOException, InterruptedException {
        return said("/usr/sbin/iptables-save", "-t", List.of(table))
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith(":") || line.startsWith(":KUBE"))
                .toList()
                .toString();
    }

    private static String said(String program, String option, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(program, option));
        command.addAll(arguments);
        Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(running.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        running.waitFor();
        return said;
    }
}
