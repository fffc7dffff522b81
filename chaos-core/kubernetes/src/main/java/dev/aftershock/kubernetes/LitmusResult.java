package dev.aftershock.kubernetes;

import dev.aftershock.parts.Unprintable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The ChaosResult in which an experiment of Litmus's writes how far it is, and which outlives the ChaosEngine.
 *
 * <p>While it acts, each pod is an annotation, {@code pod/orders-1: injected}, or {@code reverted}. When it ends, or is stopped, they
 * become the targets of its history.
 */
record LitmusResult(GenericKubernetesResource object) {

    /** The label in which Litmus writes the uid of the engine. */
    static final String ENGINE_UID = "chaosUID";

    private static final String INJECTED = "injected";
    private static final Set<String> SAID = Set.of("targeted", INJECTED, "reverted");
    private static final int MOST_LETTERS = 200;

    /** That of an engine; nothing while there is none. */
    static Optional<LitmusResult> of(Cluster cluster, Thing engine) throws IOException {
        return Things.labelled(cluster, Thing.Sort.CHAOSRESULT, engine.namespace(), ENGINE_UID).stream()
                .filter(result -> engine.name().equals(result.get("spec", "engine")))
                .findFirst()
                .map(LitmusResult::new);
    }

    /** Whether the very engine wrote it, and no namesake before. */
    boolean isOf(GenericKubernetesResource engine) {
        return engine.getMetadata()
                .getUid()
                .equals(Lists.of(object.getMetadata().getLabels()).get(ENGINE_UID));
    }

    String phase() {
        return said("phase");
    }

    String verdict() {
        return said("verdict");
    }

    private String said(String key) {
        return text(object.get("status", "experimentStatus", key));
    }

    /** The pods in which it acts, as far as it says. */
    List<String> injected() {
        Map<String, String> pods = new TreeMap<>();
        if (object.get("status", "history", "targets") instanceof List<?> targets) {
            for (Object each : targets) {
                if (each instanceof Map<?, ?> target) {
                    pods.put(text(target.get("name")), text(target.get("chaosStatus")));
                }
            }
        }
        Lists.of(object.getMetadata().getAnnotations()).forEach((key, value) -> {
            if (SAID.contains(value.toLowerCase(Locale.ROOT))) {
                pods.put(key.substring(key.indexOf('/') + 1), value);
            }
        });
        return pods.entrySet().stream()
                .filter(pod -> pod.getValue().equalsIgnoreCase(INJECTED))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Why it failed, which each release of Litmus writes elsewhere. */
    Optional<String> failure() {
        return Stream.of(
                        object.get("status", "experimentStatus", "errorOutput", "reason"),
                        object.get("status", "experimentStatus", "failureOutput", "failedStep"),
                        object.get("status", "experimentStatus", "failStep"))
                .map(LitmusResult::text)
                .filter(text -> !text.isBlank() && !text.equals("N/A"))
                .findFirst();
    }

    /** Somebody else's words, fit for a message. */
    static String text(Object value) {
        String text = value == null
                ? ""
                : String.valueOf(value)
                        .replaceAll("[" + Unprintable.CHARACTERS + "]+", " ")
                        .strip();
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "...";
    }
}
