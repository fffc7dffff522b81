package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.probes.HttpOrders.Fate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HttpSettledReadTest extends HttpLedgerBench {

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
        CompletableFuture<List<Survivor>> reading = new CompletableFuture<>();
        Thread reader = new Thread(() -> reading.complete(survivors(probe)), "reader");
        reader.setDaemon(true);
        reader.start();
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
                .isThrownBy(() -> probe.survivors(Duration.ofSeconds(2)))
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
}
