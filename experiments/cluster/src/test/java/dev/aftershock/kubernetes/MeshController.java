package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Plays Chaos Mesh's controllers for the NetworkChaos of one namespace, and injects nothing. As with the real ones,
 * {@code controllers/common} of chaos-mesh/chaos-mesh, the finalizer comes first, then the records of what was chosen and the
 * conditions; when the object is deleted the records are taken back, and then the finalizer.
 */
final class MeshController extends PlayedController {

    /** What is wrong with it. */
    enum Defect {
        NONE,
        FINDS_NO_PODS,
        NEVER_RECOVERS
    }

    private final Defect defect;

    MeshController(KubernetesClient admin, String namespace, Defect defect) {
        super(admin, namespace, Thing.Sort.NETWORKCHAOS, "chaos-mesh/records");
        this.defect = defect;
        start();
    }

    @Override
    Map<String, Object> first() {
        return Map.of();
    }

    @Override
    void go(GenericKubernetesResource object) {
        if (defect == Defect.FINDS_NO_PODS) {
            patch(object, status("False", "False", List.of()));
        } else if (MeshState.of(object).injected().isEmpty()) {
            inject(object);
            patch(object, status("True", "False", records("Injected")));
        }
    }

    @Override
    void recover(GenericKubernetesResource object) {
        if (defect == Defect.NEVER_RECOVERS) {
            return;
        }
        if (MeshState.of(object).injected().isPresent()) {
            patch(object, status("False", "True", records("Not Injected")));
            takeBack(object);
        } else {
            letGo(object);
        }
    }

    private static List<Map<String, Object>> records(String phase) {
        return Stream.of("shop/orders-1", "shop/orders-2")
                .map(id -> Map.<String, Object>of(
                        "id", id, "selectorKey", ".", "phase", phase, "injectedCount", 1, "recoveredCount", 0))
                .toList();
    }

    private static Map<String, Object> status(
            String allInjected, String allRecovered, List<Map<String, Object>> records) {
        String selected = records.isEmpty() ? "False" : "True";
        return Map.of(
                "status",
                Map.of(
                        "conditions",
                        List.of(
                                Map.of("type", "Selected", "status", selected),
                                Map.of("type", "AllInjected", "status", allInjected),
                                Map.of("type", "AllRecovered", "status", allRecovered),
                                Map.of("type", "Paused", "status", "False")),
                        "experiment",
                        Map.of("desiredPhase", "Run", "containerRecords", records)));
    }
}
