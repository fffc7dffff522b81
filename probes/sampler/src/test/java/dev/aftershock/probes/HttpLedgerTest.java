package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.HttpOrders.Fate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpLedgerTest extends HttpLedgerBench {

    @Test
    void acknowledgedRecordsAreFoundOnceAndUnchanged() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(write(BOUND)).isEqualTo(Answer.OK);
        }
        assertThat(probe.entries()).hasSize(50).allMatch(entry -> entry.result() == Result.ACK);
        assertThat(probe.survivors(BOUND)).containsExactlyElementsOf(unchanged(probe.entries()));
    }

    @Test
    void aRecordThatWasAcknowledgedButNeverAppliedIsNotAmongTheSurvivors() throws Exception {
        orders.next(Fate.ANSWER_ONLY);
        assertThat(write(BOUND)).isEqualTo(Answer.OK);
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(Result.ACK);
        assertThat(probe.survivors(BOUND)).isEmpty();
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
    void aClosedLedgerSendsNothingAndKeepsItsEntries() throws Exception {
        writes(1);
        orders.next(Fate.DROP_IN_SILENCE);
        CompletableFuture<Answer> waiting = attempt(probe, Duration.ofMinutes(1));
        probe.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(write(SHORT)).isEqualTo(Answer.notSent("the probe is closed"));
        assertThat(probe.entries()).extracting(LedgerEntry::result).containsExactly(Result.ACK, Result.INDET);
        assertThatIOException()
                .isThrownBy(() -> probe.survivors(BOUND))
                .withMessageContaining("read them before closing it");
    }
}
