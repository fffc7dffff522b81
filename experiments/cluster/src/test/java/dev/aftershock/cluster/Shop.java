package dev.aftershock.cluster;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Two pods with web servers on two ports, behind a Service with three, of which one goes by a name and one is below 1024. */
record Shop(KubernetesClient client, String namespace) {

    static final int HTTP = 80;
    static final int ADMIN = 81;
    static final int LOW = 82;

    /** For what must be felt: a request that takes longer has failed. */
    private static final int DEADLINE_MILLIS = 1_000;

    /** For what must not fail, while pods start beside it. */
    static final int PATIENT_MILLIS = 5_000;

    private static final String OBJECTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop, tier: web}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: shop
                    image: aftershock/busybox:1
                    imagePullPolicy: Never
                    command: [sh, -c, "mkdir /www && hostname > /www/index.html && httpd -p 81 -h /www && exec httpd -f -p 8080 -h /www"]
                    ports: [{name: admin, containerPort: 81}]
                    readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            spec:
              selector: {app: shop, tier: web}
              ports:
              - {name: http, port: 80, targetPort: 8080}
              - {name: admin, port: 81, targetPort: admin}
              - {name: low, port: 82, targetPort: 81}
            """;

    void open() {
        client.load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> client.pods().inNamespace(namespace).withLabel("app", "shop").list().getItems().stream()
                                .filter(Readiness::isPodReady)
                                .count()
                        == 2);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            try {
                return request(HTTP) >= 0 && request(ADMIN) >= 0 && request(LOW) >= 0;
            } catch (IOException e) {
                return false;
            }
        });
    }

    Service service() {
        return client.services().inNamespace(namespace).withName("shop").get();
    }

    Map<String, String> selector() {
        return service().getSpec().getSelector();
    }

    InetSocketAddress address(int port) {
        return new InetSocketAddress(service().getSpec().getClusterIP(), port);
    }

    /** Everything in the namespace that a detour could leave. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        String label = "aftershock.dev/service-link";
        client.services()
                .inNamespace(namespace)
                .withLabel(label)
                .list()
                .getItems()
                .forEach(each -> left.add("service " + each.getMetadata().getName()));
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel(label)
                .list()
                .getItems()
                .forEach(each -> left.add("deployment " + each.getMetadata().getName()));
        client.pods()
                .inNamespace(namespace)
                .withLabel(label)
                .list()
                .getItems()
                .forEach(each -> left.add("pod " + each.getMetadata().getName()));
        return left;
    }

    /** How many milliseconds a request on a connection of its own took. */
    long request(int port) throws IOException {
        return request(address(port), DEADLINE_MILLIS);
    }

    static long request(InetSocketAddress address, int deadlineMillis) throws IOException {
        long from = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(address, deadlineMillis);
            socket.setSoTimeout(deadlineMillis);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!answer.startsWith("HTTP/1.") || !answer.contains(" 200 ") || !answer.contains("shop-")) {
                throw new IOException("answered '" + answer.strip() + "'");
            }
            return (System.nanoTime() - from) / 1_000_000;
        }
    }
}
