package dev.aftershock.probes.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a permission is about.
 *
 * @param resource in the plural, such as {@code pods}
 * @param namespace empty for what belongs to no namespace
 */
record Scope(String resource, Optional<String> namespace) {

    static Scope in(String namespace, String resource) {
        return new Scope(resource, Optional.of(namespace));
    }

    static Scope ofCluster(String resource) {
        return new Scope(resource, Optional.empty());
    }

    /**
     * Asks the API server.
     *
     * @param verbs what the question needs a permission for
     * @throws Exception what is to be done about a refusal, see {@link Refusal}
     */
    <R> R ask(KubernetesClient client, String verbs, Supplier<R> question) throws Exception {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            throw Refusal.of(e, String.valueOf(client.getMasterUrl()), verbs, this);
        }
    }

    @Override
    public String toString() {
        return resource + namespace.map(name -> " in namespace " + name).orElse(" of the whole cluster");
    }
}
