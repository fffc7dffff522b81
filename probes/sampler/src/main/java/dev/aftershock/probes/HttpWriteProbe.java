package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.parts.Mask;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Posts numbered records. Thread-safe. */
final class HttpWriteProbe implements AsyncProbe, Ledger {

    static final int MOST_AT_ONCE = 1024;

    /** By these a server says that it did not act on the request (RFC 9110, section 15.5; RFC 6585, section 4). */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 405, 413, 415, 422, 429);

    private static final Duration PREPARING = Duration.ofSeconds(3);

    private final HttpLedger settings;
    private final HttpTarget target;
    private final MonotonicClock clock;
    private final Mask mask;
    private final int writers;
    private final String run = UUID.randomUUID().toString();
    private final Path file;
    private final HttpLine line;
    private final HttpSettledRead reading;
    private volatile Optional<HttpScribe> scribe = Optional.empty();

    HttpWriteProbe(HttpLedger settings, HttpTarget target, ProbeContext context, int writers) {
        this.settings = settings;
        this.target = target;
        this.clock = context.clock();
        this.mask = context.mask();
        this.writers = writers;
        this.file =
                context.directory().resolve(context.name().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + run + ".ledger");
        this.line = new HttpLine("aftershock-probe-" + context.name(), clock, HttpClient.newBuilder());
        this.reading = new HttpSettledRead(settings, target, line, clock);
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.WRITE;
    }

    @Override
    public int concurrency() {
        return writers;
    }

    /**
     * Makes the journal, and makes sure that what was never written reads as absent.
     *
     * @throws IOException when it does not, or the service does not answer
     */
    @Override
    public void prepare() throws IOException, InterruptedException {
        scribe();
        reading.expectAbsent(HttpWrite.of(run, 0, 0), PREPARING);
    }

    private synchronized HttpScribe scribe() throws IOException {
        if (scribe.isEmpty()) {
            scribe = Optional.of(new HttpScribe(run, LedgerJournal.create(file, mask), writers, clock));
        }
        return scribe.get();
    }

    @Override
    public void attempt(Attempt attempt, Reply reply) {
        if (line.isClosed()) {
            reply.answer(attempt, Answer.notSent("the probe is closed"));
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(HttpAddresses.joined(target.base(), settings.post()));
        try {
            Optional<HttpScribe> made = scribe;
            HttpScribe recorded = made.isPresent() ? made.get() : scribe();
            Optional<HttpWrite> write = recorded.next();
            if (write.isPresent()) {
                post(recorded, write.get(), request, attempt.deadline())
                        .thenAccept(answer -> reply.answer(attempt, answer));
            } else {
                reply.answer(attempt, Answer.notSent(writers + " records are under way, the most allowed"));
            }
        } catch (IOException | RuntimeException e) {
            // Without its record in the journal a write must not be sent.
            reply.answer(attempt, Answer.notSent("cannot journal: " + Desk.oneLine(e)));
        }
    }

    private CompletableFuture<Answer> post(
            HttpScribe recorded, HttpWrite write, HttpRequest.Builder request, long deadline) {
        request.header("Content-Type", "application/json")
                .header("Idempotency-Key", write.id())
                .POST(HttpRequest.BodyPublishers.ofString(write.json()));
        return line.ask(request.build(), part -> {}, deadline)
                .thenApply(response -> judge(recorded, write, response))
                .exceptionally(error -> judge(recorded, write, error))
                .whenComplete((answer, error) -> recorded.ended(write));
    }

    private Answer judge(HttpScribe recorded, HttpWrite write, HttpAnswer response) {
        int status = response.status();
        Result result = status / 100 == 2 && response.withinCap()
                ? Result.ACK
                : REFUSALS.contains(status) ? Result.REFUSED : Result.INDET;
        recorded.answered(
                write,
                result,
                settings.nodeHeader().flatMap(response.headers()::firstValue).orElse(""));
        if (result == Result.ACK) {
            return Answer.OK;
        }
        return Answer.failed(response.withinCap() ? "status " + status + " instead of 2xx" : "the body is too long");
    }

    private static Answer judge(HttpScribe recorded, HttpWrite write, Throwable error) {
        Answer answer = HttpErrors.answerTo(error);
        if (HttpErrors.wasNeverSent(error)) {
            recorded.answered(write, Result.REFUSED, "");
        } else if (answer.outcome() == Outcome.FAIL_FAST) {
            recorded.answered(write, Result.INDET, "");
        }
        return answer;
    }

    @Override
    public List<LedgerEntry> entries() {
        return scribe.map(HttpScribe::entries).orElse(List.of());
    }

    @Override
    public List<Survivor> survivors(Duration within) throws IOException, InterruptedException {
        List<LedgerEntry> attempted = entries();
        return reading.within(
                attempted.size(),
                index -> HttpWrite.of(
                        run, attempted.get(index).writer(), attempted.get(index).seq()),
                clock.nanos() + within.toNanos());
    }

    @Override
    public void close() {
        line.close();
        scribe.ifPresent(HttpScribe::close);
    }
}
