package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a pod is that does not serve, and why, in the cluster's own words. */
final class PodState {

    private PodState() {}

    static String of(Pod pod) {
        PodStatus status = pod.getStatus();
        List<String> why = Stream.of(
                        Stream.of(words(status.getReason(), status.getMessage())),
                        Lists.of(status.getContainerStatuses()).stream().map(PodState::of),
                        unscheduled(status))
                .flatMap(each -> each)
                .flatMap(Optional::stream)
                .toList();
        return "pod " + pod.getMetadata().getName() + " is " + status.getPhase()
                + (why.isEmpty() ? "" : ", " + String.join(", ", why));
    }

    /** Why a container does not run. */
    private static Optional<String> of(ContainerStatus container) {
        ContainerState state = container.getState();
        if (state == null) {
            return Optional.empty();
        }
        if (state.getWaiting() != null) {
            return words(state.getWaiting().getReason(), state.getWaiting().getMessage());
        }
        if (state.getRunning() != null && !Boolean.TRUE.equals(container.getReady())) {
            return Optional.of("not ready");
        }
        return Optional.ofNullable(state.getTerminated()).flatMap(ended -> words(ended.getReason(), ended.getMessage())
                .map(words -> words + " (exit code " + ended.getExitCode() + ")"));
    }

    /** What the scheduler says. */
    private static Stream<Optional<String>> unscheduled(PodStatus status) {
        return Lists.of(status.getConditions()).stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(condition -> words(condition.getReason(), condition.getMessage()));
    }

    private static Optional<String> words(@Nullable String reason, @Nullable String message) {
        String words = Stream.of(reason, message)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(": "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }
}
