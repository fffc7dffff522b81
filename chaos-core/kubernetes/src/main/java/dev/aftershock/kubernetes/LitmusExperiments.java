package dev.aftershock.kubernetes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of Litmus's experiments may be run: those that act in pods which a label chooses, say of each pod that they act in it, and
 * take it back when they are stopped.
 */
final class LitmusExperiments {

    static final List<String> KNOWN = List.of(
            "disk-fill",
            "pod-cpu-hog",
            "pod-dns-error",
            "pod-dns-spoof",
            "pod-http-latency",
            "pod-http-modify-body",
            "pod-http-modify-header",
            "pod-http-reset-peer",
            "pod-http-status-code",
            "pod-io-stress",
            "pod-memory-hog",
            "pod-network-corruption",
            "pod-network-duplication",
            "pod-network-latency",
            "pod-network-loss",
            "pod-network-rate-limit");

    /** Others, each with a fault of ours. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("container-kill", "pod-delete"),
            Map.entry("docker-service-kill", "node-stop"),
            Map.entry("kubelet-service-kill", "node-stop"),
            Map.entry("node-cpu-hog", "node-stress"),
            Map.entry("node-drain", "node-drain"),
            Map.entry("node-memory-hog", "node-stress"),
            Map.entry("node-poweroff", "node-stop"),
            Map.entry("node-restart", "node-stop"),
            Map.entry("node-taint", "node-taint"),
            Map.entry("pod-autoscaler", "workload-scale"),
            Map.entry("pod-delete", "pod-delete"),
            Map.entry("pod-network-partition", "network-partition"));

    private static final Set<String> HOSTS = Set.of("docker-service-kill", "kubelet-service-kill");

    /**
     * How long what takes it back may run: by default it is killed at once, and leaves in the pods what it did. Half of the time for
     * which a run looks whether it is healed.
     */
    static final int GRACE_SECONDS = 15;

    static final String DURATION = "TOTAL_CHAOS_DURATION";

    /** Those that would let it act elsewhere or at another time than it is seen to, each as the fault has it. */
    static final Map<String, String> OURS_TO_SET = oursToSet(ChaosFaults.LONGEST);

    /** The others, by which an experiment is told how hard and how it acts. */
    static final Set<String> TUNABLES = new TreeSet<>(Set.of(
            "BURST",
            "CONTAINER_RUNTIME",
            "CONTENT_ENCODING",
            "CONTENT_TYPE",
            "CPU_CORES",
            "CPU_LOAD",
            "DATA_BLOCK_SIZE",
            "DEFAULT_HEALTH_CHECK",
            "DESTINATION_HOSTS",
            "DESTINATION_IPS",
            "DESTINATION_PORTS",
            "EPHEMERAL_STORAGE_MEBIBYTES",
            "FILESYSTEM_UTILIZATION_BYTES",
            "FILESYSTEM_UTILIZATION_PERCENTAGE",
            "FILL_PERCENTAGE",
            "HEADERS_MAP",
            "HEADER_MODE",
            "JITTER",
            "LATENCY",
            "LIB_IMAGE",
            "LIMIT",
            "MATCH_SCHEME",
            "MEMORY_CONSUMPTION",
            "MIN_BURST",
            "MODIFY_RESPONSE_BODY",
            "NETWORK_BANDWIDTH",
            "NETWORK_INTERFACE",
            "NETWORK_LATENCY",
            "NETWORK_PACKET_CORRUPTION_PERCENTAGE",
            "NETWORK_PACKET_DUPLICATION_PERCENTAGE",
            "NETWORK_PACKET_LOSS_PERCENTAGE",
            "NUMBER_OF_WORKERS",
            "PEAK_RATE",
            "PODS_AFFECTED_PERC",
            "PROXY_PORT",
            "RESET_TIMEOUT",
            "RESPONSE_BODY",
            "SOCKET_PATH",
            "SOURCE_PORTS",
            "SPOOF_MAP",
            "STATUS_CODE",
            "STRESS_IMAGE",
            "TARGET_CONTAINER",
            "TARGET_HOSTNAMES",
            "TARGET_SERVICE_PORT",
            "TC_IMAGE",
            "TOXICITY",
            "VOLUME_MOUNT_PATH"));

    private LitmusExperiments() {}

    private static Map<String, String> oursToSet(Duration longest) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(DURATION, Long.toString(longest.toSeconds()));
        // One pod after the other would take as many times as long.
        values.put("SEQUENCE", "parallel");
        values.put("RAMP_TIME", "");
        values.put("TARGET_PODS", "");
        values.put("NODE_LABEL", "");
        // It would become part of the name of the ChaosResult.
        values.put("INSTANCE_ID", "");
        values.put("TERMINATION_GRACE_PERIOD_SECONDS", Integer.toString(GRACE_SECONDS));
        return values;
    }

    /** The fault of ours to take instead of an experiment that is none of the {@link #KNOWN}. */
    static Optional<String> ours(String experiment) {
        return Optional.ofNullable(OURS.get(experiment));
    }

    /** Whether one that is none of the {@link #KNOWN} takes a whole node, with everything that runs there. */
    static boolean ofNodes(String experiment) {
        return experiment.startsWith("node-") || HOSTS.contains(experiment);
    }
}
