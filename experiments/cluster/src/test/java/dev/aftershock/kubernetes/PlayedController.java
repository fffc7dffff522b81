package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Plays the controller of one sort of objects in one namespace: again and again it takes each of them one step further. */
abstract class PlayedController implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;
    private static final long SECONDS_TO_END = 10;

    private final NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            all;
    private final String finalizer;
    private final Set<String> injected = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    PlayedController(KubernetesClient admin, String namespace, Thing.Sort sort, String finalizer) {
        this.all = admin.genericKubernetesResources(sort.definition()).inNamespace(namespace);
        this.finalizer = finalizer;
    }

    /** Begins, once it is whole. */
    void start() {
        looks.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            objects().forEach(this::advance);
        } catch (RuntimeException e) {
            // It is gone, or its schema is, or half of it was written: the next look sees what is there.
        }
    }

    private void advance(GenericKubernetesResource object) {
        if (object.isMarkedForDeletion()) {
            recover(object);
        } else if (object.getMetadata().getFinalizers().contains(finalizer)) {
            go(object);
        } else {
            Map<String, Object> patch = new HashMap<>(first());
            patch.put("metadata", Map.of("finalizers", List.of(finalizer)));
            patch(object, patch);
        }
    }

    /** What it writes beside its finalizer when it sees an object for the first time. */
    abstract Map<String, Object> first();

    /** One step further with an object that it holds. */
    abstract void go(GenericKubernetesResource object);

    /** One step further with an object that was deleted. */
    abstract void recover(GenericKubernetesResource object);

    List<GenericKubernetesResource> objects() {
        return all.list().getItems();
    }

    /** How many objects it made true. */
    int injected() {
        return injected.size();
    }

    void inject(GenericKubernetesResource object) {
        injected.add(object.getMetadata().getUid());
    }

    void takeBack(GenericKubernetesResource object) {
        injected.remove(object.getMetadata().getUid());
    }

    void letGo(GenericKubernetesResource object) {
        patch(object, Map.of("metadata", Map.of("finalizers", List.of())));
    }

    void patch(GenericKubernetesResource object, Map<String, Object> patch) {
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
            letGo(object);
            all.withName(object.getMetadata().getName()).delete();
        });
    }
}
