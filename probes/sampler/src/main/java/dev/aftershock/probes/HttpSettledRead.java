package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Survivor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reads records by their ids until two reads in a row agree. Thread-safe. */
final class HttpSettledRead {

    private static final int AT_ONCE = 32;
    private static final long APART_MILLIS = 200;
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final HttpLedger settings;
    private final HttpTarget target;
    private final HttpLine line;
    private final MonotonicClock clock;

    HttpSettledRead(HttpLedger settings, HttpTarget target, HttpLine line, MonotonicClock clock) {
        this.settings = settings;
        this.target = target;
        this.line = line;
        this.clock = clock;
    }

    /**
     * Makes sure that a record which was never written reads as absent.
     *
     * @throws IOException when it does not, or no answer came
     */
    void expectAbsent(HttpWrite never, Duration within) throws IOException, InterruptedException {
        Sweep sweep = new Sweep(1, index -> never, clock.nanos() + within.toNanos());
        sweep.run();
        if (sweep.found.getOrDefault(0, List.of()).isEmpty() && sweep.troubles.isEmpty()) {
            return;
        }
        String why = sweep.troubles.isEmpty() ? "it found a record" : sweep.why();
        throw new IOException("cannot make ready: a read of a record that was never written, " + address(never) + ": "
                + why + "; expected status 404 or 410, or 200 with an empty list, so that a lost record can be told");
    }

    /**
     * Reads records, asking again for those that could not be read.
     *
     * @param writes the records by their position
     * @param end nanoseconds of the run's clock
     * @throws IOException when no two reads in a row agreed in time; it names the last trouble
     */
    List<Survivor> within(int count, IntFunction<HttpWrite> writes, long end) throws IOException, InterruptedException {
        List<Survivor> before = whole(count, writes, end);
        while (true) {
            pause(end, "reads " + APART_MILLIS + " ms apart still differ");
            List<Survivor> after = whole(count, writes, end);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private List<Survivor> whole(int count, IntFunction<HttpWrite> writes, long end)
            throws IOException, InterruptedException {
        Sweep sweep = new Sweep(count, writes, end);
        sweep.run();
        while (sweep.found.size() < count) {
            int unread = count - sweep.found.size();
            pause(end, unread + " of " + count + " records could not be read: " + sweep.why());
            sweep.run();
        }
        return IntStream.range(0, count)
                .mapToObj(sweep.found::get)
                .flatMap(List::stream)
                .toList();
    }

    private void pause(long end, String why) throws IOException, InterruptedException {
        String begin = "cannot read the surviving records from " + HttpAddresses.shown(target.base() + settings.get());
        if (line.awaitClosed(APART_MILLIS)) {
            throw new IOException(begin + ": the probe is closed; read them before closing it");
        }
        if (clock.nanos() >= end) {
            throw new IOException(begin + " in time: " + why);
        }
    }

    private URI address(HttpWrite write) {
        return HttpAddresses.joined(target.base(), settings.get().replace(HttpLedger.ID, write.id()));
    }

    private CompletableFuture<List<Survivor>> read(HttpWrite write, long deadline) {
        HttpCopies copies = new HttpCopies(write);
        return line.ask(HttpRequest.newBuilder(address(write)).build(), copies, deadline)
                .thenApply(response -> {
                    int status = response.status();
                    if (status == 404 || status == 410) {
                        return List.of();
                    }
                    if (status != 200 || !response.withinCap()) {
                        throw new CompletionException(
                                new IOException(status != 200 ? "status " + status : "the body is too long"));
                    }
                    return copies.found();
                });
    }

    /** One read of every record, in as many runs as it takes. */
    private final class Sweep {
        private final int count;
        private final IntFunction<HttpWrite> writes;
        private final long end;
        private final Map<Integer, List<Survivor>> found = new ConcurrentHashMap<>();
        private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
        /** What the service said last; silence, which the end of the time makes of any answer, does not replace it. */
        private volatile Optional<String> said = Optional.empty();

        Sweep(int count, IntFunction<HttpWrite> writes, long end) {
            this.count = count;
            this.writes = writes;
            this.end = end;
        }

        /** Reads what is not read yet, until too much goes wrong or the time is over. */
        void run() throws InterruptedException {
            troubles.clear();
            Semaphore room = new Semaphore(AT_ONCE);
            for (int i = 0; i < count && troubles.size() < AT_ONCE && clock.nanos() < end; i++) {
                if (!found.containsKey(i)) {
                    room.acquire();
                    int index = i;
                    read(writes.apply(i), Math.min(end, clock.nanos() + ANSWER_NANOS))
                            .whenComplete((rows, error) -> {
                                note(index, Optional.ofNullable(rows), Optional.ofNullable(error));
                                room.release();
                            });
                }
            }
            room.acquire(AT_ONCE);
        }

        private void note(int index, Optional<List<Survivor>> rows, Optional<Throwable> error) {
            rows.ifPresent(read -> found.put(index, read));
            error.map(HttpErrors::answerTo).ifPresent(answer -> {
                troubles.add(answer.detail());
                said = answer.outcome() == Outcome.TIMEOUT ? said : Optional.of(answer.detail());
            });
        }

        String why() {
            return said.or(() -> troubles.stream().findFirst()).orElse("no time was left for them");
        }
    }
}
