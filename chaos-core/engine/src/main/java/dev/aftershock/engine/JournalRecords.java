package dev.aftershock.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Takes the bytes of a journal apart into records. What is no record is passed over up to the next one that is, so that
 * damage costs nothing but itself.
 *
 * @param sound every record that could be read, in order
 * @param damaged how many stretches are none
 * @param torn whether the last record was cut off, as by a crash
 * @param end how many bytes precede the torn or damaged tail, if there is one
 */
record JournalRecords(List<JsonNode> sound, int damaged, boolean torn, int end) {

    private static final int HEAD_BYTES = 8;
    private static final int SHORTEST_PAYLOAD = 2;

    static JournalRecords of(byte[] journal) {
        ByteBuffer bytes = ByteBuffer.wrap(journal);
        List<JsonNode> sound = new ArrayList<>();
        int damaged = 0;
        int at = 0;
        while (at < bytes.limit()) {
            Optional<JsonNode> record = at(bytes, at);
            if (record.isPresent()) {
                sound.add(record.get());
                at += HEAD_BYTES + bytes.getInt(at);
                continue;
            }
            int next = after(bytes, at);
            if (next < 0) {
                boolean torn = isCutOff(bytes, at);
                return new JournalRecords(sound, torn ? damaged : damaged + 1, torn, at);
            }
            damaged++;
            at = next;
        }
        return new JournalRecords(sound, damaged, false, at);
    }

    private static Optional<JsonNode> at(ByteBuffer bytes, int at) {
        if (!mayBegin(bytes, at)) {
            return Optional.empty();
        }
        int length = bytes.getInt(at);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), at + HEAD_BYTES, length);
        if ((int) crc.getValue() != bytes.getInt(at + Integer.BYTES)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(new String(bytes.array(), at + HEAD_BYTES, length, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException noJson) {
            return Optional.empty();
        }
    }

    /** What costs nothing to see, before anything is summed up. */
    private static boolean mayBegin(ByteBuffer bytes, int at) {
        int left = bytes.limit() - at - HEAD_BYTES;
        if (left < SHORTEST_PAYLOAD) {
            return false;
        }
        int length = bytes.getInt(at);
        return length >= SHORTEST_PAYLOAD
                && length <= Math.min(left, FaultJournal.LONGEST_RECORD)
                && bytes.get(at + HEAD_BYTES) == '{'
                && bytes.get(at + HEAD_BYTES + length - 1) == '}';
    }

    /** Where the next record behind {@code at} begins; negative for nowhere. */
    private static int after(ByteBuffer bytes, int at) {
        for (int next = at + 1; next < bytes.limit(); next++) {
            if (at(bytes, next).isPresent()) {
                return next;
            }
        }
        return -1;
    }

    /** Too short for what it says it is, or nothing but zeros, which some file systems leave after a power cut. */
    private static boolean isCutOff(ByteBuffer bytes, int at) {
        int left = bytes.limit() - at;
        if (left < HEAD_BYTES) {
            return true;
        }
        int length = bytes.getInt(at);
        boolean announced = length >= SHORTEST_PAYLOAD && length <= FaultJournal.LONGEST_RECORD;
        return announced ? length > left - HEAD_BYTES : isZero(bytes, at);
    }

    private static boolean isZero(ByteBuffer bytes, int from) {
        for (int at = from; at < bytes.limit(); at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
