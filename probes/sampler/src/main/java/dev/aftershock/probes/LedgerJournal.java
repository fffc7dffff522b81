package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.WriteLog;
import dev.aftershock.measurement.Writes;
import dev.aftershock.parts.Mask;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;

/**
 * The write-ahead record of a ledger probe: what was about to be written, and what the answer was.
 *
 * <p>Each record is handed to the operating system by one unbuffered write before the method returns, so it survives a
 * {@code kill -9} of this process (not a crash of the machine). A write is journaled before it is sent and its answer
 * before anybody counts on it; a write without a recorded answer reads as {@link Result#INDET}.
 *
 * <p>The file is text, one record a line, after the header {@code aftershock-ledger 2}. Each line begins with the CRC-32C
 * of its rest in eight hexadecimal digits, and with the record's number from 1:
 *
 * <pre>
 * checksum number I writer seq hash-in-hex invoked-nanos
 * checksum number A writer seq answered-nanos RESULT node
 * checksum number D writer seq deleting-nanos
 * </pre>
 *
 * <p>A last line without line end is torn: nobody acted upon it, and it is ignored on reading. Any other damage, such as a
 * changed byte or a missing line, is found and nothing is read. After a failed write the journal takes no more records,
 * because what follows a torn record could not be read. Memory is bounded by {@link WriteLog#MOST_WRITES}. Thread-safe.
 */
public final class LedgerJournal implements AutoCloseable {

    private final Path file;
    private final OutputStream out;
    private final WriteLog log = new WriteLog();
    private final LedgerRecord record = new LedgerRecord();
    private final UnaryOperator<String> hiding;
    private boolean broken;

    LedgerJournal(Path file, OutputStream out, Mask mask) {
        this.hiding = mask.remembering();
        this.file = file;
        this.out = out;
    }

    /** A new journal of a run without secrets, that only its owner can read. */
    public static LedgerJournal create(Path file) throws IOException {
        return create(file, Mask.ofShapes());
    }

    /**
     * Makes a new journal that only its owner can read.
     *
     * @param mask hides secrets in the names that nodes give themselves
     * @throws java.nio.file.FileAlreadyExistsException when the file exists; a journal is never overwritten
     * @throws IOException when the file cannot be made
     */
    public static LedgerJournal create(Path file, Mask mask) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        // A stream, not a channel: an interrupted prober must not close the journal.
        LedgerJournal journal = new LedgerJournal(file, new FileOutputStream(file.toFile(), true), mask);
        byte[] header = (LedgerFormat.HEADER + "\n").getBytes(StandardCharsets.US_ASCII);
        journal.append(header, header.length);
        return journal;
    }

    /**
     * Records that a write is about to be sent; call it before sending.
     *
     * @param writer who writes, from 0
     * @param seq the writer's own number, from 1, without gaps
     * @param hash the payload's hash
     * @param at nanoseconds of the run's clock
     * @throws UncheckedIOException when it cannot be recorded; the write must then not be sent
     * @throws IllegalArgumentException when the writer or the number is out of range, or the write is there already
     * @throws IllegalStateException when the ledger is full
     */
    public synchronized void invoked(int writer, long seq, long hash, long at) {
        log.checkNew(writer, seq);
        append(record.invoked(writer, seq, hash, at));
        log.invoked(writer, seq, hash, at);
    }

    /**
     * Records the answer to a write; call it as soon as the answer is known.
     *
     * @param at when the answer came, in nanoseconds of the run's clock
     * @param node who answered, as the system names it; empty when unknown
     * @throws UncheckedIOException when it cannot be recorded; the write then stays {@link Result#INDET}
     * @throws IllegalArgumentException when the answer came before the write was sent
     * @throws IllegalStateException when no such write is under way
     */
    public synchronized void answered(int writer, long seq, long at, Result result, String node) {
        int place = known(writer, seq);
        log.checkAnswer(place, at, result);
        String name = LedgerFormat.oneLine(hiding.apply(node));
        append(record.answered(writer, seq, at, result, name));
        log.answered(place, at, result, name);
    }

    /**
     * Records that an acknowledged write is about to be deleted; call it before sending the deletion. The write is
     * {@link Result#INDET} from then on, until its deletion is answered with {@link Result#DELETED}.
     *
     * @param at nanoseconds of the run's clock
     * @throws UncheckedIOException when it cannot be recorded; the deletion must then not be sent
     * @throws IllegalStateException when no such write was acknowledged
     */
    public synchronized void deleting(int writer, long seq, long at) {
        int place = known(writer, seq);
        log.checkDeletable(place);
        append(record.deleting(writer, seq, at));
        log.deleting(place);
    }

    private int known(int writer, long seq) {
        int place = log.find(writer, seq);
        if (place < 0) {
            throw new IllegalStateException("write " + writer + "-" + seq + " awaits no answer: it was never begun");
        }
        return place;
    }

    /** Every write so far in the order of invocation; those without answer are {@link Result#INDET}. */
    public synchronized Writes entries() {
        return log.snapshot();
    }

    /**
     * Reads a journal back, for instance after its writer was killed.
     *
     * @throws IOException when the file cannot be read, is no journal, is of another version, or is damaged anywhere but
     *     at its torn tail; it says where, and how many records before that are good
     */
    public static Writes read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return LedgerFormat.read(in, file.toString());
        }
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

    private void append(LedgerRecord made) {
        append(made.line(), made.length());
    }

    private synchronized void append(byte[] line, int length) {
        if (broken) {
            throw new UncheckedIOException(
                    new IOException("the journal " + file + " is closed or failed earlier; no record was written"));
        }
        try {
            out.write(line, 0, length);
        } catch (IOException e) {
            broken = true;
            throw new UncheckedIOException("cannot write the journal " + file + ": " + e.getMessage(), e);
        }
    }
}
