package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.probes.HttpOrders.Fate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class HttpLedgerTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int WRITERS = 4;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final EventLoop loop = EventLoop.start(clock);

    @TempDir
    Path directory;

    private HttpOrders orders;
    private HttpWriteProbe probe;

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

    @Test
    void acknowledgedRecordsAreFoundOnceAndUnchanged() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(write(BOUND)).isEqualTo(Answer.OK);
        }
        assertThat(probe.entries()).hasSize(50).allMatch(entry -> entry.result() == Result.ACK);
        assertThat(probe.survivors(BOUND)).containsExactlyElementsOf(unchanged(probe.entries()));
    }

    @Test
    void aRecordThatTheServiceForgotIsNotAmongTheSurvivors() throws Exception {
        writes(3);
        LedgerEntry forgotten = probe.entries().get(1);
        orders.forget(forgotten.writer(), forgotten.seq());
        assertThat(probe.survivors(BOUND))
                .containsExactlyElementsOf(unchanged(
                        List.of(probe.entries().get(0), probe.entries().get(2))));
    }

    @Test
    void aRecordThatWasAcknowledgedButNeverAppliedIsNotAmongTheSurvivors() throws Exception {
        orders.next(Fate.ANSWER_ONLY);
        assertThat(write(BOUND)).isEqualTo(Answer.OK);
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(Result.ACK);
        assertThat(probe.survivors(BOUND)).isEmpty();
    }

    @Test
    void aDuplicateCountsAsTwoCopies() throws Exception {
        orders.next(Fate.APPLY_TWICE);
        writes(1);
        assertThat(probe.survivors(BOUND)).extracting(Survivor::copies).containsExactly(2);
    }

    @Test
    void aCorruptRecordHasAnotherHash() throws Exception {
        orders.next(Fate.CORRUPT);
        writes(1);
        Survivor found = probe.survivors(BOUND).get(0);
        assertThat(found.hash()).isNotEqualTo(probe.entries().get(0).hash());
        assertThat(found.copies()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "200, ACK",
        "201, ACK",
        "202, ACK",
        "204, ACK",
        "303, INDET",
        "400, REFUSED",
        "401, REFUSED",
        "403, REFUSED",
        "404, REFUSED",
        "405, REFUSED",
        "408, INDET",
        "409, INDET",
        "412, INDET",
        "413, REFUSED",
        "415, REFUSED",
        "422, REFUSED",
        "429, REFUSED",
        "499, INDET",
        "500, INDET",
        "502, INDET",
        "503, INDET",
        "504, INDET"
    })
    void anAnswerMeansWhatItsStatusProves(int status, Result result) throws Exception {
        orders.nextStatus(status);
        Answer expected = result == Result.ACK ? Answer.OK : Answer.failed("status " + status + " instead of 2xx");
        assertThat(write(BOUND)).isEqualTo(expected);
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(result);
        assertThat(probe.entries()).extracting(LedgerEntry::node).containsExactly("node-" + status);
    }

    @ParameterizedTest
    @EnumSource(names = {"APPLY_AND_FAIL", "APPLY_AND_RESET", "APPLY_AND_CUT_THE_ANSWER"})
    void anAppliedRecordWithABrokenAnswerIsUnknownAndPresent(Fate fate) throws Exception {
        orders.next(fate);
        assertThat(write(BOUND).outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(Result.INDET);
        assertThat(probe.survivors(BOUND)).hasSize(1);
        assertThat(orders.keys).as("sent once").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"APPLY_IN_SILENCE", "DROP_IN_SILENCE"})
    void aRecordWithoutAnswerIsUnknown(Fate fate) throws Exception {
        orders.next(fate);
        assertThat(write(SHORT)).isEqualTo(Answer.timedOut("no complete answer by the deadline"));
        LedgerEntry entry = probe.entries().get(0);
        assertThat(entry.result()).isEqualTo(Result.INDET);
        assertThat(entry.answered()).isEqualTo(entry.invoked());
        assertThat(probe.survivors(BOUND)).hasSize(fate == Fate.APPLY_IN_SILENCE ? 1 : 0);
    }

    @Test
    void anAnswerAfterTheDeadlineAcknowledgesNothing() throws Exception {
        CompletableFuture<Boolean> timedOut = new CompletableFuture<>();
        orders.next(Fate.APPLY, timedOut::join);
        assertThat(write(SHORT).outcome()).isEqualTo(Outcome.TIMEOUT);
        timedOut.complete(true);
        await().atMost(BOUND).until(() -> orders.size() == 1);
        writes(1);
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(Result.INDET, Result.ACK);
    }

    @Test
    void aRefusedConnectionSentNothing() throws Exception {
        URI closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + gone.getLocalPort());
        }
        try (HttpWriteProbe alone = ledger(closed)) {
            assertThatIOException().isThrownBy(alone::prepare).withMessageContaining("cannot connect");
            assertThat(answer(alone, BOUND).outcome()).isEqualTo(Outcome.FAIL_FAST);
            assertThat(alone.entries()).extracting(LedgerEntry::result).containsExactly(Result.REFUSED);
        }
    }

    @Test
    void aRecordIsJournaledBeforeItArrives() throws Exception {
        CompletableFuture<List<LedgerEntry>> onArrival = new CompletableFuture<>();
        orders.next(Fate.APPLY, () -> onArrival.complete(journaled()));
        writes(1);
        assertThat(onArrival.get()).extracting(LedgerEntry::result).containsExactly(Result.INDET);
        assertThat(journaled()).isEqualTo(List.copyOf(probe.entries()));
    }

    @Test
    void idsAreNewInEachRunAndTheKeyAgainstDuplicates() throws Exception {
        writes(2);
        try (HttpWriteProbe other = ledger(orders.base())) {
            other.prepare();
            assertThat(answer(other, BOUND)).isEqualTo(Answer.OK);
        }
        assertThat(orders.keys).doesNotHaveDuplicates().hasSize(3).allMatch(key -> key.matches("[0-9a-f-]{36}-0-[12]"));
        assertThat(orders.size()).isEqualTo(3);
    }

    @Test
    void aWriterHasOneRecordUnderWayAtMost() throws Exception {
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            orders.next(Fate.DROP_IN_SILENCE);
            waiting.add(attempt(probe, SHORT));
        }
        assertThat(write(SHORT)).isEqualTo(Answer.notSent("4 records are under way, the most allowed"));
        for (CompletableFuture<Answer> answer : waiting) {
            assertThat(answer.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.TIMEOUT);
        }
        writes(2);
        assertThat(probe.entries())
                .extracting(LedgerEntry::id)
                .containsExactly("0-1", "1-1", "2-1", "3-1", "0-2", "0-3");
    }

    @Test
    void readsThatFailAreRepeated() throws Exception {
        writes(40);
        orders.nextReads(500, 503, 302, 204, 401);
        assertThat(probe.survivors(BOUND)).hasSize(40);
    }

    @Test
    void readingGoesOnUntilTwoReadsAgree() throws Exception {
        orders.next(Fate.DROP_IN_SILENCE);
        assertThat(write(SHORT).outcome()).isEqualTo(Outcome.TIMEOUT);
        HttpWrite late = lastWrite();
        int before = orders.reads.get();
        CompletableFuture<List<Survivor>> reading = CompletableFuture.supplyAsync(() -> survivors(probe));
        for (int copy = 1; copy <= 2; copy++) {
            int read = before + copy;
            await().pollInterval(Duration.ofMillis(2)).atMost(BOUND).until(() -> orders.reads.get() >= read);
            orders.store(late.id(), late.json());
        }
        assertThat(reading.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                .extracting(Survivor::copies)
                .containsExactly(2);
    }

    @Test
    void aReadThatNeverSucceedsEndsInTimeAndSaysWhy() throws Exception {
        writes(2);
        orders.nextReads(Stream.generate(() -> 503).limit(1000).toArray(Integer[]::new));
        assertThatIOException()
                .isThrownBy(() -> probe.survivors(Duration.ofMillis(500)))
                .withMessageContaining("2 of 2 records could not be read: ")
                .withMessageContaining("status 503")
                .withMessageContaining("/orders/{id}");
    }

    @Test
    void aServiceThatFindsWhatWasNeverWrittenIsRefused() throws Exception {
        orders.nextReads(200);
        assertThatIOException()
                .isThrownBy(probe::prepare)
                .withMessageContaining("it found a record; expected status 404 or 410");
        orders.nextReads(403);
        assertThatIOException().isThrownBy(probe::prepare).withMessageContaining("status 403; expected");
    }

    @Test
    void aClosedLedgerSendsNothingAndKeepsItsEntries() throws Exception {
        writes(1);
        orders.next(Fate.DROP_IN_SILENCE);
        CompletableFuture<Answer> waiting = attempt(probe, Duration.ofMinutes(1));
        probe.close();
        assertThat(waiting.get(1, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(write(SHORT)).isEqualTo(Answer.notSent("the probe is closed"));
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(Result.ACK, Result.INDET);
        assertThatIOException()
                .isThrownBy(() -> probe.survivors(BOUND))
                .withMessageContaining("read them before closing it");
    }

    private HttpWriteProbe ledger(URI base) {
        HttpLedger settings = new HttpLedger("it", "/orders", "/orders/{id}", Optional.of("X-Node"));
        Pace pace = new Pace(Duration.ofMillis(20), Duration.ofSeconds(2));
        ProbeContext context = new ProbeContext(
                "orders", pace, HttpLedgerContractTest.noTargets(), clock, 1, directory, loop, Map.of());
        return new HttpWriteProbe(settings, () -> base, context, WRITERS);
    }

    private void writes(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(write(BOUND)).isEqualTo(Answer.OK);
        }
    }

    private Answer write(Duration patience) throws Exception {
        return answer(probe, patience);
    }

    private Answer answer(HttpWriteProbe asked, Duration patience) throws Exception {
        return attempt(asked, patience).get(patience.plus(BOUND).toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Answer> attempt(HttpWriteProbe asked, Duration patience) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long now = clock.nanos();
        asked.attempt(new Attempt(0, now, now + patience.toNanos(), 0), (which, given) -> answer.complete(given));
        return answer;
    }

    private static List<Survivor> survivors(HttpWriteProbe asked) {
        try {
            return asked.survivors(BOUND);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpWrite lastWrite() {
        String key = orders.keys.stream().reduce((first, second) -> second).orElseThrow();
        LedgerEntry last = probe.entries().get(probe.entries().size() - 1);
        return HttpWrite.of(key.substring(0, 36), last.writer(), last.seq());
    }

    private static List<Survivor> unchanged(List<LedgerEntry> entries) {
        return entries.stream()
                .map(entry -> new Survivor(entry.writer(), entry.seq(), entry.hash(), 1))
                .toList();
    }

    private List<LedgerEntry> journaled() {
        try (Stream<Path> files = Files.list(directory)) {
            return List.copyOf(LedgerJournal.read(files.findFirst().orElseThrow()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
