package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterRight;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Optional;

/** A Deployment or StatefulSet by name. */
record Workload(Kind kind, String name) {

    /** What a workload may be. */
    enum Kind {
        DEPLOYMENT,
        STATEFULSET;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What its spec says about its pods. */
    record Spec(LabelSelector selector, int replicas) {}

    /** Reads {@code deployment/orders} or {@code statefulset/orders}. */
    static Optional<Workload> of(String text) {
        int slash = text.indexOf('/');
        for (Kind kind : Kind.values()) {
            if (slash > 0 && kind.word().equals(text.substring(0, slash)) && Checks.isName(text.substring(slash + 1))) {
                return Optional.of(new Workload(kind, text.substring(slash + 1)));
            }
        }
        return Optional.empty();
    }

    /**
     * Asks the cluster for its spec.
     *
     * @throws InvalidInputException when there is no such workload
     */
    Spec find(KubernetesClient client, String namespace) throws Exception {
        Optional<Spec> spec = Scope.in(namespace, kind.word() + "s").ask(client, "get", () -> switch (kind) {
            case DEPLOYMENT ->
                Optional.ofNullable(client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(found -> new Spec(
                                found.getSpec().getSelector(), found.getSpec().getReplicas()));
            case STATEFULSET ->
                Optional.ofNullable(client.apps()
                                .statefulSets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(found -> new Spec(
                                found.getSpec().getSelector(), found.getSpec().getReplicas()));
        });
        return spec.orElseThrow(() -> InvalidInputException.of(
                "there is no " + this + " in namespace " + namespace,
                "the name of one that is there before the run, as 'kubectl get " + kind.word() + "s -n " + namespace
                        + "' lists them"));
    }

    /** To ask for its spec. */
    ClusterRight right() {
        return ClusterRight.namespaced("get", "apps", kind.word() + "s").named(name);
    }

    /**
     * As many pods as its spec asks for.
     *
     * @throws InvalidInputException when it asks for none
     */
    int wanted(Spec spec) {
        if (spec.replicas() < 1) {
            throw InvalidInputException.of(
                    this + " asks for no pods, so that it would always be ready",
                    "a workload that is scaled up before the run, or 'at-least'");
        }
        return spec.replicas();
    }

    @Override
    public String toString() {
        return kind.word() + "/" + name;
    }
}
