package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Survivor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every ledger must do, so that the loss that is counted from it is the loss that was. Extend it for each ledger,
 * beside a system that can be told how to treat writes.
 */
@Timeout(60)
public abstract class LedgerContract {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int EACH = 20;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final AtomicLong attempts = new AtomicLong();

    @TempDir
    private Path directory;

    private Subject subject;
    private Probe probe;
    private Ledger ledger;

    /** What a system does with a write that reaches it. */
    public enum Treatment {
        /** Applies it and says so. */
        APPLY,
        /** Applies it and never answers. */
        APPLY_IN_SILENCE,
        /** Does not apply it and never answers. */
        DROP_IN_SILENCE,
        /** Does not apply it, and says so in a way that proves it. */
        REFUSE,
        /** Applies it, and answers with an error that leaves that open. */
        APPLY_AND_FAIL;

        /** Whether the system holds the write afterwards. */
        public boolean applies() {
            return this != DROP_IN_SILENCE && this != REFUSE;
        }
    }

    /** A ledger beside its system. */
    public interface Subject {

        /** The probe, which is a {@link Ledger} too, not yet prepared; at least 4 attempts at once. */
        Probe probe();

        /** How the system treats the next write; it does the task when the write has arrived, before anything else. */
        void next(Treatment treatment, Runnable onArrival);

        /** Makes the system forget a write that it holds. */
        void forget(int writer, long seq);

        /** Ends the system; the probe is closed already. */
        void end() throws Exception;
    }

    /**
     * A fresh ledger beside a healthy system that applies every write.
     *
     * @param folder where the ledger keeps its {@link LedgerJournal}, and nobody keeps anything else
     * @param time the clock of all its instants
     */
    protected abstract Subject subject(Path folder, MonotonicClock time) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        subject = subject(directory, clock);
        probe = subject.probe();
        ledger = (Ledger) probe;
        probe.prepare();
    }

    @AfterEach
    final void end() throws Exception {
        probe.close();
        subject.end();
    }

    @Test
    void everyAcknowledgedWriteIsFoundOnceAndUnchanged() throws Exception {
        write(EACH);
        assertThat(ledger.entries())
                .hasSize(EACH)
                .extracting(LedgerEntry::result)
                .containsOnly(Result.ACK);
        assertThat(idsOf(ledger.survivors(BOUND))).containsExactlyInAnyOrderElementsOf(ids(ledger.entries()));
        LedgerFindings found = compare();
        assertThat(found.lost()).isEmpty();
        assertThat(found.integrityBroken()).isFalse();
    }

    @Test
    void aSystemWithoutWritesHasNoSurvivors() throws Exception {
        assertThat(ledger.entries()).isEmpty();
        assertThat(ledger.survivors(BOUND)).isEmpty();
    }

    @Test
    void twoReadsOfASettledSystemAreEqual() throws Exception {
        write(EACH);
        List<Survivor> first = List.copyOf(ledger.survivors(BOUND));
        assertThat(first).isNotEmpty();
        assertThat(List.copyOf(ledger.survivors(BOUND))).isEqualTo(first);
    }

    @Test
    void whatTheSystemForgotIsLost() throws Exception {
        write(EACH);
        LedgerEntry forgotten = ledger.entries().get(EACH / 2);
        subject.forget(forgotten.writer(), forgotten.seq());
        assertThat(compare().lost()).containsExactly(forgotten);
    }

    @Test
    void aWriteWithoutAnswerIsUnknownWhetherItWasAppliedOrNot() throws Exception {
        subject.next(Treatment.APPLY_IN_SILENCE, () -> {});
        assertThat(attempt(PATIENCE).outcome()).isEqualTo(Outcome.TIMEOUT);
        subject.next(Treatment.DROP_IN_SILENCE, () -> {});
        assertThat(attempt(PATIENCE).outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(ledger.entries()).extracting(LedgerEntry::result).containsExactly(Result.INDET, Result.INDET);
        LedgerFindings found = compare();
        assertThat(found.indeterminatePresent())
                .containsExactly(ledger.entries().get(0));
        assertThat(found.indeterminateAbsent()).containsExactly(ledger.entries().get(1));
        assertThat(found.lost()).isEmpty();
    }

    @Test
    void anErrorThatMayFollowAnAppliedWriteIsNoRefusal() throws Exception {
        subject.next(Treatment.APPLY_AND_FAIL, () -> {});
        assertThat(attempt(PATIENCE).outcome()).isNotEqualTo(Outcome.OK);
        assertThat(ledger.entries()).extracting(LedgerEntry::result).containsExactly(Result.INDET);
        assertThat(compare().indeterminatePresent()).hasSize(1);
    }

    @Test
    void aWriteThatWasProvablyNotAppliedIsRefused() throws Exception {
        subject.next(Treatment.REFUSE, () -> {});
        assertThat(attempt(PATIENCE).outcome()).isNotEqualTo(Outcome.OK);
        write(1);
        assertThat(ledger.entries()).extracting(LedgerEntry::result).containsExactly(Result.REFUSED, Result.ACK);
        LedgerFindings found = compare();
        assertThat(found.resurrected()).isEmpty();
        assertThat(found.lost()).isEmpty();
    }

    @Test
    void aWriteIsOnRecordBeforeItReachesTheSystem() throws Exception {
        write(1);
        AtomicReference<List<LedgerEntry>> onArrival = new AtomicReference<>(List.of());
        subject.next(Treatment.APPLY, () -> onArrival.set(journaled()));
        write(1);
        assertThat(onArrival.get()).hasSize(2);
        LedgerEntry arrived = onArrival.get().get(1);
        assertThat(arrived.result()).isEqualTo(Result.INDET);
        assertThat(ledger.entries().get(1).id()).isEqualTo(arrived.id());
        assertThat(ledger.entries().get(1).hash()).isEqualTo(arrived.hash());
    }

    @Test
    void everyAnswerIsOnRecordWhenTheAttemptEnds() throws Exception {
        for (Treatment treatment : Treatment.values()) {
            subject.next(treatment, () -> {});
            attempt(PATIENCE);
            assertThat(journaled()).as("after %s", treatment).isEqualTo(List.copyOf(ledger.entries()));
        }
        assertThat(journaled()).hasSize(Treatment.values().length);
    }

    @Test
    void closingInTheMiddleLosesNoWrite() throws Exception {
        write(2);
        subject.next(Treatment.DROP_IN_SILENCE, () -> {});
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> unchecked(LONG));
        await().atMost(BOUND).until(() -> journaled().size() == 3);
        probe.close();
        assertThat(waiting.get(BOUND.toSeconds(), TimeUnit.SECONDS).outcome()).isNotEqualTo(Outcome.OK);
        assertThat(journaled()).extracting(LedgerEntry::result).containsExactly(Result.ACK, Result.ACK, Result.INDET);
        assertThat(attempt(PATIENCE).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(journaled()).hasSize(3);
    }

    @Test
    void attemptsAtOnceLoseNothingAndRepeatNoNumber() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(probe.concurrency());
        List<Future<Answer>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < EACH * probe.concurrency(); i++) {
                answers.add(threads.submit(() -> attempt(BOUND)));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Answer.OK);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ledger.entries()).hasSize(answers.size());
        ledger.entries().stream()
                .collect(Collectors.groupingBy(LedgerEntry::writer))
                .forEach((writer, own) -> assertThat(own)
                        .as("writer %d", writer)
                        .extracting(LedgerEntry::seq)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, own.size()).boxed().toList()));
        assertThat(journaled()).isEqualTo(List.copyOf(ledger.entries()));
        assertThat(compare().lost()).isEmpty();
        assertThat(idsOf(ledger.survivors(BOUND))).containsExactlyInAnyOrderElementsOf(ids(ledger.entries()));
    }

    private void write(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(attempt(BOUND)).isEqualTo(Answer.OK);
        }
    }

    private Answer unchecked(Duration patience) {
        try {
            return attempt(patience);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer attempt(Duration patience) throws Exception {
        long now = clock.nanos();
        Attempt attempt = new Attempt(attempts.getAndIncrement(), now, now + patience.toNanos(), 0);
        if (probe instanceof BlockingProbe blocking) {
            return blocking.attempt(attempt);
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        ((AsyncProbe) probe).attempt(attempt, (asked, given) -> answer.complete(given));
        return answer.get(patience.plus(BOUND).toMillis(), TimeUnit.MILLISECONDS);
    }

    private LedgerFindings compare() throws Exception {
        Moment end = new Moment(clock.nanos(), clock.nanos());
        return LedgerAnalysis.compare(ledger.entries(), ledger.survivors(BOUND), ledger.reads(), end);
    }

    private List<LedgerEntry> journaled() {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.toList();
            assertThat(found).as("the journal, alone in its folder").hasSize(1);
            return List.copyOf(LedgerJournal.read(found.get(0)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> ids(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::id).toList();
    }

    private static List<String> idsOf(List<Survivor> survivors) {
        return survivors.stream()
                .map(survivor -> survivor.writer() + "-" + survivor.seq() + (survivor.copies() == 1 ? "" : " again"))
                .toList();
    }
}
