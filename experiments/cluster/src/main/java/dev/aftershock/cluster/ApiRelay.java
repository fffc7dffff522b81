package dev.aftershock.cluster;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The way of pods to the API server, which itself listens on loopback alone: a relay on a bridge of its own, which is there
 * whatever node is stopped, as the endpoint of the service {@code kubernetes}. Nothing but the lab's bridges reaches it.
 */
record ApiRelay(Programs programs, ClusterFiles files) {

    /** Among the addresses of the pods, in a subnet that no node has. */
    static final String ADDRESS = "10.244.0.1";

    /** Starts it; the packet rules are there already. */
    void start(Api api) throws IOException {
        URI server = api.server();
        Bridges.of(files.lab()).ofRelay().make(new Host(programs), ADDRESS);
        Component.start("relay", files.home(), command(server)).requireAlive();
        api.create("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", endpoint(server.getPort()));
    }

    /** What etcd has for its own clients carries every TCP connection. The certificate is not used; it names the lab. */
    private List<String> command(URI server) {
        return List.of(
                programs.path("etcd"),
                "gateway",
                "start",
                "--endpoints=" + server.getAuthority(),
                "--listen-addr=" + ADDRESS + ":" + server.getPort(),
                "--retry-delay=1s",
                "--trusted-ca-file=" + files.certificate());
    }

    private static Map<String, ?> endpoint(int port) {
        return Map.of(
                "apiVersion",
                "discovery.k8s.io/v1",
                "kind",
                "EndpointSlice",
                "metadata",
                Map.of("name", "kubernetes", "labels", Map.of("kubernetes.io/service-name", "kubernetes")),
                "addressType",
                "IPv4",
                "endpoints",
                List.of(Map.of("addresses", List.of(ADDRESS), "conditions", Map.of("ready", true))),
                "ports",
                List.of(Map.of("name", "https", "port", port, "protocol", "TCP")));
    }
}
