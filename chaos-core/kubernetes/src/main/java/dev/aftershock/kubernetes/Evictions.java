package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the API to evict pods, which it refuses for as long as a disruption budget forbids it. */
final class Evictions {

    /** The part of a pod that evictions are written to. */
    static final String PART = "eviction";

    /** What is expected where a budget forbids. */
    static final String A_BUDGET_THAT_ALLOWS =
            "a PodDisruptionBudget that allows a disruption now: fewer pods that it needs, or more that are healthy";

    private static final int TOO_MANY_REQUESTS = 429;

    private Evictions() {}

    /**
     * Looks whether a pod could be evicted now; evicts nothing.
     *
     * @return why not, with the budget's name and numbers; empty when it could, or is gone
     * @throws IOException when the cluster does not answer
     */
    static Optional<String> rehearse(OnePod pod) throws IOException {
        return ask(pod, Map.of("dryRun", List.of("All"), "preconditions", Map.of("uid", pod.uid())));
    }

    /**
     * Evicts a pod, which ends within its own grace.
     *
     * @return why not, with the budget's name and numbers; empty when it was evicted, or is gone
     * @throws IOException when it is unknown whether it was evicted
     */
    static Optional<String> evict(OnePod pod) throws IOException {
        return ask(pod, Map.of("preconditions", Map.of("uid", pod.uid())));
    }

    private static Optional<String> ask(OnePod pod, Map<String, Object> options) throws IOException {
        Map<String, Object> eviction = Map.of(
                "apiVersion",
                "policy/v1",
                "kind",
                "Eviction",
                "metadata",
                Map.of("name", pod.thing().name(), "namespace", pod.thing().namespace()),
                "deleteOptions",
                options);
        return pod.cluster().write("evicting " + pod.thing(), client -> refusal(client, pod.thing(), eviction));
    }

    private static Optional<String> refusal(KubernetesClient client, Thing pod, Map<String, Object> eviction) {
        try {
            client.raw(pod.path() + "/" + PART, "POST", eviction);
            return Optional.empty();
        } catch (KubernetesClientException answer) {
            if (answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            if (forNow(answer)) {
                return Optional.of(pod + " cannot be evicted: " + why(answer));
            }
            throw answer;
        }
    }

    /** What another time may be answered otherwise: a budget forbids, two budgets contradict, the pod is another by now. */
    private static boolean forNow(KubernetesClientException answer) {
        return answer.getCode() == TOO_MANY_REQUESTS
                || answer.getCode() == HttpURLConnection.HTTP_CONFLICT
                || why(answer).contains("PodDisruptionBudget");
    }

    /** The causes name the budget, how many pods it needs healthy, and how many are; the message alone does not. */
    private static String why(KubernetesClientException answer) {
        if (answer.getStatus() == null) {
            return String.valueOf(answer.getMessage());
        }
        String causes = answer.getStatus().getDetails() == null
                ? ""
                : Lists.of(answer.getStatus().getDetails().getCauses()).stream()
                        .map(StatusCause::getMessage)
                        .collect(Collectors.joining("; "));
        return causes.isEmpty() ? String.valueOf(answer.getStatus().getMessage()) : causes;
    }
}
