package dev.aftershock.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the objects of a {@link Detour}. The proxy's pod needs no rights and no privileges: it fits the restricted pod
 * security standard.
 */
record DetourParts(Detour detour, CarriedPorts ports, String image) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "aftershock.dev/proxies";
    private static final String FOLDER = "/aftershock";
    private static final String FILE = "proxies.json";
    private static final long NOBODY = 65_534;
    private static final int FIRST_UNPRIVILEGED = 1_024;

    /** Finds the pods that the Service found, on the same ports. */
    GenericKubernetesResource upstream(Map<String, Object> selector) {
        return object("v1", "Service", detour.upstream(), Map.of("selector", selector, "ports", ports.written()));
    }

    /** Finds the proxy, on the ports that it has. */
    GenericKubernetesResource proxy() {
        List<Map<String, Object>> written = new ArrayList<>();
        written.add(Map.of("name", "api", "port", ports.api(), "targetPort", ports.api()));
        ports.ways()
                .forEach(way -> written.add(
                        Map.of("name", "way-" + way.listen(), "port", way.listen(), "targetPort", way.listen())));
        return object("v1", "Service", detour.proxy(), Map.of("selector", detour.labels(), "ports", written));
    }

    /**
     * Runs one proxy, which knows its ways when it starts, also when it is started again.
     *
     * @param upstream the address of the Service that finds the pods
     */
    GenericKubernetesResource deployment(String upstream) {
        // No fault of the run may take the pod that its links go through.
        Map<String, String> labels = new LinkedHashMap<>(detour.labels());
        labels.put(Safe.PROTECT, "true");
        Map<String, Object> template = Map.of(
                "metadata", Map.of("labels", labels, "annotations", Map.of(CONFIG, config(upstream))),
                "spec", pod());
        return object(
                "apps/v1",
                "Deployment",
                detour.deployment(),
                Map.of(
                        "replicas",
                        1,
                        "strategy",
                        Map.of("type", "Recreate"),
                        "selector",
                        Map.of("matchLabels", detour.labels()),
                        "template",
                        template));
    }

    private String config(String upstream) {
        String host = upstream.contains(":") ? "[" + upstream + "]" : upstream;
        List<Map<String, Object>> proxies = new ArrayList<>();
        for (CarriedPorts.Way way : ports.ways()) {
            proxies.add(Map.of(
                    "name",
                    way.proxy(detour.service()),
                    "listen",
                    ":" + way.listen(),
                    "upstream",
                    host + ":" + way.leadsTo(),
                    "enabled",
                    true));
        }
        try {
            return JSON.writeValueAsString(proxies);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", e);
        }
    }

    private Map<String, Object> pod() {
        Map<String, Object> security = new LinkedHashMap<>(
                Map.of("runAsNonRoot", true, "runAsUser", NOBODY, "seccompProfile", Map.of("type", "RuntimeDefault")));
        if (ports.ways().stream().anyMatch(way -> way.listen() < FIRST_UNPRIVILEGED)) {
            security.put("sysctls", List.of(Map.of("name", "net.ipv4.ip_unprivileged_port_start", "value", "0")));
        }
        return Map.of(
                "automountServiceAccountToken",
                false,
                "enableServiceLinks",
                false,
                "terminationGracePeriodSeconds",
                1,
                "securityContext",
                security,
                "containers",
                List.of(container()),
                "volumes",
                List.of(Map.of("name", "proxies", "downwardAPI", Map.of("items", List.of(file())))));
    }

    private static Map<String, Object> file() {
        return Map.of("path", FILE, "fieldRef", Map.of("fieldPath", "metadata.annotations['" + CONFIG + "']"));
    }

    private Map<String, Object> container() {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "toxiproxy");
        container.put("image", image);
        container.put("imagePullPolicy", "IfNotPresent");
        container.put("args", List.of("-host=", "-port=" + ports.api(), "-config=" + FOLDER + "/" + FILE));
        container.put("ports", ports.ways().stream().map(DetourParts::written).toList());
        container.put("volumeMounts", List.of(Map.of("name", "proxies", "mountPath", FOLDER, "readOnly", true)));
        container.put(
                "readinessProbe",
                Map.of("httpGet", Map.of("path", "/version", "port", ports.api()), "periodSeconds", 1));
        container.put(
                "securityContext",
                Map.of(
                        "allowPrivilegeEscalation", false,
                        "readOnlyRootFilesystem", true,
                        "capabilities", Map.of("drop", List.of("ALL"))));
        container.put("resources", Map.of("requests", Map.of("cpu", "50m", "memory", "32Mi")));
        return container;
    }

    private static Map<String, Object> written(CarriedPorts.Way way) {
        return way.name().isEmpty()
                ? Map.of("containerPort", way.listen())
                : Map.of("containerPort", way.listen(), "name", way.name());
    }

    private GenericKubernetesResource object(String api, String kind, Thing thing, Map<String, Object> spec) {
        Map<String, Object> meta = Map.of(
                "name", thing.name(),
                "namespace", thing.namespace(),
                "labels", detour.labels(),
                "annotations", Map.of(Detour.OF, detour.service().name()));
        return JSON.convertValue(
                Map.of("apiVersion", api, "kind", kind, "metadata", meta, "spec", spec),
                GenericKubernetesResource.class);
    }
}
