package dev.aftershock.probes.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.time.Duration;

/** One list, and the one watch that goes on from it, on connections of their own. */
record Session<T extends HasMetadata>(KubernetesClient client, Question<T> question, Mirror<T> mirror, Watch watch)
        implements AutoCloseable {

    /**
     * Lists, and watches from there.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when either is refused
     */
    static <T extends HasMetadata> Session<T> open(KubernetesClient client, Question<T> question, Diary diary) {
        FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> objects =
                question.query().on(client);
        long askedAt = diary.clock().nanos();
        Pages<T> list = Pages.of(objects::list);
        Mirror<T> mirror = new Mirror<>(question, diary, list, askedAt);
        Watch watch = objects.watch(
                new ListOptionsBuilder().withResourceVersion(list.version()).build(), mirror);
        return new Session<>(client, question, mirror, watch);
    }

    /** Asks for the versions of all objects, which proves the mirror or shows that it lags. */
    void compare(Diary diary, Duration staleAfter) {
        long askedAt = diary.clock().nanos();
        mirror.compare(
                Pages.of(question.query().on(client)::listAsPartialObjectMetadata),
                askedAt,
                askedAt + staleAfter.toNanos());
    }

    @Override
    public void close() {
        mirror.onClose();
        watch.close();
        client.close();
    }
}
