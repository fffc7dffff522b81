package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pods of a StatefulSet that never start and are of no use any more: it waits for each before it goes on, and so never takes
 * back what its template was, which Kubernetes calls a forced rollback.
 */
final class StuckPods {

    /** The StatefulSet's controller sees a new template within moments. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

    /** Why a container waits whose image does not come. */
    private static final Set<String> UNPULLED = Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName");

    private static final String REVISION = "controller-revision-hash";

    private StuckPods() {}

    /**
     * Those there are.
     *
     * @param during what the fault set; empty when only the marks tell of it
     */
    static List<Pod> find(Cluster cluster, Thing thing, Optional<Containers.Container> during) throws IOException {
        if (thing.sort() != Thing.Sort.STATEFULSET) {
            return List.of();
        }
        Optional<GenericKubernetesResource> now = Things.read(cluster, thing);
        return now.isPresent() ? find(cluster, now.get(), during) : List.of();
    }

    private static List<Pod> find(Cluster cluster, GenericKubernetesResource now, Optional<Containers.Container> during)
            throws IOException {
        String namespace = now.getMetadata().getNamespace();
        return Pods.selected(cluster, namespace, Workloads.selector(now)).stream()
                .filter(pod -> !Pods.ready(pod) && !Pods.leaves(pod))
                .filter(pod -> ofAnotherRevision(pod, now))
                .filter(pod -> during.map(Containers.of(pod)::contains).orElseGet(() -> leftover(pod)))
                .toList();
    }

    /** A pod may be of another revision on purpose, by a {@code partition}, and not ready for a reason of its own. */
    private static boolean leftover(Pod pod) {
        return !Safe.isProtected(pod)
                && (Containers.of(pod).stream().anyMatch(each -> each.image().equals(Containers.NOWHERE))
                        || Containers.waits(pod).anyMatch(UNPULLED::contains));
    }

    private static boolean ofAnotherRevision(Pod pod, GenericKubernetesResource now) {
        Object wanted = now.get("status", "updateRevision");
        String revision = Lists.of(pod.getMetadata().getLabels()).get(REVISION);
        return wanted != null && revision != null && !wanted.equals(revision);
    }

    /**
     * Deletes them, once the StatefulSet has seen its template: what it makes before that would be the same again.
     *
     * @throws IOException when it does not see it in time, or it is unknown whether they were deleted
     */
    static void delete(Cluster cluster, Thing thing, Optional<Containers.Container> during)
            throws IOException, InterruptedException {
        if (thing.sort() != Thing.Sort.STATEFULSET) {
            return;
        }
        new Patience(SEEN_WITHIN).ask(() -> unseen(cluster, thing));
        for (Pod pod : find(cluster, thing, during)) {
            OnePod stuck = OnePod.of(cluster, pod);
            Things.delete(cluster, stuck.thing(), stuck.uid());
        }
    }

    private static Optional<String> unseen(Cluster cluster, Thing thing) throws IOException {
        return Things.read(cluster, thing)
                .filter(now -> !(now.get("status", "observedGeneration") instanceof Number seen
                        && seen.longValue() >= now.getMetadata().getGeneration()))
                .map(now -> "the controller of " + thing + " has not seen its template yet");
    }
}
