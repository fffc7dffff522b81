package dev.aftershock.probes;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Reads a body to its end and passes it on as it comes; the result says whether it stayed within the cap. */
final class CountedBody implements BodySubscriber<Boolean> {

    private final CompletableFuture<Boolean> withinCap = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Consumer<ByteBuffer> reader;
    private long bytes;

    /** @param reader takes the body's parts in turn, never more than the cap in all */
    CountedBody(Consumer<ByteBuffer> reader) {
        this.reader = reader;
    }

    @Override
    public CompletableFuture<Boolean> getBody() {
        return withinCap;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
            if (bytes <= HttpLine.MOST_BYTES) {
                reader.accept(buffer);
            }
        }
        if (bytes > HttpLine.MOST_BYTES) {
            subscription.thenAccept(Flow.Subscription::cancel);
            withinCap.complete(false);
        }
    }

    @Override
    public void onError(Throwable error) {
        withinCap.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        withinCap.complete(true);
    }
}
