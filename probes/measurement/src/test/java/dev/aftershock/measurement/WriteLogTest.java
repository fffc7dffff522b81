package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import dev.aftershock.measurement.LedgerEntry.Result;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteLogTest {

    private final WriteLog log = new WriteLog();

    @Test
    void manyWritesReadBackAsTheyWereWritten() {
        Random random = new Random(1);
        List<LedgerEntry> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            LedgerEntry entry = new LedgerEntry(
                    i % 7,
                    i / 7 + 1,
                    random.nextLong(),
                    random.nextLong() >> 1,
                    Long.MAX_VALUE - random.nextInt(9),
                    Result.values()[random.nextInt(Result.values().length)],
                    "node " + random.nextInt(30));
            expected.add(entry);
        }
        Writes writes = Writes.of(expected);
        assertThat(new ArrayList<>(writes)).isEqualTo(expected);
        assertThat(Writes.of(writes)).isSameAs(writes);
    }

    @Test
    void writesInAnyOrderAreFoundByNumber() {
        List<Integer> seqs = new ArrayList<>();
        for (int seq = 1; seq <= 10_000; seq++) {
            seqs.add(seq);
        }
        Collections.shuffle(seqs, new Random(2));
        for (int seq : seqs) {
            assertThat(log.find(3, seq)).isNegative();
            log.invoked(3, seq, seq, seq);
        }
        for (int i = 0; i < seqs.size(); i++) {
            assertThat(log.find(3, seqs.get(i))).isEqualTo(i);
        }
        assertThat(log.find(3, 10_001)).isNegative();
        assertThat(log.find(3, 0)).isNegative();
        assertThat(log.find(-1, 1)).isNegative();
        assertThat(log.find(2, 1)).isNegative();
        assertThat(log.find(3, Long.MAX_VALUE)).isNegative();
        assertThat(log.find(3, Long.MIN_VALUE)).isNegative();
    }

    @Test
    void aSnapshotNeverChanges() {
        for (int seq = 1; seq <= 10_000; seq++) {
            log.invoked(1, seq, seq, seq);
        }
        Writes before = log.snapshot();
        List<LedgerEntry> copy = List.copyOf(before);
        for (int place = 0; place < 10_000; place += 3) {
            log.answered(place, 20_000, Result.ACK, "a");
        }
        log.invoked(2, 1, 1, 1);
        assertThat(before).hasSize(10_000).isEqualTo(copy);
        assertThat(log.snapshot().get(9_999).result()).isEqualTo(Result.ACK);
        assertThat(log.snapshot()).hasSize(10_001);
    }

    @Test
    void typedGettersSayTheSameAsEntries() {
        log.answered(log.invoked(9, 1, 5, 10), 20, Result.ACK_WARN, "b");
        Writes writes = log.snapshot();
        assertThat(writes.get(0))
                .isEqualTo(new LedgerEntry(
                        writes.writer(0),
                        writes.seq(0),
                        writes.hash(0),
                        writes.invoked(0),
                        writes.answered(0),
                        writes.result(0),
                        writes.node(0)))
                .isEqualTo(new LedgerEntry(9, 1, 5, 10, 20, Result.ACK_WARN, "b"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> writes.seq(1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> writes.get(-1));
    }

    @Test
    void badWritesAreRefusedByName() {
        log.invoked(1, 1, 5, 10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.invoked(1, 1, 5, 10))
                .withMessageContaining("1-1 is listed twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.invoked(-1, 2, 5, 10))
                .withMessageContaining("from 0 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.invoked(65_536, 2, 5, 10))
                .withMessageContaining("65536-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.invoked(1, 0, 5, 10))
                .withMessageContaining("from 1 on");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.invoked(1, -4, 5, 10))
                .withMessageContaining("1--4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.invoked(1, Long.MAX_VALUE, 5, 10))
                .withMessageContaining("without gaps");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.answered(0, 9, Result.ACK, ""))
                .withMessageContaining("answered at 9, before it was sent at 10");
        assertThat(log.size()).isEqualTo(1);
        assertThat(log.snapshot()).extracting(LedgerEntry::result).containsExactly(Result.INDET);
    }

    @Test
    void gapsOfManyWritersAddUp() {
        log.invoked(1, 20_000_000, 5, 10);
        log.invoked(2, 20_000_000, 5, 10);
        assertThatIllegalArgumentException().isThrownBy(() -> log.invoked(3, 1, 5, 10));
        log.invoked(2, 7, 5, 10);
        assertThat(log.find(2, 7)).isEqualTo(2);
    }

    @Test
    void anAnswerIsTakenOnce() {
        log.answered(log.invoked(1, 1, 5, 10), 10, Result.INDET, "");
        assertThatIllegalStateException()
                .isThrownBy(() -> log.answered(0, 12, Result.ACK, ""))
                .withMessageContaining("1-1");
    }

    @Test
    void onlyWhatWasAcknowledgedCanBeDeletedAndOnlyOnce() {
        int place = log.invoked(1, 1, 5, 10);
        assertThatIllegalStateException().isThrownBy(() -> log.deleting(place)).withMessageContaining("INDET");
        assertThatIllegalArgumentException().isThrownBy(() -> log.answered(place, 11, Result.DELETED, ""));
        log.answered(place, 11, Result.ACK, "a");
        log.deleting(place);
        assertThat(log.snapshot().get(0)).isEqualTo(new LedgerEntry(1, 1, 5, 10, 11, Result.INDET, "a"));
        assertThatIllegalStateException().isThrownBy(() -> log.deleting(place));
        assertThatIllegalArgumentException().isThrownBy(() -> log.answered(place, 12, Result.ACK, ""));
        log.answered(place, 12, Result.DELETED, "b");
        assertThat(log.snapshot().get(0)).isEqualTo(new LedgerEntry(1, 1, 5, 10, 12, Result.DELETED, "b"));
    }

    @Test
    void nodesBeyondAnyNumberReadAsUnknown() {
        for (int seq = 1; seq <= 9_000; seq++) {
            log.answered(log.invoked(0, seq, 0, 0), 1, Result.ACK, "n" + seq);
        }
        assertThat(log.snapshot().node(8_190)).isEqualTo("n8191");
        assertThat(log.snapshot().node(8_191)).isEmpty();
    }

    @Test
    void aWriteCostsAtMostFortyBytes() {
        int writes = 1_000_000;
        long before = allocated();
        for (int i = 0; i < writes; i++) {
            log.answered(log.invoked(i % 24, i / 24 + 1, i, i), i + 1, Result.ACK, "10.0.0.1:5432");
        }
        assertThat((allocated() - before) / (double) writes).isLessThan(40);
        Survivors.Builder rows = new Survivors.Builder();
        for (int i = 0; i < writes; i++) {
            rows.add(i % 24, i / 24 + 1, i, 1);
        }
        Survivors survivors = rows.build();
        before = allocated();
        LedgerFindings findings = LedgerAnalysis.compare(log.snapshot(), survivors, new Moment(writes, writes));
        assertThat((allocated() - before) / (double) writes).isLessThan(40);
        assertThat(findings.lost()).isEmpty();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void survivorsReadBackAsTheyWereFound() {
        Random random = new Random(3);
        List<Survivor> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long position = random.nextBoolean() ? Survivor.UNPLACED : random.nextLong();
            expected.add(new Survivor(
                    random.nextInt(),
                    random.nextLong(),
                    random.nextLong(),
                    1 + random.nextInt(Integer.MAX_VALUE),
                    position));
        }
        Survivors survivors = Survivors.of(expected);
        assertThat(new ArrayList<>(survivors)).isEqualTo(expected);
        assertThat(Survivors.of(survivors)).isSameAs(survivors);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> survivors.position(10_000));
    }

    @Test
    void aPositionSaidTwiceIsTheLastOne() {
        Survivors.Builder rows = new Survivors.Builder();
        rows.add(1, 1, 1, 1);
        rows.add(1, 2, 1, 1);
        rows.position(5);
        rows.position(6);
        assertThat(rows.build()).extracting(Survivor::position).containsExactly(Survivor.UNPLACED, 6L);
    }

    @Test
    void whatWasNotFoundIsNoSurvivor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Survivors.of(List.of(new Survivor(1, 2, 3, 0))))
                .withMessageContaining("1-2 was found 0 times");
    }
}
