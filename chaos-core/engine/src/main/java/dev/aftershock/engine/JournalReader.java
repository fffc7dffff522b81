package dev.aftershock.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads a fault journal as far as it goes: a torn tail is cut, a damaged record is counted and passed over. */
final class JournalReader {

    private final Map<String, JournaledFault> faults = new LinkedHashMap<>();
    private Optional<ProcessIdentity> owner = Optional.empty();
    private String boot = "";
    private int damaged;
    private boolean torn;
    private int sound;

    private JournalReader() {}

    /**
     * What a journal holds.
     *
     * @param file the journal
     * @param owner the process that wrote it; empty when its first record is lost
     * @param boot the boot that it was written in
     * @param faults every fault with its last state, in the order of injection
     * @param damaged how many records could not be read
     * @param torn whether the last record was cut off, as by a crash
     * @param sound how many bytes precede the torn tail
     */
    record Contents(
            Path file,
            Optional<ProcessIdentity> owner,
            String boot,
            List<JournaledFault> faults,
            int damaged,
            boolean torn,
            int sound) {

        /** Whether the process that wrote it still lives. */
        boolean ownerAlive() {
            boolean sameBoot = boot.isEmpty() || boot.equals(BootId.current());
            return sameBoot && owner.flatMap(ProcessIdentity::alive).isPresent();
        }

        /** The faults that were not seen healed, the last injected first. */
        List<JournaledFault> open() {
            List<JournaledFault> open = new ArrayList<>(faults.stream()
                    .filter(fault -> fault.state() != FaultState.VERIFIED)
                    .toList());
            java.util.Collections.reverse(open);
            return open;
        }
    }

    static Contents read(Path file) throws IOException {
        JournalReader reader = new JournalReader();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (bytes.hasRemaining() && reader.readRecord(bytes)) {
            reader.sound = reader.torn ? reader.sound : bytes.position();
        }
        if (!reader.torn) {
            reader.sound = bytes.limit();
        }
        List<JournaledFault> faults = List.copyOf(reader.faults.values());
        return new Contents(file, reader.owner, reader.boot, faults, reader.damaged, reader.torn, reader.sound);
    }

    private boolean readRecord(ByteBuffer bytes) {
        if (bytes.remaining() < 8) {
            torn = true;
            return false;
        }
        int length = bytes.getInt();
        int crc = bytes.getInt();
        if (length < 0 || length > FaultJournal.LONGEST_RECORD) {
            // A length that cannot be says nothing of where the next record begins.
            damaged++;
            return false;
        }
        if (length > bytes.remaining()) {
            torn = true;
            return false;
        }
        byte[] payload = new byte[length];
        bytes.get(payload);
        accept(payload, crc, !bytes.hasRemaining());
        return true;
    }

    private void accept(byte[] payload, int crc, boolean last) {
        CRC32C actual = new CRC32C();
        actual.update(payload);
        if ((int) actual.getValue() != crc) {
            torn |= last;
            damaged += last ? 0 : 1;
            return;
        }
        JsonNode node = Json.read(new String(payload, StandardCharsets.UTF_8));
        if (node.path("record").asText().equals("owner")) {
            owner = Optional.of(new ProcessIdentity(
                    node.path("pid").asLong(),
                    Instant.parse(node.path("started").asText())));
            boot = node.path("boot").asText();
        } else {
            acceptFault(node);
        }
    }

    private void acceptFault(JsonNode node) {
        String id = node.path("id").asText();
        FaultState state = FaultState.valueOf(node.path("state").asText());
        JournaledFault known = faults.get(id);
        if (state == FaultState.INTENT) {
            UndoRecipe recipe = new UndoRecipe(
                    node.path("kind").asText(), node.path("target").asText(), Json.strings(node.path("facts")));
            faults.put(id, new JournaledFault(id, recipe, state));
        } else if (known == null) {
            // Its intent was damaged: without the recipe nobody but a person can undo it.
            damaged++;
        } else {
            faults.put(id, new JournaledFault(id, known.recipe(), state));
        }
    }
}
