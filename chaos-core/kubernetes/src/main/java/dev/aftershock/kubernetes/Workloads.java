package dev.aftershock.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Workloads by their written names, and their numbers. */
final class Workloads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Thing.Sort> OF_A_NUMBER = EnumSet.of(Thing.Sort.DEPLOYMENT, Thing.Sort.STATEFULSET);
    private static final Set<Thing.Sort> ANY =
            EnumSet.of(Thing.Sort.DEPLOYMENT, Thing.Sort.STATEFULSET, Thing.Sort.DAEMONSET);

    private Workloads() {}

    /**
     * Reads {@code deployment/NAME} or {@code statefulset/NAME}.
     *
     * @throws IllegalArgumentException when the text means none
     */
    static Thing parse(String setting, String text, String namespace) {
        return parse(setting, text, namespace, OF_A_NUMBER);
    }

    /**
     * Reads those, or {@code daemonset/NAME}.
     *
     * @throws IllegalArgumentException when the text means none
     */
    static Thing parseAny(String setting, String text, String namespace) {
        return parse(setting, text, namespace, ANY);
    }

    private static Thing parse(String setting, String text, String namespace, Set<Thing.Sort> sorts) {
        String[] parts = text.split("/", 2);
        Thing.refuseNoName(setting, parts[parts.length - 1]);
        return Thing.Sort.of(parts[0])
                .filter(sorts::contains)
                .filter(sort -> parts.length == 2)
                .map(sort -> new Thing(sort, namespace, parts[1]))
                .orElseThrow(() -> new IllegalArgumentException("'" + setting + "' is '" + text + "'; expected "
                        + sorts.stream().map(sort -> sort.word() + "/NAME").collect(Collectors.joining(" or "))));
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
