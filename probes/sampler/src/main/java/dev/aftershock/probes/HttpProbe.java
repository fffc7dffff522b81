package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads one page. Thread-safe. */
final class HttpProbe implements AsyncProbe {

    private static final int MOST_AT_ONCE = 1024;

    private final HttpGet settings;
    private final HttpTarget target;
    private final HttpExpectation expected;
    private final HttpLine line;
    private final MonotonicClock clock;

    HttpProbe(HttpGet settings, HttpTarget target, HttpLine line, MonotonicClock clock) {
        this.settings = settings;
        this.target = target;
        this.expected = HttpExpectation.of(settings);
        this.line = line;
        this.clock = clock;
    }

    static HttpProbe of(HttpGet settings, HttpTarget target, String name, MonotonicClock clock) {
        return new HttpProbe(
                settings, target, new HttpLine("aftershock-probe-" + name, clock, HttpClient.newBuilder()), clock);
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ;
    }

    @Override
    public int concurrency() {
        return MOST_AT_ONCE;
    }

    @Override
    public int groups() {
        return settings.keys();
    }

    /** Nothing to make ready: the client connects when it first needs to. */
    @Override
    public void prepare() {}

    @Override
    public void attempt(Attempt attempt, Reply reply) {
        if (line.isClosed()) {
            reply.answer(attempt, Answer.notSent("the probe is closed"));
            return;
        }
        ask(attempt, 1).exceptionally(HttpErrors::answerTo).thenAccept(answer -> reply.answer(attempt, answer));
    }

    private CompletableFuture<Answer> ask(Attempt attempt, int number) {
        long now = clock.nanos();
        int left = settings.tries() - number + 1;
        return once(attempt, now + (attempt.deadline() - now) / left).thenCompose(answer -> {
            boolean asked = answer.outcome() == Outcome.FAIL_FAST || answer.outcome() == Outcome.TIMEOUT;
            boolean time = clock.nanos() + settings.retryPause().toNanos() < attempt.deadline();
            return asked && left > 1 && time
                    ? line.pause(settings.retryPause()).thenCompose(over -> ask(attempt, number + 1))
                    : CompletableFuture.completedFuture(answer.after(number));
        });
    }

    private CompletableFuture<Answer> once(Attempt attempt, long deadline) {
        HttpRequest request = HttpRequest.newBuilder(page(attempt.group())).build();
        Optional<JsonSearch> body = expected.path().map(JsonSearch::new);
        Consumer<ByteBuffer> reader =
                body.<Consumer<ByteBuffer>>map(search -> search).orElse(part -> {});
        return line.ask(request, reader, deadline)
                .thenApply(response -> expected.judge(response, body, InstantSource.system()))
                .exceptionally(HttpErrors::answerTo);
    }

    private URI page(int group) {
        return settings.path()
                .map(path ->
                        HttpAddresses.joined(target.base(), path.replace(HttpGet.KEY, Integer.toString(group + 1))))
                .orElseGet(target::base);
    }

    @Override
    public void close() {
        line.close();
    }
}
