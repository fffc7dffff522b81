package dev.aftershock.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.StaleWrite;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.LedgerJournal;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.jdbc.FakeDatabase.Insert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteProbeTest {

    private static final long SEED = 7;
    private static final Duration DEADLINE = Duration.ofMillis(300);

    private final MonotonicClock clock = MonotonicClock.startingNow();

    private final ProbeGroup group = new ProbeGroup(clock);

    @TempDir
    private Path directory;

    private FakeDatabase database;
    private WriteProbe probe;

    @BeforeEach
    void start() throws Exception {
        database = new FakeDatabase();
        probe = probe(1, database);
        probe.prepare();
    }

    @AfterEach
    void end() throws SQLException {
        probe.close();
        group.close();
        database.close();
    }

    @Test
    void everyAcknowledgedWriteIsNumberedWithoutGapsAndJournaled() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(attempt()).isEqualTo(Answer.OK);
        }
        assertThat(probe.entries()).extracting(LedgerEntry::seq).containsExactly(1L, 2L, 3L);
        assertThat(probe.entries()).allMatch(entry -> entry.result() == Result.ACK);
        assertThat(probe.entries()).allMatch(entry -> !entry.node().isEmpty() && entry.answered() > entry.invoked());
        assertThat(journaled()).isEqualTo(probe.entries());
        assertThat(probe.reads()).isEmpty();
    }

    @Test
    void aWarningWeakensTheAcknowledgementOfThatWriteOnly() throws Exception {
        database.inserts.add(Insert.warning());
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(results()).containsExactly(Result.ACK_WARN, Result.ACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "57P03", "53100", "53300"})
    void whatWasProvablyNotAppliedIsRefused(String state) throws Exception {
        database.inserts.add(Insert.failing(state));
        assertThat(attempt().outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(results()).containsExactly(Result.REFUSED, Result.ACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08003", "57P01", "57014", "40001", "23505", ""})
    void anyOtherErrorLeavesTheWriteUnknownAndReplacesTheConnection(String state) throws Exception {
        database.inserts.add(Insert.failing(state));
        int before = database.connected.get();
        assertThat(attempt().outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(results()).containsExactly(Result.INDET, Result.ACK);
        assertThat(database.connected).hasValue(before + 1);
    }

    @Test
    void aServerShortOfResourcesKeepsItsConnectionAndAReadOnlyOneLosesIt() throws Exception {
        int before = database.connected.get();
        database.inserts.add(Insert.failing("53100"));
        attempt();
        attempt();
        assertThat(database.connected).hasValue(before);
        database.inserts.add(Insert.failing("25006"));
        attempt();
        attempt();
        assertThat(database.connected).hasValue(before + 1);
    }

    @Test
    void anAnswerThatMakesNoRowIsNotAnAcknowledgement() throws Exception {
        database.inserts.add(fake -> 0);
        assertThat(attempt().outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(results()).containsExactly(Result.INDET);
    }

    @Test
    void silenceEndsAtTheDeadlineEvenWithADriverWithoutTimeouts() throws Exception {
        database.inserts.add(Insert.afterAbort(Insert.failing("08006")));
        long from = clock.nanos();
        assertThat(attempt().outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(Duration.ofNanos(clock.nanos() - from)).isBetween(DEADLINE, DEADLINE.plusMillis(500));
        assertThat(probe.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.result()).isEqualTo(Result.INDET);
            assertThat(entry.answered()).isEqualTo(entry.invoked());
        });
        assertThat(attempt()).isEqualTo(Answer.OK);
    }

    @Test
    void aWarningAfterTheProbeGaveUpPromisesNothing() throws Exception {
        database.inserts.add(Insert.afterAbort(Insert.warning()));
        assertThat(attempt().outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(results()).containsExactly(Result.INDET);
    }

    @Test
    void aCleanAnswerAfterTheDeadlineIsStillAnAcknowledgement() throws Exception {
        database.inserts.add(Insert.afterAbort(fake -> 1));
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(results()).containsExactly(Result.ACK);
    }

    @Test
    void aFailureToConnectLeavesNoTraceInTheLedger() throws Exception {
        database.inserts.add(Insert.failing("08006"));
        attempt();
        database.refusing = true;
        assertThat(attempt().outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(attempt().detail()).isEqualTo("08001 connection refused");
        database.refusing = false;
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(probe.entries()).extracting(LedgerEntry::seq).containsExactly(1L, 2L);
    }

    @Test
    void anAttemptWithoutAFreeWriterIsNotSent() throws Exception {
        database.inserts.add(Insert.afterAbort(Insert.failing("08006")));
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(this::uncheckedAttempt);
        await().until(() -> probe.entries().size() == 1);
        assertThat(attempt().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(waiting.get(10, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(probe.entries()).hasSize(1);
    }

    @Test
    void closingEndsSilentAnswers() throws Exception {
        database.inserts.add(Insert.afterAbort(Insert.failing("08006")));
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> attemptFor(Duration.ofSeconds(30)));
        await().until(() -> probe.entries().size() == 1);
        long from = clock.nanos();
        probe.close();
        assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(Duration.ofSeconds(10));
        assertThat(waiting.get(10, TimeUnit.SECONDS).outcome()).isNotEqualTo(Outcome.OK);
        assertThat(database.aborted).hasValue(database.connected.get());
        assertThat(attempt().outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void anAcknowledgedRowThatIsReadBackLateIsStaleForAsLongAsItWasMissed() throws Exception {
        probe.close();
        probe = probe(new JdbcLedger("db", "aftershock_ledger", 1, 4, true), database);
        probe.prepare();
        database.blindReads.set(3);
        assertThat(attempt()).isEqualTo(Answer.OK);
        await().until(() -> probe.reads().size() == 3);
        assertThat(database.blindReads).hasValue(0);
        assertThat(attempt()).isEqualTo(Answer.OK);
        LedgerEntry write = probe.entries().get(0);
        List<ReadBack> reads = probe.reads();
        assertThat(reads)
                .hasSize(3)
                .allMatch(read -> !read.found() && read.seq() == 1 && read.begun() >= write.answered());
        Moment end = new Moment(clock.nanos(), clock.nanos());
        assertThat(LedgerAnalysis.compare(probe.entries(), probe.survivors(Duration.ofSeconds(10)), reads, end)
                        .stale())
                .containsExactly(new StaleWrite(write, reads.get(2).begun() - write.answered()));
    }

    @Test
    void aReadThatFailsSaysNothingAndIsMadeAgain() throws Exception {
        probe.close();
        probe = probe(new JdbcLedger("db", "aftershock_ledger", 1, 4, true), database);
        probe.prepare();
        database.failingReads.set(1);
        database.blindReads.set(1);
        assertThat(attempt()).isEqualTo(Answer.OK);
        await().until(() -> probe.reads().size() == 1);
        assertThat(database.failingReads).hasValue(0);
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(Result.ACK);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithoutItsPassword() {
        database.refusing = true;
        try (WriteProbe other = probe(2, database)) {
            assertThatThrownBy(other::prepare)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(database.url())
                    .hasMessageContaining("'me'")
                    .hasMessageContaining("connection refused")
                    .hasMessageContaining("CREATE TABLE aftershock_ledger")
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void theReadIsSettledOnlyWhenTwoInARowAgree() throws Exception {
        List<Object> first = row(0, 1);
        List<Object> second = row(0, 2);
        database.reads.add(List.of(first));
        database.reads.add(List.of(first, second));
        database.reads.add(List.of(first, second));
        List<Survivor> survivors = probe.survivors(Duration.ofSeconds(10));
        assertThat(survivors)
                .containsExactly(
                        new Survivor(0, 1, Payload.of(SEED, 0, 1).hash(), 1),
                        new Survivor(0, 2, Payload.of(SEED, 0, 2).hash(), 1));
    }

    @Test
    void rowsThatNeverSettleAreReportedAsSuch() {
        for (int i = 1; i < 50; i++) {
            database.reads.add(List.of(row(0, i)));
        }
        assertThatThrownBy(() -> probe.survivors(Duration.ofMillis(700)))
                .isInstanceOf(SQLTimeoutException.class)
                .hasMessageContaining("still differ");
    }

    @Test
    void aDamagedPayloadAndADamagedHashAreBothSeen() throws Exception {
        Payload right = Payload.of(SEED, 0, 1);
        for (int i = 0; i < 2; i++) {
            database.reads.add(List.of(
                    List.of(
                            0,
                            1L,
                            right.hash(),
                            right.text().replace(right.text().charAt(0), '-'),
                            1L),
                    List.of(0, 1L, right.hash() + 1, right.text(), 2L)));
        }
        assertThat(probe.survivors(Duration.ofSeconds(10))).noneMatch(survivor -> survivor.hash() == right.hash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;drop table x", "a.b.c", "1a", "\"a\""})
    void aTableThatIsNoPlainNameIsRejected(String table) {
        assertThatThrownBy(() -> new JdbcLedger("db", table, 1, 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'table'");
    }

    private static List<Object> row(int writer, long seq) {
        Payload payload = Payload.of(SEED, writer, seq);
        return List.of(writer, seq, payload.hash(), payload.text(), 1L);
    }

    private WriteProbe probe(int writers, JdbcTarget target) {
        return probe(new JdbcLedger("db", "aftershock_ledger", writers, 4, false), target);
    }

    private WriteProbe probe(JdbcLedger settings, JdbcTarget target) {
        ProbeContext context = new ProbeContext(
                "writes",
                new Pace(Duration.ofMillis(10), DEADLINE),
                only(target),
                clock,
                SEED,
                directory,
                group.loop(),
                java.util.Map.of());
        return (WriteProbe) new JdbcLedger.Provider().create(settings, context);
    }

    private Answer attempt() throws InterruptedException {
        long now = clock.nanos();
        return probe.attempt(new Attempt(0, now, now + DEADLINE.toNanos(), 0));
    }

    private Answer uncheckedAttempt() {
        return attemptFor(DEADLINE);
    }

    private Answer attemptFor(Duration patience) {
        try {
            long now = clock.nanos();
            return probe.attempt(new Attempt(0, now, now + patience.toNanos(), 0));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Result> results() {
        return probe.entries().stream().map(LedgerEntry::result).toList();
    }

    private List<LedgerEntry> journaled() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return LedgerJournal.read(files.findFirst().orElseThrow());
        }
    }

    private static Targets only(JdbcTarget target) {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                if (!capability.isInstance(target)) {
                    throw InvalidInputException.of("no target '" + name + "'", capability.getSimpleName());
                }
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
    }
}
