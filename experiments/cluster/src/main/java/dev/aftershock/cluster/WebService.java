package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.lab.Poll;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Web servers, spread over the zones, behind one service: something to break where no system of one's own is at hand.
 *
 * @param namespace where they are
 * @param servers how many pods
 */
record WebService(String namespace, int servers) {

    /** The name of the Deployment and of the Service, and the value of the pods' label {@code app}. */
    static final String NAME = "web";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT_OF_EACH = Duration.ofMillis(100);
    private static final int PORT = 8080;
    private static final Map<String, String> LABELS = Map.of("app", NAME);

    /** Each server tells its pod's name. */
    private static final String SERVE =
            "mkdir /www && hostname > /www/index.html && exec httpd -f -p " + PORT + " -h /www";

    /** Makes them, and returns the service's address when all are ready. */
    URI start(Api api, Poll poll) throws IOException {
        String here = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
        api.create(here, deployment());
        api.create("/api/v1/namespaces/" + namespace + "/services", service());
        api.create("/apis/policy/v1/namespaces/" + namespace + "/poddisruptionbudgets", budget());
        poll.until(
                () -> ready(api, here + "/" + NAME) == servers || ControlPlane.pause(),
                LIMIT.plus(LIMIT_OF_EACH.multipliedBy(servers)),
                () -> "of the " + servers + " web servers not all became ready");
        String address = api.get("/api/v1/namespaces/" + namespace + "/services/" + NAME)
                .map(service -> service.path("spec").path("clusterIP").asText())
                .orElseThrow();
        return URI.create("http://" + address + "/");
    }

    private static int ready(Api api, String deployment) {
        try {
            return api.get(deployment)
                    .map(object -> object.path("status").path("readyReplicas"))
                    .map(JsonNode::asInt)
                    .orElse(0);
        } catch (IOException e) {
            return 0; // asked again
        }
    }

    private Map<String, ?> deployment() {
        return Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", NAME),
                "spec",
                Map.of(
                        "replicas", servers,
                        "selector", Map.of("matchLabels", LABELS),
                        "template", Map.of("metadata", Map.of("labels", LABELS), "spec", pod())));
    }

    private static Map<String, ?> pod() {
        return Map.of(
                "terminationGracePeriodSeconds", 1,
                "topologySpreadConstraints", List.of(spread(NodeSpec.REGION_LABEL), spread(NodeSpec.ZONE_LABEL)),
                "containers",
                        List.of(Map.of(
                                "name",
                                NAME,
                                "image",
                                "aftershock/busybox:1",
                                "imagePullPolicy",
                                "Never",
                                "command",
                                List.of("sh", "-c", SERVE),
                                "readinessProbe",
                                Map.of("httpGet", Map.of("path", "/", "port", PORT), "periodSeconds", 1))));
    }

    private static Map<String, ?> spread(String over) {
        return Map.of(
                "maxSkew",
                1,
                "topologyKey",
                over,
                "whenUnsatisfiable",
                "ScheduleAnyway",
                "labelSelector",
                Map.of("matchLabels", LABELS));
    }

    /** Who evicts them may take one at a time. */
    private static Map<String, ?> budget() {
        return Map.of(
                "apiVersion",
                "policy/v1",
                "kind",
                "PodDisruptionBudget",
                "metadata",
                Map.of("name", NAME),
                "spec",
                Map.of("maxUnavailable", 1, "selector", Map.of("matchLabels", LABELS)));
    }

    private static Map<String, ?> service() {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Map.of("name", NAME),
                "spec",
                Map.of("selector", LABELS, "ports", List.of(Map.of("port", 80, "targetPort", PORT))));
    }
}
