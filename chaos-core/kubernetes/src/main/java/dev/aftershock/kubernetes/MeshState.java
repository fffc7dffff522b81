package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far Chaos Mesh says that it is with an object.
 *
 * @param conditions such as {@code AllInjected}, each with its status
 * @param records one for each pod or container that it chose
 */
record MeshState(Map<String, String> conditions, List<Map<?, ?>> records) implements ChaosState {

    private static final String INJECTED = "Injected";

    static MeshState of(GenericKubernetesResource object) {
        Map<String, String> conditions = new TreeMap<>();
        mappings(object.get("status", "conditions"))
                .forEach(each -> conditions.put(String.valueOf(each.get("type")), String.valueOf(each.get("status"))));
        return new MeshState(conditions, mappings(object.get("status", "experiment", "containerRecords")));
    }

    private static List<Map<?, ?>> mappings(Object value) {
        List<Map<?, ?>> mappings = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> {
                if (each instanceof Map<?, ?> mapping) {
                    mappings.add(mapping);
                }
            });
        }
        return mappings;
    }

    /** Of nothing chosen everything is injected too. */
    @Override
    public Optional<String> injected() {
        return "True".equals(conditions.get("AllInjected")) && !records.isEmpty()
                ? Optional.of("all " + records.size() + " that it chose")
                : Optional.empty();
    }

    /** It tries again and again. */
    @Override
    public boolean over() {
        return false;
    }

    /** What it says, in one line. */
    @Override
    public String toString() {
        if (conditions.isEmpty()) {
            return "Chaos Mesh says nothing about it, as when its controllers do not run";
        }
        long there = records.stream()
                .filter(record -> INJECTED.equals(record.get("phase")))
                .count();
        String said = conditions.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
        return "Chaos Mesh says " + said + ", and of " + records.size() + " that it chose " + there + " are injected"
                + records.stream()
                        .flatMap(record -> mappings(record.get("events")).stream())
                        .<Object>map(event -> event.get("message"))
                        .filter(message -> message instanceof String text && !text.isBlank())
                        .reduce((first, last) -> last)
                        .map(message -> "; last: " + message)
                        .orElse("");
    }
}
