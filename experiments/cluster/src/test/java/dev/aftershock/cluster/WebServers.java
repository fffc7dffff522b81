package dev.aftershock.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Two web servers in different regions behind one service; each tells its pod's name. */
record WebServers(KubernetesClient client) {

    private static final String OBJECTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 1
                  topologySpreadConstraints:
                  - maxSkew: 1
                    topologyKey: topology.kubernetes.io/region
                    whenUnsatisfiable: ScheduleAnyway
                    labelSelector: {matchLabels: {app: web}}
                  containers:
                  - name: web
                    image: aftershock/busybox:1
                    imagePullPolicy: Never
                    command: [sh, -c, "mkdir /www && hostname > /www/index.html && exec httpd -f -p 8080 -h /www"]
                    readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
            """;

    /** Makes the objects. */
    void apply() {
        client.load(new java.io.ByteArrayInputStream(OBJECTS.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .create();
    }

    /** The pods that are ready on nodes of a name, {@code *} for all. */
    List<Pod> ready(String node) {
        return client.pods().withLabel("app", "web").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod))
                .filter(pod -> node.equals("*") || node.equals(pod.getSpec().getNodeName()))
                .toList();
    }

    /** The address of the service. */
    String service() {
        return client.services().withName("web").get().getSpec().getClusterIP();
    }

    /** What is answered at an address; empty when nothing is. */
    static String answer(String host, int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
