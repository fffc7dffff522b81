package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one page. Thread-safe. */
final class HttpProbe implements AsyncProbe {

    private static final int MOST_AT_ONCE = 1024;

    private final HttpGet settings;
    private final HttpTarget target;
    private final HttpExpectation expected;
    private final HttpLine line;

    HttpProbe(HttpGet settings, HttpTarget target, HttpLine line) {
        this.settings = settings;
        this.target = target;
        this.expected = HttpExpectation.of(settings);
        this.line = line;
    }

    static HttpProbe of(HttpGet settings, HttpTarget target, String name, MonotonicClock clock) {
        return new HttpProbe(
                settings, target, new HttpLine("aftershock-probe-" + name, clock, HttpClient.newBuilder()));
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
        HttpRequest request = HttpRequest.newBuilder(page(attempt.group())).build();
        Optional<JsonSearch> body = expected.path().map(JsonSearch::new);
        Consumer<ByteBuffer> reader =
                body.<Consumer<ByteBuffer>>map(search -> search).orElse(part -> {});
        line.ask(request, reader, attempt.deadline())
                .thenApply(response -> expected.judge(response, body, InstantSource.system()))
                .exceptionally(HttpErrors::answerTo)
                .thenAccept(answer -> reply.answer(attempt, answer));
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
