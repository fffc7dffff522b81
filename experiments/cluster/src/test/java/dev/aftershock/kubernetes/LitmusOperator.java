package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays Litmus's operator, its runner and its experiment for the ChaosEngines of one namespace, and injects nothing. As with the
 * real ones, chaos-operator, chaos-runner and litmus-go of litmuschaos, the finalizer and {@code initialized} come first, then the
 * one experiment in the engine's status, a ChaosResult with the engine's uid, and an annotation of it for each pod; when the engine
 * is deleted these become targets of the result's history, as {@code reverted}, and then the finalizer goes.
 */
final class LitmusOperator extends PlayedController {

    /** What is wrong with it, or with what it starts. */
    enum Defect {
        NONE,
        IS_NOT_THERE,
        MAY_START_NOTHING,
        FINDS_NO_RUNTIME,
        ENDS_AT_ONCE,
        NEVER_LETS_GO,
        NEVER_TAKES_BACK
    }

    private static final String INJECTED = "injected";

    private final KubernetesClient admin;
    private final String namespace;
    private final NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            results;
    private final Defect defect;
    private volatile boolean ended;

    LitmusOperator(KubernetesClient admin, String namespace, Defect defect) {
        super(admin, namespace, Thing.Sort.CHAOSENGINE, "chaosengine.litmuschaos.io/finalizer");
        this.admin = admin;
        this.namespace = namespace;
        this.results = admin.genericKubernetesResources(Thing.Sort.CHAOSRESULT.definition())
                .inNamespace(namespace);
        this.defect = defect;
        if (defect != Defect.IS_NOT_THERE) {
            start();
        }
    }

    @Override
    Map<String, Object> first() {
        return Map.of("status", Map.of("engineStatus", "initialized", "experiments", List.of()));
    }

    @Override
    void go(GenericKubernetesResource engine) {
        switch (experiment(engine)) {
            case "" -> {
                if (defect != Defect.MAY_START_NOTHING) {
                    say(engine, "Waiting for Job Creation", "N/A");
                }
            }
            case "Waiting for Job Creation" -> {
                writeResult(engine);
                say(engine, "Running", "Awaited");
            }
            default -> act(engine);
        }
    }

    private void act(GenericKubernetesResource engine) {
        GenericKubernetesResource result = result(engine);
        switch (defect) {
            case FINDS_NO_RUNTIME ->
                patchResult(
                        engine,
                        Map.of(
                                "status",
                                status(
                                        "Error",
                                        "Error",
                                        Map.of("errorOutput", Map.of("reason", "no container runtime")))));
            case ENDS_AT_ONCE -> end(engine);
            default -> {
                if (!ended && !new LitmusResult(result).injected().containsAll(pods(engine))) {
                    inject(engine);
                    annotate(engine, INJECTED);
                }
            }
        }
    }

    private void end(GenericKubernetesResource engine) {
        patchResult(engine, Map.of("status", status("Completed", "Pass", Map.of())));
        say(engine, "Completed", "Pass");
        patch(engine, Map.of("status", Map.of("engineStatus", "completed"), "spec", Map.of("engineState", "stop")));
    }

    /** As when the time of its experiment is over. */
    void end() {
        ended = true;
        objects().forEach(this::end);
    }

    @Override
    void recover(GenericKubernetesResource engine) {
        GenericKubernetesResource result = result(engine);
        if (defect == Defect.NEVER_LETS_GO) {
            return;
        }
        if (result != null && !"Stopped".equals(result.get("status", "experimentStatus", "phase"))) {
            stop(engine, result);
        }
        takeBack(engine);
        letGo(engine);
    }

    private void stop(GenericKubernetesResource engine, GenericKubernetesResource result) {
        String status = defect == Defect.NEVER_TAKES_BACK ? INJECTED : "reverted";
        List<Map<String, String>> targets = new ArrayList<>();
        new LitmusResult(result)
                .injected()
                .forEach(pod -> targets.add(Map.of("name", pod, "kind", "pod", "chaosStatus", status)));
        annotate(engine, null);
        patchResult(
                engine,
                Map.of(
                        "status",
                        status(
                                "Stopped",
                                "Stopped",
                                Map.of(),
                                Map.of("passedRuns", 0, "failedRuns", 0, "stoppedRuns", 1, "targets", targets))));
    }

    private static String experiment(GenericKubernetesResource engine) {
        return LitmusState.of(engine, Optional.empty()).experiment();
    }

    private void say(GenericKubernetesResource engine, String status, String verdict) {
        Map<String, Object> experiment = Map.of(
                "name",
                name(engine),
                "runner",
                engine.getMetadata().getName() + "-runner",
                "experimentPod",
                name(engine) + "-abcde",
                "status",
                status,
                "verdict",
                verdict);
        patch(engine, Map.of("status", Map.of("experiments", List.of(experiment))));
    }

    private static String name(GenericKubernetesResource engine) {
        return engine.get("spec", "experiments", 0, "name");
    }

    private static String resultName(GenericKubernetesResource engine) {
        return engine.getMetadata().getName() + "-" + name(engine);
    }

    GenericKubernetesResource result(GenericKubernetesResource engine) {
        return results.withName(resultName(engine)).get();
    }

    List<GenericKubernetesResource> results() {
        return results.list().getItems();
    }

    private void writeResult(GenericKubernetesResource engine) {
        GenericKubernetesResource result = new GenericKubernetesResource();
        result.setApiVersion(ChaosTool.LITMUS.api());
        result.setKind("ChaosResult");
        result.setMetadata(new ObjectMetaBuilder()
                .withName(resultName(engine))
                .addToLabels("chaosUID", engine.getMetadata().getUid())
                .build());
        result.setAdditionalProperty(
                "spec", Map.of("engine", engine.getMetadata().getName(), "experiment", name(engine)));
        result.setAdditionalProperty("status", status("Running", "Awaited", Map.of()));
        results.withName(resultName(engine)).delete();
        results.resource(result).create();
    }

    private static Map<String, Object> status(String phase, String verdict, Map<String, Object> more) {
        return status(
                phase, verdict, more, Map.of("passedRuns", 0, "failedRuns", 0, "stoppedRuns", 0, "targets", List.of()));
    }

    private static Map<String, Object> status(
            String phase, String verdict, Map<String, Object> more, Map<String, Object> history) {
        Map<String, Object> experiment = new HashMap<>(more);
        experiment.put("phase", phase);
        experiment.put("verdict", verdict);
        return Map.of("experimentStatus", experiment, "history", history);
    }

    private void annotate(GenericKubernetesResource engine, String status) {
        Map<String, Object> annotations = new HashMap<>();
        pods(engine).forEach(pod -> annotations.put("pod/" + pod, status));
        patchResult(engine, Map.of("metadata", Map.of("annotations", annotations)));
    }

    private void patchResult(GenericKubernetesResource engine, Map<String, Object> patch) {
        results.withName(resultName(engine)).patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
    }

    /** Those that the engine's own label chooses. */
    private List<String> pods(GenericKubernetesResource engine) {
        String[] label = engine.<String>get("spec", "appinfo", "applabel").split("=");
        return admin.pods().inNamespace(namespace).withLabel(label[0], label[1]).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    @Override
    public void close() {
        super.close();
        results.delete();
    }
}
