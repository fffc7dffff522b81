package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The write-ahead record of a ledger probe: what was about to be written, and what the answer was.
 *
 * <p>Each record is handed to the operating system by one unbuffered write before the method returns, so it survives a
 * {@code kill -9} of this process (not a crash of the machine). A write is journaled before it is sent and its answer
 * before anybody counts on it; a write without a recorded answer reads as {@link Result#INDET}.
 *
 * <p>The file is text, one record a line, after the header {@code aftershock-ledger 1}:
 *
 * <pre>
 * I writer seq hash-in-hex invoked-nanos
 * A writer seq answered-nanos RESULT node
 * </pre>
 *
 * <p>A last line without line end is torn and ignored on reading. After a failed write the journal takes no more
 * records, because what follows a torn record could not be read. Thread-safe.
 */
public final class LedgerJournal implements AutoCloseable {

    private final Path file;
    private final OutputStream out;
    private final LedgerBook book = new LedgerBook();
    private boolean broken;

    LedgerJournal(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Makes a new journal that only its owner can read.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the file exists; a journal is never overwritten
     * @throws IOException when the file cannot be made
     */
    public static LedgerJournal create(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        // A stream, not a channel: an interrupted prober must not close the journal.
        LedgerJournal journal = new LedgerJournal(file, new FileOutputStream(file.toFile(), true));
        journal.append(LedgerFormat.HEADER);
        return journal;
    }

    /**
     * Records that a write is about to be sent; call it before sending.
     *
     * @param writer who writes
     * @param seq the writer's own number, from 1, without gaps
     * @param hash the payload's hash
     * @param at nanoseconds of the run's clock
     * @throws UncheckedIOException when it cannot be recorded; the write must then not be sent
     * @throws IllegalStateException when the same write is already under way, or the ledger is full
     */
    public synchronized void invoked(int writer, long seq, long hash, long at) {
        book.checkInvocable(writer, seq);
        append(LedgerFormat.invoked(writer, seq, hash, at));
        book.invoked(writer, seq, hash, at);
    }

    /**
     * Records the answer to a write; call it as soon as the answer is known.
     *
     * @param at when the answer came, in nanoseconds of the run's clock
     * @param node who answered, as the system names it; empty when unknown
     * @throws UncheckedIOException when it cannot be recorded; the write then stays {@link Result#INDET}
     * @throws IllegalStateException when no such write is under way
     */
    public synchronized void answered(int writer, long seq, long at, Result result, String node) {
        book.checkAnswerable(writer, seq);
        String name = LedgerFormat.oneLine(node);
        append(LedgerFormat.answered(writer, seq, at, result, name));
        book.answered(writer, seq, at, result, name);
    }

    /** Every write so far in the order of invocation; those without answer are {@link Result#INDET}. */
    public synchronized List<LedgerEntry> entries() {
        return book.entries();
    }

    /**
     * Reads a journal back, for instance after its writer was killed.
     *
     * @throws IOException when the file cannot be read, is no journal, or is damaged anywhere but at its torn tail
     */
    public static List<LedgerEntry> read(Path file) throws IOException {
        return LedgerFormat.read(file);
    }

    /** Closes the file; later records are refused. Never throws. */
    @Override
    public synchronized void close() {
        broken = true;
        try {
            out.close();
        } catch (IOException e) {
            // Every record already reached the system when its method returned; nothing is buffered here.
            return;
        }
    }

    private synchronized void append(String record) {
        if (broken) {
            throw new UncheckedIOException(
                    new IOException("the journal " + file + " is closed or failed earlier; no record was written"));
        }
        try {
            out.write((record + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            broken = true;
            throw new UncheckedIOException("cannot write the journal " + file + ": " + e.getMessage(), e);
        }
    }
}
