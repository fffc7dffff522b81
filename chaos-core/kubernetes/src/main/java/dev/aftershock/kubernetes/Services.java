package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which pods Services find. */
final class Services {

    /** What a fault that looks at endpoints reads. */
    static final String SLICES = "endpointslices";

    private Services() {}

    /**
     * The labels by which a Service finds its pods.
     *
     * @throws InvalidInputException when it has none
     */
    static Map<String, Object> selector(Thing thing, GenericKubernetesResource service) {
        if (!(service.get("spec", "selector") instanceof Map<?, ?> selector) || selector.isEmpty()) {
            throw InvalidInputException.of(
                    thing + " has no selector: somebody else writes its endpoints", "a service that selects pods");
        }
        Map<String, Object> labels = new LinkedHashMap<>();
        selector.forEach((key, value) -> labels.put(key.toString(), value));
        return labels;
    }

    /** The endpoints of a Service that are ready, or do not say. */
    static List<Endpoint> ready(Cluster cluster, Thing service) throws IOException {
        return cluster
                .call("listing the endpoints of " + service.name(), client -> client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(service.namespace())
                        .withLabel("kubernetes.io/service-name", service.name())
                        .list())
                .getItems()
                .stream()
                .flatMap(slice -> Lists.of(slice.getEndpoints()).stream())
                .filter(endpoint -> endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()))
                .toList();
    }
}
