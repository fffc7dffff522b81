package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the fault {@code config-change}: an entry of a ConfigMap is another one, or is not there.
 *
 * @param target the namespace
 * @param configMap the ConfigMap
 * @param key the entry
 * @param value its text during the fault; empty when the entry is taken away
 */
public record ConfigChange(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("The name of the ConfigMap.") String configMap,

        @Setting("Which of its entries; one that is not there is made.")
        String key,

        @Setting("The text of the entry during the fault; without one the entry is taken away.")
        Optional<String> value) {

    /** Checks the names. */
    public ConfigChange {
        Thing.refuseNoName("config-map", configMap);
        if (!key.matches("[-._a-zA-Z0-9]{1,253}")) {
            throw new IllegalArgumentException(
                    "'key' is '" + key + "'; expected letters, digits, hyphens, dots and underscores");
        }
    }

    /**
     * Makes {@code config-change} faults. Thread-safe.
     *
     * <p>Secrets are not changed: how they were would have to be written where more people may read.
     */
    public static final class Provider extends ChangeProvider<ConfigChange> {

        /** Half of what the annotations of an object may take together. */
        private static final int MOST_LETTERS = 128 * 1024;

        @Override
        public String kind() {
            return "config-change";
        }

        @Override
        public String summary() {
            return "Changes an entry of a ConfigMap, or takes it away.";
        }

        @Override
        public Class<ConfigChange> settings() {
            return ConfigChange.class;
        }

        @Override
        public FaultPlan plan(ConfigChange settings, List<TargetInfo> resolved) {
            String entry = "the entry '" + settings.key() + "' of the config map " + settings.configMap();
            return new FaultPlan(
                    settings.value().isPresent() ? "set " + entry : "take away " + entry,
                    "set it back to what it was",
                    true);
        }

        @Override
        Extent extent() {
            return new Extent(Set.of(Thing.Sort.CONFIGMAP), "data");
        }

        @Override
        public String cluster(ConfigChange settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(ConfigChange settings) {
            return List.of(
                    ClusterRight.SEE_NAMESPACE,
                    Thing.Sort.CONFIGMAP.to("list"),
                    Thing.Sort.CONFIGMAP.to("get").named(settings.configMap()),
                    Thing.Sort.CONFIGMAP.to("patch").named(settings.configMap()));
        }

        @Override
        List<Change> changes(ConfigChange settings, Scene scene) throws IOException {
            Thing thing = new Thing(Thing.Sort.CONFIGMAP, scene.namespace(), settings.configMap());
            GenericKubernetesResource map = read(scene.cluster(), thing);
            refuseUnchangeable(settings, thing, map);
            String before = entry(map, settings.key());
            String during = settings.value().orElse(null);
            if (Objects.equals(before, during)) {
                throw InvalidInputException.of(
                        thing + (before == null ? " has no entry '" : " has that text already in the entry '")
                                + settings.key() + "', so that the fault would change nothing",
                        "another 'key' or 'value'");
            }
            return List.of(new Change(
                    thing,
                    map.getMetadata().getUid(),
                    Collections.singletonMap(settings.key(), during),
                    Collections.singletonMap(settings.key(), before)));
        }

        private static void refuseUnchangeable(ConfigChange settings, Thing thing, GenericKubernetesResource map) {
            if (Boolean.TRUE.equals(map.get("immutable"))) {
                throw InvalidInputException.of(thing + " is immutable", "one that is not");
            }
            if (map.get("binaryData", settings.key()) != null) {
                throw InvalidInputException.of(
                        "the entry '" + settings.key() + "' of " + thing + " is binary", "one that is a text");
            }
            String before = entry(map, settings.key());
            if (before != null && before.length() > MOST_LETTERS) {
                throw InvalidInputException.of(
                        "the entry '" + settings.key() + "' of " + thing + " has " + before.length()
                                + " letters, which an annotation cannot hold until it is restored",
                        "one with at most " + MOST_LETTERS);
            }
        }

        /** Null when there is none. */
        private static String entry(GenericKubernetesResource map, String key) {
            return map.get("data", key);
        }

        /** What somebody else wrote into the entry meanwhile stays: only the mark goes. */
        @Override
        Optional<Map<String, Object>> restored(GenericKubernetesResource now, Optional<Map<String, Object>> during) {
            return during.filter(set -> set.entrySet().stream()
                            .anyMatch(each -> !Objects.equals(each.getValue(), entry(now, each.getKey()))))
                    .map(set -> Map.of());
        }

        @Override
        Optional<Map<String, Object>> trusted(String undo, GenericKubernetesResource object) {
            return Change.entry(undo);
        }

        @Override
        Optional<String> effect(ConfigChange settings, Scene scene, GenericKubernetesResource changed) {
            return Objects.equals(
                            entry(changed, settings.key()), settings.value().orElse(null))
                    ? Optional.of("the config map " + settings.configMap()
                            + (settings.value().isPresent() ? " has another entry '" : " has no entry '")
                            + settings.key() + "'; when pods read it is theirs to decide")
                    : Optional.empty();
        }
    }
}
