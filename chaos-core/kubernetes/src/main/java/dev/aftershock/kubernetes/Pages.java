package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Long lists, a page at a time: each answer is short enough for the bound of a read, and of the objects in it no more is kept
 * than is wanted.
 */
final class Pages {

    private static final long SIZE = 500;
    private static final int ATTEMPTS = 3;

    private Pages() {}

    /** Asks for one page, with the options given. */
    @FunctionalInterface
    interface Query<T extends HasMetadata> {
        KubernetesResourceList<T> page(KubernetesClient client, ListOptions options);

        /**
         * The same as the API server remembers it, a moment old: what it stores may have to be read whole for the few objects that a
         * selector matches. By any version, and not by version 0, it is given by the page ("Kubernetes API Concepts",
         * resourceVersionMatch).
         */
        default Query<T> remembered() {
            return (client, options) -> page(
                    client,
                    options.getContinue() == null
                            ? new ListOptionsBuilder(options)
                                    .withResourceVersionMatch("NotOlderThan")
                                    .withResourceVersion("1")
                                    .build()
                            : options);
        }
    }

    /**
     * What is wanted of all objects of a list.
     *
     * @throws IOException when the cluster does not answer, or forgot the list each time before its end
     */
    static <T extends HasMetadata, R> List<R> all(
            Cluster cluster, String what, Query<T> query, Function<T, Optional<R>> wanted) throws IOException {
        int attempt = 1;
        while (true) {
            try {
                return once(cluster, what, query, wanted);
            } catch (ExpiredException e) {
                if (attempt++ == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static <T extends HasMetadata, R> List<R> once(
            Cluster cluster, String what, Query<T> query, Function<T, Optional<R>> wanted) throws IOException {
        List<R> kept = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            String from = next.get();
            KubernetesResourceList<T> page = cluster.call(what, client -> query.page(client, options(from)));
            Lists.of(page.getItems()).forEach(object -> wanted.apply(object).ifPresent(kept::add));
            next = Optional.ofNullable(page.getMetadata().getContinue()).filter(mark -> !mark.isEmpty());
        }
        return kept;
    }

    private static ListOptions options(String from) {
        ListOptionsBuilder options = new ListOptionsBuilder().withLimit(SIZE);
        return from.isEmpty() ? options.build() : options.withContinue(from).build();
    }

    /** The cluster no longer knows the list that a page belongs to (410). */
    static final class ExpiredException extends IOException {

        private static final long serialVersionUID = 1;

        ExpiredException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
