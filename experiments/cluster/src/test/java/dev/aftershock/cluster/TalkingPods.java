package dev.aftershock.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Pods that ask each other when they are told to: each tells its name on the ports 8080, 9090 and 53, and asks others by scripts
 * behind its own port 8080. Whoever tells them is this host, as a node may.
 */
final class TalkingPods {

    /** A busy machine takes its time to start the programs that ask. */
    private static final int ANSWER_MILLIS = 10_000;

    private static final int SILENCE_MILLIS = 3_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** The asking waits three seconds for an answer. It is done without {@code wget}, which crashes when it is linked statically. */
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, labels: {app: %1$s}}
            spec:
              nodeName: %2$s
              terminationGracePeriodSeconds: 0
              containers:
              - name: talk
                image: aftershock/busybox:1
                imagePullPolicy: Never
                command:
                - sh
                - -c
                - |
                  mkdir -p /www/cgi-bin && cd /www/cgi-bin && hostname > /www/index.html
                  head='#!/bin/sh\\necho "Content-Type: text/plain"; echo\\n'
                  printf "$head"'echo "GET / HTTP/1.0\\n" | nc -w 3 ${QUERY_STRING/:/ } | tail -n 1' > ask
                  printf "$head"'timeout 3 nslookup -type=a shop.test "$QUERY_STRING" 2>&1; true' > name
                  printf "$head"'while echo tick; do usleep 50000; done' > tick
                  printf "$head"'echo "GET /cgi-bin/tick HTTP/1.0\\n" | exec nc -w 9 ${QUERY_STRING/:/ }' > listen
                  chmod 755 ask name tick listen
                  httpd -p 9090 -h /www && httpd -p 53 -h /www && exec httpd -f -p 8080 -h /www
            """;

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s}
            spec: {selector: {app: %1$s}, ports: [{port: 80, targetPort: 8080}]}
            """;

    private final KubernetesClient client;
    private final Map<String, String> addresses = new TreeMap<>();

    /** Starts pods of these names on these nodes, each behind a service, and waits until all answer. */
    TalkingPods(KubernetesClient client, Map<String, String> nodes) {
        this.client = client;
        nodes.forEach((name, node) -> {
            make(POD.formatted(name, node));
            make(SERVICE.formatted(name));
        });
        await().atMost(SOON).until(() -> nodes.keySet().stream().allMatch(this::answers));
    }

    private void make(String object) {
        client.load(new ByteArrayInputStream(object.getBytes(StandardCharsets.UTF_8)))
                .create();
    }

    private boolean answers(String name) {
        Pod pod = client.pods().withName(name).get();
        if (pod.getStatus().getPodIP() == null) {
            return false;
        }
        addresses.put(name, pod.getStatus().getPodIP());
        return told(address(name), "").equals(name);
    }

    String address(String name) {
        return addresses.get(name);
    }

    /** The address of its service. */
    String service(String name) {
        return client.services().withName(name).get().getSpec().getClusterIP();
    }

    /** Whether one gets an answer of another on a port. */
    boolean reaches(String from, String to, int port) {
        return told(address(from), "cgi-bin/ask?" + address(to) + ":" + port).equals(to);
    }

    /** Whether one gets an answer of another on its first port. */
    boolean reaches(String from, String to) {
        return reaches(from, to, 8080);
    }

    /** Whether one gets an answer through the service of another. */
    boolean reachesService(String from, String to) {
        return told(address(from), "cgi-bin/ask?" + service(to) + ":80").equals(to);
    }

    /** Whether a datagram to another's port 53, where nobody listens to any, comes back as refused. */
    boolean datagramsPass(String from, String to) {
        return told(address(from), "cgi-bin/name?" + address(to)).contains("refused");
    }

    private static String told(String address, String path) {
        try (BufferedReader in = open(address, path, ANSWER_MILLIS)) {
            return in.lines().collect(Collectors.joining("\n")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static BufferedReader open(String address, String path, int waitMillis) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + address + ":8080/" + path).toURL().openConnection();
        connection.setConnectTimeout(waitMillis);
        connection.setReadTimeout(waitMillis);
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    /** One that listens to what another sends without end, on one connection. */
    BufferedReader listens(String from, String to) throws IOException {
        return open(address(from), "cgi-bin/listen?" + address(to) + ":8080", SILENCE_MILLIS);
    }

    /** Makes a policy from the part of it that tells it from others. */
    void policy(String name, String spec) {
        make("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: %s}
                spec: %s
                """.formatted(name, spec));
    }

    /** Deletes all policies. */
    void noPolicies() {
        List<?> left = client.network().v1().networkPolicies().list().getItems();
        if (!left.isEmpty()) {
            client.network().v1().networkPolicies().delete();
        }
    }
}
