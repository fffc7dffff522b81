package dev.aftershock.kubernetes;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps an object of Chaos Mesh's, whose controller may do anything to all pods, to those that a fault may touch. */
final class MeshReach {

    private static final String SELECTOR = "selector";
    private static final String NAMESPACES = "namespaces";
    private static final String DURATION = "duration";
    private static final String LONGEST = ChaosFaults.LONGEST.toMinutes() + "m";

    private static final Set<String> ONCE = Set.of("pod-kill", "container-kill");
    private static final String EXPRESSIONS = "expressionSelectors";
    private static final Map<String, Object> UNPROTECTED =
            Map.of("key", Safe.PROTECT, "operator", "NotIn", "values", List.of("true"));

    private final ChaosObject object;
    private final String namespace;
    private final Place place;
    private final Problems problems = new Problems();

    private MeshReach(ChaosObject object, String namespace) {
        this.object = object;
        this.namespace = namespace;
        this.place = object.place();
    }

    /**
     * What the object asks for, of no other pods than those of a namespace that are not protected.
     *
     * @throws dev.aftershock.parts.InvalidInputException with everything by which it would reach others
     */
    static Map<String, Object> kept(ChaosObject object, String namespace) {
        MeshReach reach = new MeshReach(object, namespace);
        Map<String, Object> kept = reach.spec();
        reach.problems.throwIfAny();
        return kept;
    }

    private Map<String, Object> spec() {
        object.namespace().ifPresent(named -> refuseOther("metadata.namespace", named));
        Map<String, Object> spec = ChaosObject.copy(object.spec());
        if (spec.containsKey("remoteCluster")) {
            problems.add(place, "'spec.remoteCluster' leads to another cluster", "a target of that cluster");
        }
        Object action = spec.get("action");
        if (object.kind().equals("PodChaos") && ONCE.contains(String.valueOf(action))) {
            problems.add(
                    place,
                    "nothing makes good for '" + action + "' where nobody makes another",
                    "'pod-failure', or the fault 'pod-delete', which refuses such pods");
        }
        if (spec.containsKey(DURATION)) {
            problems.add(
                    place,
                    "'spec.duration' would end the fault while the run takes it for acting",
                    "'for' beside 'inject', or a step 'heal'");
        }
        // Chaos Mesh ends it by itself when nobody else is left who could.
        spec.put(DURATION, LONGEST);
        ChaosObject.mapping(spec, "tls")
                .map(tls -> tls.get("secretNamespace"))
                .ifPresent(named -> refuseOther("spec.tls.secretNamespace", named));
        narrow(spec, "spec");
        // Of HTTPChaos it is a word.
        ChaosObject.mapping(spec, "target").ifPresent(target -> {
            Map<String, Object> narrowed = ChaosObject.copy(target);
            narrow(narrowed, "spec.target");
            spec.put("target", narrowed);
        });
        return spec;
    }

    private void narrow(Map<String, Object> outer, String where) {
        Map<String, Object> selector =
                ChaosObject.mapping(outer, SELECTOR).map(ChaosObject::copy).orElse(Map.of());
        if (selector.isEmpty()) {
            problems.add(
                    place,
                    "'" + where + ".selector' chooses nothing, which would be every pod",
                    "such as {labelSelectors: {app: orders}}");
            return;
        }
        String name = where + "." + SELECTOR + ".";
        all(selector.get(NAMESPACES)).forEach(named -> refuseOther(name + NAMESPACES, named));
        if (selector.containsKey("pods")) {
            problems.add(
                    place,
                    "'" + name + "pods' goes past all other selectors, and so past what is protected",
                    "'labelSelectors'; a pod of a StatefulSet has the label statefulset.kubernetes.io/pod-name");
        }
        List<Object> expressions = new ArrayList<>(all(selector.get(EXPRESSIONS)));
        expressions.add(UNPROTECTED);
        selector.put(EXPRESSIONS, expressions);
        // By itself it would be this one too, but only where Chaos Mesh's own admission is at work.
        selector.put(NAMESPACES, List.of(namespace));
        outer.put(SELECTOR, selector);
    }

    /** A list; whatever else it is, the API refuses when the word stands for a list there. */
    private static List<?> all(Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    private void refuseOther(String where, Object named) {
        object.refuseOther(problems, where, named, namespace);
    }
}
