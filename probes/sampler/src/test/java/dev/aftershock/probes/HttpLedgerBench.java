package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Survivor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An {@code http-ledger} with four writers, beside a service that can be told to treat its orders badly. */
@Timeout(60)
abstract class HttpLedgerBench {

    static final Duration BOUND = Duration.ofSeconds(10);
    static final Duration SHORT = Duration.ofMillis(300);
    static final int WRITERS = 4;

    final MonotonicClock clock = MonotonicClock.startingNow();
    private final EventLoop loop = EventLoop.start(clock, stall -> {});

    @TempDir
    Path directory;

    HttpOrders orders;
    HttpWriteProbe probe;

    @BeforeEach
    void start() throws Exception {
        orders = new HttpOrders();
        probe = ledger(orders.base());
        probe.prepare();
    }

    @AfterEach
    void stop() {
        probe.close();
        orders.close();
        loop.close();
    }

    HttpWriteProbe ledger(URI base) {
        HttpLedger settings = new HttpLedger("it", "/orders", "/orders/{id}", Optional.of("X-Node"));
        Pace pace = new Pace(Duration.ofMillis(20), Duration.ofSeconds(2));
        ProbeContext context = new ProbeContext(
                "orders", pace, HttpLedgerContractTest.noTargets(), clock, 1, directory, loop, Map.of());
        return new HttpWriteProbe(settings, () -> base, context, WRITERS);
    }

    void writes(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(write(BOUND)).isEqualTo(Answer.OK);
        }
    }

    Answer write(Duration patience) throws Exception {
        return answer(probe, patience);
    }

    Answer answer(HttpWriteProbe asked, Duration patience) throws Exception {
        return attempt(asked, patience).get(patience.plus(BOUND).toMillis(), TimeUnit.MILLISECONDS);
    }

    CompletableFuture<Answer> attempt(HttpWriteProbe asked, Duration patience) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long now = clock.nanos();
        asked.attempt(new Attempt(0, now, now + patience.toNanos(), 0), (which, given) -> answer.complete(given));
        return answer;
    }

    static List<Survivor> survivors(HttpWriteProbe asked) {
        try {
            return asked.survivors(BOUND);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpWrite lastWrite() {
        String key = orders.keys.stream().reduce((first, second) -> second).orElseThrow();
        LedgerEntry last = probe.entries().get(probe.entries().size() - 1);
        return HttpWrite.of(key.substring(0, 36), last.writer(), last.seq());
    }

    static List<Survivor> unchanged(List<LedgerEntry> entries) {
        return entries.stream()
                .map(entry -> new Survivor(entry.writer(), entry.seq(), entry.hash(), 1))
                .toList();
    }

    List<LedgerEntry> journaled() {
        try (Stream<Path> files = Files.list(directory)) {
            return List.copyOf(LedgerJournal.read(files.findFirst().orElseThrow()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
