package dev.aftershock.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a fault journal: a torn tail is cut, a damaged record is counted and passed over. */
final class JournalReader {

    private static final int LARGEST_JOURNAL = 256 << 20;

    private final Map<String, JournaledFault> faults = new LinkedHashMap<>();
    private Optional<ProcessIdentity> owner = Optional.empty();
    private String boot = "";
    private int schema = FaultJournal.SCHEMA;
    private int damaged;

    private JournalReader() {}

    /**
     * What a journal holds.
     *
     * @param file the journal
     * @param owner the process that wrote it; empty when its first record is lost
     * @param boot the boot that it was written in
     * @param schema the version of its form
     * @param faults every fault with its last state, in the order of injection
     * @param damaged how many records could not be read
     * @param torn whether the last record was cut off, as by a crash
     * @param sound how many bytes precede the torn or damaged tail
     */
    record Contents(
            Path file,
            Optional<ProcessIdentity> owner,
            String boot,
            int schema,
            List<JournaledFault> faults,
            int damaged,
            boolean torn,
            int sound) {

        /** Whether the process that wrote it still lives. */
        boolean ownerAlive() {
            boolean sameBoot = boot.isEmpty() || boot.equals(BootId.current());
            return sameBoot && owner.flatMap(ProcessIdentity::alive).isPresent();
        }

        /** Whether a later version of this program wrote it, in a form that this one may misunderstand. */
        boolean isNewer() {
            return schema > FaultJournal.SCHEMA;
        }

        /** The faults that were not seen healed, the last injected first. */
        List<JournaledFault> open() {
            List<JournaledFault> open = new ArrayList<>(faults.stream()
                    .filter(fault -> fault.state() != FaultState.VERIFIED)
                    .toList());
            Collections.reverse(open);
            return open;
        }
    }

    /**
     * Reads a journal; a symbolic link is none.
     *
     * @throws IOException when it cannot be read, or is larger than 256 MiB
     */
    static Contents read(Path file) throws IOException {
        JournalRecords records = JournalRecords.of(bytes(file));
        JournalReader reader = new JournalReader();
        reader.damaged = records.damaged();
        records.sound().forEach(reader::accept);
        return new Contents(
                file,
                reader.owner,
                reader.boot,
                reader.schema,
                List.copyOf(reader.faults.values()),
                reader.damaged,
                records.torn(),
                records.end());
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            // To open a pipe would wait for a writer, and every run begins with reading the journals.
            throw new IOException("it is no regular file");
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (channel.size() > LARGEST_JOURNAL) {
                throw new IOException("it has " + channel.size() + " bytes; expected at most " + LARGEST_JOURNAL);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until it is full, or the file became shorter.
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return read;
        }
    }

    private void accept(JsonNode node) {
        try {
            if (node.path("record").asText().equals("owner")) {
                acceptOwner(node);
            } else {
                acceptFault(node);
            }
        } catch (IllegalArgumentException notAsWritten) {
            damaged++;
        }
    }

    private void acceptOwner(JsonNode node) {
        schema = node.path("schema").asInt(FaultJournal.SCHEMA);
        boot = node.path("boot").asText();
        owner = Optional.of(ProcessIdentity.parse(node.path("process").asText()));
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
