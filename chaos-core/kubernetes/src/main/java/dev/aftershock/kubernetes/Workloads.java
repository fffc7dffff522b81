package dev.aftershock.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Set;

/** Deployments and StatefulSets by their written names, and their numbers. */
final class Workloads {

    /** How they are written. */
    static final String EXAMPLES = "deployment/NAME or statefulset/NAME";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Thing.Sort> SORTS = Set.of(Thing.Sort.DEPLOYMENT, Thing.Sort.STATEFULSET);

    private Workloads() {}

    /**
     * Reads {@code deployment/NAME}.
     *
     * @throws IllegalArgumentException when the text means none
     */
    static Thing parse(String setting, String text, String namespace) {
        String[] parts = text.split("/", 2);
        Thing.refuseNoName(setting, parts[parts.length - 1]);
        return Thing.Sort.of(parts[0])
                .filter(SORTS::contains)
                .filter(sort -> parts.length == 2)
                .map(sort -> new Thing(sort, namespace, parts[1]))
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + setting + "' is '" + text + "'; expected " + EXAMPLES));
    }

    /** How many pods it is to have. */
    static int wanted(GenericKubernetesResource workload) {
        return workload.get("spec", "replicas") instanceof Number number ? number.intValue() : 1;
    }

    /** Which pods are its own. */
    static LabelSelector selector(GenericKubernetesResource workload) {
        return JSON.convertValue(workload.get("spec", "selector"), LabelSelector.class);
    }
}
