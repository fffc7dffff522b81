package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Whether a change of a workload's pod template leads to new pods. */
final class Rollouts {

    /** Old pods may take their whole grace, of half a minute as a rule, to make room for new ones. */
    static final Duration PODS_WITHIN = Duration.ofSeconds(60);

    private Rollouts() {}

    /**
     * Refuses a workload of which a fault would not be seen.
     *
     * @throws InvalidInputException when it has no pods, or replaces none by itself
     */
    static void refuseNone(Scene scene, Thing thing, GenericKubernetesResource workload) throws IOException {
        if (Pods.selected(scene.cluster(), scene.namespace(), Workloads.selector(workload))
                .isEmpty()) {
            throw InvalidInputException.of(
                    thing + " has no pods, so that the fault would replace none", "a workload that runs pods");
        }
        why(workload).ifPresent(why -> {
            throw InvalidInputException.of(
                    thing + " would go on with the pods that it has: " + why,
                    "a workload that replaces its pods when their template changes");
        });
    }

    private static Optional<String> why(GenericKubernetesResource workload) {
        if (Boolean.TRUE.equals(workload.get("spec", "paused"))) {
            return Optional.of("its rollouts are paused");
        }
        if ("OnDelete".equals(workload.get("spec", "updateStrategy", "type"))) {
            return Optional.of("its updateStrategy is OnDelete");
        }
        return workload.get("spec", "updateStrategy", "rollingUpdate", "partition") instanceof Number partition
                        && partition.intValue() >= Workloads.wanted(workload)
                ? Optional.of("its partition " + partition + " keeps all of them")
                : Optional.empty();
    }
}
