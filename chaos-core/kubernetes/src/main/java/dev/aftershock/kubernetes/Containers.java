package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The containers of pods, and of the templates of workloads. */
final class Containers {

    /** An image that is nowhere: no name under {@code invalid} is ever anybody's (RFC 2606). */
    static final String NOWHERE = "aftershock.invalid/none:0";

    private static final String TEMPLATE = "template";
    private static final String SPEC = "spec";
    private static final String CONTAINERS = "containers";

    private Containers() {}

    /** One by its name, and what it runs. */
    record Container(String name, String image) {

        /** The part of a workload's {@code spec} that sets it: a strategic merge finds a container by its name. */
        Map<String, Object> inSpec() {
            return Map.of(TEMPLATE, Map.of(SPEC, Map.of(CONTAINERS, List.of(Map.of("name", name, "image", image)))));
        }
    }

    /** The one that a part of a {@code spec} sets; nothing when it sets none, or several. */
    static Optional<Container> inSpec(Map<String, Object> spec) {
        return spec.get(TEMPLATE) instanceof Map<?, ?> template
                        && template.get(SPEC) instanceof Map<?, ?> pod
                        && pod.get(CONTAINERS) instanceof List<?> list
                        && list.size() == 1
                ? read(list.get(0))
                : Optional.empty();
    }

    private static Optional<Container> read(Object container) {
        return container instanceof Map<?, ?> fields
                        && fields.get("name") instanceof String name
                        && fields.get("image") instanceof String image
                ? Optional.of(new Container(name, image))
                : Optional.empty();
    }

    /** Those of a workload's template. */
    static List<Container> of(GenericKubernetesResource workload) {
        return workload.get(SPEC, TEMPLATE, SPEC, CONTAINERS) instanceof List<?> list
                ? list.stream().flatMap(each -> read(each).stream()).toList()
                : List.of();
    }

    /** Those of a pod. */
    static List<Container> of(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(each -> new Container(each.getName(), String.valueOf(each.getImage())))
                .toList();
    }

    /** How one of a pod is, in words. */
    static String state(Pod pod, Container container) {
        return waits(pod, status -> status.getName().equals(container.name()))
                .findFirst()
                .map(why -> "waits: " + why)
                .orElse(Pods.ready(pod) ? "is ready" : "is not ready");
    }

    /** What those of a pod wait for that do not run yet, as the cluster calls it. */
    static Stream<String> waits(Pod pod) {
        return waits(pod, status -> true);
    }

    private static Stream<String> waits(Pod pod, Predicate<ContainerStatus> which) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(which)
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(state -> String.valueOf(state.getWaiting().getReason()));
    }
}
