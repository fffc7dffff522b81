package dev.aftershock.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers on disk what must be undone, before it is done. Thread-safe.
 *
 * <p>One file a run, appended only. A record is its length (4 bytes), the CRC32C of its payload (4 bytes) and the payload
 * (JSON). An intent is on the disk before {@link #intent} returns, and so is the last state of each fault. The file stays
 * locked while its run lives; {@link JournalReader} reads it when the run is dead.
 */
final class FaultJournal implements AutoCloseable {

    static final String SUFFIX = ".journal";
    static final int LONGEST_RECORD = 1 << 20;

    /** The version of the form of its records. */
    static final int SCHEMA = 1;

    private final Path file;
    private final JournalFile records;
    private final Map<String, UndoRecipe> open = new LinkedHashMap<>();
    private @Nullable IOException failure;

    private FaultJournal(Path file, JournalFile records) {
        this.file = file;
        this.records = records;
    }

    /**
     * Makes the journal of a run.
     *
     * @throws UncheckedIOException when it cannot be written; nothing may be injected then
     */
    static FaultJournal create(StateDirectory state, String runId) {
        return create(state, runId, ProcessIdentity.current(), UnaryOperator.identity());
    }

    /** With another owner, and with something around its file. */
    static FaultJournal create(
            StateDirectory state, String runId, ProcessIdentity owner, UnaryOperator<JournalFile> around) {
        Path file = state.journals().resolve(runId + SUFFIX);
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            FaultJournal journal =
                    new FaultJournal(file, around.apply(new JournalFile.OfChannel(channel, channel.lock())));
            journal.append(owner(runId, owner), true);
            forceDirectory(file.getParent());
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make the fault journal " + file + "; nothing is injected without it", e);
        }
    }

    /**
     * Opens the journal of a dead run to write down what is healed now, cutting a torn tail so that it can be read back.
     *
     * @return nothing when somebody else holds it
     */
    static Optional<FaultJournal> reopen(JournalReader.Contents contents) throws IOException {
        return reopen(contents, UnaryOperator.identity());
    }

    /** With something around its file. */
    static Optional<FaultJournal> reopen(JournalReader.Contents contents, UnaryOperator<JournalFile> around)
            throws IOException {
        FileChannel channel = FileChannel.open(contents.file(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(contents.sound());
        channel.position(contents.sound());
        return Optional.of(new FaultJournal(contents.file(), around.apply(new JournalFile.OfChannel(channel, lock))));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static ObjectNode owner(String runId, ProcessIdentity self) {
        return Json.object()
                .put("record", "owner")
                .put("schema", SCHEMA)
                .put("run", runId)
                .put("process", self.toString())
                .put("boot", BootId.current());
    }

    Path file() {
        return file;
    }

    /** What was written down through this object and not yet seen healed. */
    synchronized List<UndoRecipe> open() {
        return List.copyOf(open.values());
    }

    /** Writes down what is about to be done; on the disk when this returns. */
    void intent(String id, UndoRecipe recipe) {
        ObjectNode node = state(id, FaultState.INTENT);
        node.put("kind", recipe.kind()).put("target", recipe.target());
        node.set("facts", Json.strings(recipe.facts()));
        write(node, true);
        opened(id, recipe);
    }

    private synchronized void opened(String id, UndoRecipe recipe) {
        open.put(id, recipe);
    }

    private synchronized void closed(String id) {
        open.remove(id);
    }

    /** Writes down how far a fault has come. */
    void mark(String id, FaultState state) {
        boolean ended = state == FaultState.VERIFIED;
        write(state(id, state), ended);
        if (ended) {
            closed(id);
        }
    }

    /**
     * The same for what is being healed or is about to be: no journal keeps a fault from being healed.
     *
     * @return the first failure of this journal, in words; what could not be written down is healed again by a recovery
     */
    synchronized Optional<String> tryMark(String id, FaultState state) {
        if (failure != null) {
            return Optional.empty();
        }
        try {
            mark(id, state);
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of(OneLine.of(e));
        }
    }

    private static ObjectNode state(String id, FaultState state) {
        return Json.object().put("record", "fault").put("id", id).put("state", state.name());
    }

    private synchronized void write(ObjectNode node, boolean toDisk) {
        if (failure != null) {
            throw unwritable(failure);
        }
        try {
            append(node, toDisk);
        } catch (IOException e) {
            // After a failed write or fsync nobody knows what the disk holds: never trust this file again.
            failure = e;
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException cause) {
        return new UncheckedIOException(
                "cannot write the fault journal " + file + "; nothing more is injected, and what acts is healed",
                cause);
    }

    private void append(ObjectNode node, boolean toDisk) throws IOException {
        records.append(encode(Json.write(node).getBytes(StandardCharsets.UTF_8)));
        if (toDisk) {
            records.force();
        }
    }

    static ByteBuffer encode(byte[] payload) {
        if (payload.length > LONGEST_RECORD) {
            throw new IllegalArgumentException("a journal record of " + payload.length + " bytes is too long");
        }
        CRC32C crc = new CRC32C();
        crc.update(payload);
        ByteBuffer buffer = ByteBuffer.allocate(8 + payload.length);
        return buffer.putInt(payload.length)
                .putInt((int) crc.getValue())
                .put(payload)
                .flip();
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Lets go of the file; its content stays. */
    @Override
    public synchronized void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the fault journal " + file, e);
        }
    }
}
