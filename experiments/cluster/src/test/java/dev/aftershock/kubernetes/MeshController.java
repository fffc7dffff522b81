package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Plays Chaos Mesh's controllers for the NetworkChaos of one namespace, and injects nothing. As with the real ones,
 * {@code controllers/common} of chaos-mesh/chaos-mesh, the finalizer comes first, then the records of what was chosen and the
 * conditions; when the object is deleted the records are taken back, and then the finalizer.
 */
final class MeshController implements AutoCloseable {

    /** What is wrong with it. */
    enum Defect {
        NONE,
        FINDS_NO_PODS,
        NEVER_RECOVERS
    }

    private static final String FINALIZER = "chaos-mesh/records";
    private static final long PAUSE_MILLIS = 20;
    private static final long SECONDS_TO_END = 10;

    private final NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            all;
    private final Defect defect;
    private final Set<String> injected = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    MeshController(KubernetesClient admin, String namespace, Defect defect) {
        this.all = admin.genericKubernetesResources(Thing.Sort.NETWORKCHAOS.definition())
                .inNamespace(namespace);
        this.defect = defect;
        looks.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            objects().forEach(this::advance);
        } catch (KubernetesClientException e) {
            // It is gone, or its schema is: the next look sees what is there.
        }
    }

    List<GenericKubernetesResource> objects() {
        return all.list().getItems();
    }

    /** How many objects it made true. */
    int injected() {
        return injected.size();
    }

    private void advance(GenericKubernetesResource object) {
        String uid = object.getMetadata().getUid();
        boolean held = object.getMetadata().getFinalizers().contains(FINALIZER);
        if (object.isMarkedForDeletion()) {
            recover(object, uid);
        } else if (!held) {
            patch(object, Map.of("metadata", Map.of("finalizers", List.of(FINALIZER))));
        } else if (defect == Defect.FINDS_NO_PODS) {
            patch(object, status("False", "False", List.of()));
        } else if (!ChaosState.of(object).injected()) {
            injected.add(uid);
            patch(object, status("True", "False", records("Injected")));
        }
    }

    private void recover(GenericKubernetesResource object, String uid) {
        if (defect == Defect.NEVER_RECOVERS) {
            return;
        }
        if (ChaosState.of(object).injected()) {
            patch(object, status("False", "True", records("Not Injected")));
            injected.remove(uid);
        } else {
            patch(object, Map.of("metadata", Map.of("finalizers", List.of())));
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

    private void patch(GenericKubernetesResource object, Map<String, Object> patch) {
        all.withName(object.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
    }

    /** Lets go of what it holds. */
    @Override
    public void close() {
        looks.shutdownNow();
        try {
            looks.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        objects().forEach(object -> {
            patch(object, Map.of("metadata", Map.of("finalizers", List.of())));
            all.withName(object.getMetadata().getName()).delete();
        });
    }
}
