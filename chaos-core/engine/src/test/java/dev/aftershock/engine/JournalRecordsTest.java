package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What was cut off by a crash is told from what was damaged: only the one is no cause for alarm. */
class JournalRecordsTest {

    @Test
    void theShortestRecordIsOne() {
        JournalRecords records = JournalRecords.of(journal(record("{}")));
        assertThat(records.sound()).extracting(JsonNode::toString).containsExactly("{}");
        assertThat(records.torn()).isFalse();
        assertThat(records.damaged()).isZero();
        assertThat(records.end()).isEqualTo(10);
    }

    @Test
    void theLongestRecordIsOneAndNothingLongerIsWritten() {
        String longest = "{\"x\":\"" + "y".repeat(FaultJournal.LONGEST_RECORD - 8) + "\"}";
        assertThat(JournalRecords.of(journal(record(longest))).sound()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record(longest + " "))
                .withMessageContaining("is too long");
    }

    @Test
    void aRecordThatWasCutAnywhereIsTorn() {
        byte[] first = record("{\"a\":1}");
        byte[] whole = journal(first, record("{\"b\":2}"));
        for (int length = first.length + 1; length < whole.length; length++) {
            JournalRecords records = JournalRecords.of(Arrays.copyOf(whole, length));
            assertThat(records.torn()).as("cut at %d", length).isTrue();
            assertThat(records.damaged()).as("cut at %d", length).isZero();
            assertThat(records.end()).isEqualTo(first.length);
            assertThat(records.sound()).hasSize(1);
        }
    }

    @Test
    void aWholeRecordAtTheEndThatIsNotAsItWasWrittenIsDamagedNotTorn() {
        byte[] first = record("{\"a\":1}");
        byte[] whole = journal(first, record("{\"b\":2}"));
        whole[whole.length - 2] ^= 1;
        damaged(JournalRecords.of(whole), first.length);
    }

    @Test
    void aLengthThatNoRecordHasIsDamage() {
        byte[] first = record("{\"a\":1}");
        damaged(JournalRecords.of(journal(first, head(-1))), first.length);
        damaged(JournalRecords.of(journal(first, head(1))), first.length);
        damaged(JournalRecords.of(journal(first, head(FaultJournal.LONGEST_RECORD + 1))), first.length);
        assertThat(JournalRecords.of(journal(first, head(FaultJournal.LONGEST_RECORD)))
                        .torn())
                .isTrue();
        assertThat(JournalRecords.of(journal(first, head(2))).torn()).isTrue();
    }

    @Test
    void damageInTheMiddleCostsNothingButItself() {
        byte[] damaged = record("{\"b\":2}");
        damaged[10] ^= 1;
        JournalRecords records = JournalRecords.of(journal(record("{\"a\":1}"), damaged, record("{\"c\":3}")));
        assertThat(records.sound()).extracting(JsonNode::toString).containsExactly("{\"a\":1}", "{\"c\":3}");
        assertThat(records.damaged()).isEqualTo(1);
        assertThat(records.torn()).isFalse();
    }

    private static void damaged(JournalRecords records, int end) {
        assertThat(records.damaged()).isEqualTo(1);
        assertThat(records.torn()).isFalse();
        assertThat(records.end()).isEqualTo(end);
        assertThat(records.sound()).hasSize(1);
    }

    /** The first bytes of a record, whose payload did not follow. */
    private static byte[] head(int length) {
        return ByteBuffer.allocate(8).putInt(length).putInt(7).array();
    }

    private static byte[] record(String payload) {
        return FaultJournal.encode(payload.getBytes(StandardCharsets.UTF_8)).array();
    }

    private static byte[] journal(byte[]... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        return all.toByteArray();
    }
}
