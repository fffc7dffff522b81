package dev.aftershock.probes.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The objects of a list, which is asked for a page at a time: an answer with thousands of objects would take longer than a request
 * may, and need memory for all of them at once. All pages show the same moment. For one thread.
 */
final class Pages<T extends HasMetadata> implements Iterator<T> {

    private static final long SIZE = 500;

    private final Function<ListOptions, ? extends KubernetesResourceList<T>> list;
    private final String version;
    private Optional<String> next;
    private Iterator<T> page;

    private Pages(Function<ListOptions, ? extends KubernetesResourceList<T>> list, KubernetesResourceList<T> first) {
        this.list = list;
        this.version = first.getMetadata().getResourceVersion();
        this.next = after(first);
        this.page = items(first).iterator();
    }

    /**
     * Asks for the first page; the others are asked for as they are needed.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it is refused, and later when a page is, or the cluster
     *     forgot the list (410)
     */
    static <T extends HasMetadata> Pages<T> of(Function<ListOptions, ? extends KubernetesResourceList<T>> list) {
        return new Pages<>(list, list.apply(options().build()));
    }

    private static ListOptionsBuilder options() {
        return new ListOptionsBuilder().withLimit(SIZE);
    }

    private static Optional<String> after(KubernetesResourceList<?> page) {
        return Optional.ofNullable(page.getMetadata().getContinue()).filter(mark -> !mark.isEmpty());
    }

    /** The objects of a page, which says null when there is none. */
    private static <T extends HasMetadata> List<T> items(KubernetesResourceList<T> page) {
        return Optional.ofNullable(page.getItems()).orElse(List.of());
    }

    /** The resource version of the whole list. */
    String version() {
        return version;
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && next.isPresent()) {
            KubernetesResourceList<T> turned =
                    list.apply(options().withContinue(next.get()).build());
            next = after(turned);
            page = items(turned).iterator();
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
