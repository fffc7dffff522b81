package dev.aftershock.kubernetes;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A ChaosEngine of Litmus's, as a file holds it: one experiment, for the pods of one label.
 *
 * @param experiment its name, which is that of the ChaosExperiment too
 * @param label {@code key=value}
 * @param spec what it asks for, but for where
 */
record LitmusEngine(ChaosObject object, String experiment, String label, Map<String, Object> spec) {

    private static final List<String> KEYS = List.of(
            "annotationCheck",
            "appinfo",
            "chaosServiceAccount",
            "components",
            "defaultHealthCheck",
            "engineState",
            "experiments",
            "jobCleanUpPolicy");

    private static final String APPINFO = "appinfo";
    private static final String EXPERIMENTS = "experiments";
    private static final String ONE = "spec.experiments[0]";
    private static final Set<String> WORKLOADS =
            Set.of("deployment", "statefulset", "daemonset", "deploymentconfig", "rollout");

    /**
     * Reads one.
     *
     * @throws dev.aftershock.parts.InvalidInputException with everything that is wrong with it, or would reach further than pods
     *     of that label
     */
    static LitmusEngine read(String file) {
        ChaosObject object = ChaosObject.read(ChaosTool.LITMUS, file);
        Reader reader = new Reader(object, object.place(), new Problems());
        LitmusEngine engine = reader.engine();
        reader.problems.throwIfAny();
        return engine;
    }

    /**
     * What is asked for, of no other namespace.
     *
     * @throws dev.aftershock.parts.InvalidInputException when it names another one
     */
    ChaosObject kept(String namespace) {
        Problems problems = new Problems();
        Map<String, Object> appinfo =
                ChaosObject.copy(ChaosObject.mapping(spec, APPINFO).orElseThrow());
        object.namespace().ifPresent(named -> object.refuseOther(problems, "metadata.namespace", named, namespace));
        if (!blank(appinfo.get("appns"))) {
            object.refuseOther(problems, "spec.appinfo.appns", appinfo.get("appns"), namespace);
        }
        problems.throwIfAny();
        appinfo.put("appns", namespace);
        Map<String, Object> kept = new LinkedHashMap<>(spec);
        kept.put(APPINFO, appinfo);
        return object.with(kept);
    }

    private static boolean blank(Object value) {
        return value == null || value instanceof String text && text.isBlank();
    }

    private record Reader(ChaosObject object, Place place, Problems problems) {

        LitmusEngine engine() {
            Map<String, Object> spec = ChaosObject.copy(object.spec());
            if (spec.remove("selectors") != null) {
                problems.add(
                        place,
                        "'spec.selectors' goes past 'spec.appinfo', and so past what is protected",
                        "'spec.appinfo.applabel'");
            }
            ChaosObject.refuseUnknown(problems, place, "key of 'spec'", spec.keySet(), KEYS);
            only(spec, "engineState", "active");
            only(spec, "jobCleanUpPolicy", "delete");
            if (!(spec.get("chaosServiceAccount") instanceof String account) || !Thing.isName(account)) {
                problems.add(
                        place,
                        "'spec.chaosServiceAccount' is '" + spec.get("chaosServiceAccount") + "'",
                        "the name of the ServiceAccount that the experiment's pods run as");
            }
            spec.put("terminationGracePeriodSeconds", LitmusExperiments.GRACE_SECONDS);
            Optional<String> label = label(spec);
            Map<String, Object> experiment = experiment(spec);
            spec.put(EXPERIMENTS, List.of(experiment));
            return new LitmusEngine(object, String.valueOf(experiment.get("name")), label.orElse(""), spec);
        }

        private void only(Map<String, Object> spec, String key, String value) {
            Object found = spec.put(key, value);
            if (found != null && !value.equals(found)) {
                problems.add(place, "'spec." + key + "' is '" + found + "'", "'" + value + "', or none");
            }
        }

        /** Its text becomes part of one that names namespaces too, and of several labels Litmus takes pods with any of them. */
        private Optional<String> label(Map<String, Object> spec) {
            Map<String, Object> appinfo = inner(spec, APPINFO, "spec.");
            ChaosObject.refuseUnknown(
                    problems,
                    place,
                    "key of 'spec.appinfo'",
                    appinfo.keySet(),
                    List.of("appkind", "applabel", "appns"));
            if (blank(appinfo.get("appkind"))) {
                appinfo.remove("appkind");
            } else if (!WORKLOADS.contains(appinfo.get("appkind"))) {
                problems.add(
                        place,
                        "'spec.appinfo.appkind' is '" + appinfo.get("appkind") + "'",
                        "deployment, statefulset, daemonset, deploymentconfig, rollout or none");
            }
            Optional<String> label = Labels.one(String.valueOf(appinfo.get("applabel")));
            if (label.isEmpty()) {
                problems.add(
                        place,
                        "'spec.appinfo.applabel' is '" + appinfo.get("applabel") + "'",
                        "one label of the pods, such as app=orders");
            }
            label.ifPresent(text -> appinfo.put("applabel", text));
            spec.put(APPINFO, appinfo);
            return label;
        }

        private Map<String, Object> experiment(Map<String, Object> spec) {
            List<?> all = spec.get(EXPERIMENTS) instanceof List<?> several ? several : List.of();
            if (all.size() != 1 || !(all.get(0) instanceof Map<?, ?> only)) {
                problems.add(
                        place,
                        all.size() == 1
                                ? "'" + ONE + "' is '" + all.get(0) + "'"
                                : "'spec.experiments' holds " + all.size() + " experiments",
                        "one, with its name: more of them are more faults, each with a file of its own");
                return Map.of();
            }
            Map<String, Object> experiment = ChaosObject.copy(only);
            ChaosObject.refuseUnknown(
                    problems, place, "key of '" + ONE + "'", experiment.keySet(), List.of("name", "spec"));
            refuseUnfit(String.valueOf(experiment.get("name")));
            experiment.put("spec", tuned(experiment));
            return experiment;
        }

        private void refuseUnfit(String name) {
            if (LitmusExperiments.KNOWN.contains(name)) {
                return;
            }
            Optional<String> ours = LitmusExperiments.ours(name).map(fault -> "the fault '" + fault + "'");
            if (ours.isEmpty() && !LitmusExperiments.ofNodes(name)) {
                problems.addUnknown(place, "experiment", name, LitmusExperiments.KNOWN);
                return;
            }
            problems.add(
                    place,
                    "'" + ONE + ".name' is '" + name + "', "
                            + (LitmusExperiments.ofNodes(name)
                                    ? "which hits a whole node, whatever runs there"
                                    : "of which Litmus does not say while it acts that it does, and in which pods"),
                    ours.orElse("an experiment that acts in pods"));
        }

        private Map<String, Object> inner(Map<String, Object> outer, String key, String where) {
            Optional<Map<?, ?>> inner = ChaosObject.mapping(outer, key);
            if (inner.isEmpty() && outer.get(key) != null) {
                problems.add(place, "'" + where + key + "' is '" + outer.get(key) + "'", "a mapping");
            }
            return inner.map(ChaosObject::copy).orElseGet(LinkedHashMap::new);
        }

        private Map<String, Object> tuned(Map<String, Object> experiment) {
            Map<String, Object> spec = inner(experiment, "spec", ONE + ".");
            if (spec.remove("probe") != null) {
                problems.add(
                        place,
                        "'" + ONE + ".spec.probe' may do anything to anything, and end the experiment",
                        "'probes' of your own experiment");
            }
            ChaosObject.refuseUnknown(
                    problems, place, "key of '" + ONE + ".spec'", spec.keySet(), List.of("components", "rank"));
            Map<String, Object> components = inner(spec, "components", ONE + ".spec.");
            components.put(
                    "env",
                    environment(Optional.ofNullable(components.get("env")).orElse(List.of())));
            spec.put("components", components);
            return spec;
        }

        private List<Map<String, String>> environment(Object read) {
            List<Map<String, String>> kept = new ArrayList<>();
            for (Object each : read instanceof List<?> list ? list : List.of(String.valueOf(read))) {
                Map<String, Object> entry = each instanceof Map<?, ?> map ? ChaosObject.copy(map) : Map.of();
                String name = String.valueOf(entry.get("name"));
                if (entry.size() != 2 || !(entry.get("value") instanceof String value)) {
                    problems.add(
                            place,
                            "'" + each + "' of '" + ONE + ".spec.components.env' is no variable",
                            "a name, and a value in quotes");
                } else if (LitmusExperiments.OURS_TO_SET.containsKey(name)) {
                    refuseOurs(name, value);
                } else {
                    ChaosObject.refuseUnknown(problems, place, "variable", List.of(name), LitmusExperiments.TUNABLES);
                    kept.add(Map.of("name", name, "value", value));
                }
            }
            LitmusExperiments.OURS_TO_SET.forEach((name, value) -> kept.add(Map.of("name", name, "value", value)));
            return kept;
        }

        private void refuseOurs(String name, String value) {
            if (value.isBlank() || value.equals(LitmusExperiments.OURS_TO_SET.get(name))) {
                return;
            }
            if (name.equals(LitmusExperiments.DURATION)) {
                problems.add(
                        place,
                        "'" + name + "' would end the fault while the run takes it for acting",
                        "'for' beside 'inject', or a step 'heal'");
            } else {
                problems.add(
                        place,
                        "'" + name + "' is '" + value
                                + "', by which the experiment would act in other pods, or otherwise than the run says",
                        "none: it is for the fault to set");
            }
        }
    }
}
