package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.SystemEvent.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a probe asks of a cluster, once the names in its settings were found there.
 *
 * @param words what is counted, for messages: {@code pods of deployment/orders}
 * @param scope what must be listed and watched for it
 * @param query the objects to list and watch
 * @param ready what counts as ready in one object, by names that are unique among all objects
 * @param atLeast how many must be ready
 * @param term until when one object is ready without being told again
 * @param signals what it means for recovery when there are fewer, and enough again
 * @param told what is written down of each object that the watch tells
 */
record Question<T extends HasMetadata>(
        String words,
        Scope scope,
        Query<T> query,
        Function<T, Set<String>> ready,
        int atLeast,
        Term.Rule<T> term,
        Signals signals,
        Told<T> told) {

    /** What is ready until the contrary is told. */
    Question(String words, Scope scope, Query<T> query, Function<T, Set<String>> ready, int atLeast, Signals signals) {
        this(words, scope, query, ready, atLeast, (object, toldAt, sight) -> Term.FOR_EVER, signals);
    }

    /** Of which nothing is written down but what it means. */
    Question(
            String words,
            Scope scope,
            Query<T> query,
            Function<T, Set<String>> ready,
            int atLeast,
            Term.Rule<T> term,
            Signals signals) {
        this(words, scope, query, ready, atLeast, term, signals, (object, diary) -> {});
    }

    /** What is told by an object itself. */
    @FunctionalInterface
    interface Told<T extends HasMetadata> {
        void write(T object, Diary diary);
    }

    /** What it means that there are too few, that there are enough again, and that they are others than before. */
    record Signals(Kind lost, Kind back, Optional<Kind> others) {

        private Signals(Kind lost, Kind back) {
            this(lost, back, Optional.empty());
        }

        /** Nothing but a line for people. */
        static final Signals NONE = new Signals(Kind.OTHER, Kind.OTHER);
        /** The cluster has noticed a failure, and what it does about it is told by others. */
        static final Signals DETECTION = new Signals(Kind.DETECTED, Kind.OTHER);
        /** The cluster has noticed a failure, and all is as planned again. */
        static final Signals REDUNDANCY = new Signals(Kind.DETECTED, Kind.REDUNDANT);
        /** Whoever was in charge is not any more, which nobody knows before somebody else is. */
        static final Signals SUCCESSION = new Signals(Kind.OTHER, Kind.OTHER, Optional.of(Kind.DETECTED));
    }

    /** Chooses objects of a cluster. */
    @FunctionalInterface
    interface Query<T extends HasMetadata> {
        /** The objects as a client sees them; nothing is sent yet. */
        FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> on(KubernetesClient client);
    }

    /** Looks the names of its settings up in a cluster. */
    @FunctionalInterface
    interface Finder<T extends HasMetadata> {
        /**
         * Asks as often as it must.
         *
         * @throws InvalidInputException when there is none of that name, or a permission is missing
         * @throws java.io.IOException when the cluster cannot be asked
         */
        Question<T> find(KubernetesClient client) throws Exception;
    }

    /**
     * How many objects there are now.
     *
     * @throws InvalidInputException when there is none
     */
    static <T extends HasMetadata> int count(KubernetesClient client, String words, Scope scope, Query<T> query)
            throws Exception {
        int found = scope.ask(
                client, "list, watch", () -> counted(Pages.of(query.on(client)::listAsPartialObjectMetadata)));
        if (found == 0) {
            throw InvalidInputException.of(
                    "there are no " + words,
                    "a selector that matches before the run, as 'kubectl get " + scope.resource()
                            + " --show-labels' tells");
        }
        return found;
    }

    private static int counted(Pages<?> pages) {
        int counted = 0;
        for (; pages.hasNext(); pages.next()) {
            counted++;
        }
        return counted;
    }
}
