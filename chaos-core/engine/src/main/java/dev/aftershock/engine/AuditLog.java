package dev.aftershock.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.parts.Mask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who broke what, and what came of it, for all runs that share a state directory. Thread-safe, also between processes.
 *
 * <p>One entry a line: the SHA-256 of the line before's digest and this entry, a blank, and the entry as JSON. So whoever
 * changes, inserts or takes out an entry changes every digest behind it; only the last ones can be cut off unseen, and not
 * even they when a later digest was noted elsewhere ({@link #verify}).
 */
public final class AuditLog {

    static final String FILE = "audit.log";

    /** What stands for the digest before the first entry. */
    private static final String NOTHING = "0".repeat(64);

    private static final int DIGEST = 64;
    private static final int LONGEST_ENTRY = FaultJournal.LONGEST_RECORD;
    private static final int FIRST_LOOK = 1 << 12;

    private final StateDirectory state;
    private final Mask mask;

    /** The log of a state directory. */
    public AuditLog(StateDirectory state) {
        this(state, Mask.ofShapes());
    }

    /** The same for a run that has secrets. */
    AuditLog(StateDirectory state, Mask mask) {
        this.state = state;
        this.mask = mask;
    }

    StateDirectory state() {
        return state;
    }

    /**
     * What a check of the whole log came to.
     *
     * @param entries how many entries are as they were written, from the first on
     * @param head the digest of the last of them
     * @param broken what is wrong behind them, if anything is
     */
    public record Verification(long entries, String head, Optional<String> broken) {}

    /**
     * Adds an entry; on the disk when this returns.
     *
     * @param what was done, one word
     * @param facts about it; longer ones than 1 MiB together are refused
     * @throws UncheckedIOException when it cannot be written
     */
    void add(String what, Map<String, String> facts) {
        Path file = state.journals().resolveSibling(FILE);
        try (FileChannel channel = FileLocks.open(file);
                FileLock held = FileLocks.lock(channel, file)) {
            assert held.isValid();
            String before = cutTornTail(channel);
            String entry = entry(what, facts);
            String digest = digest(before, entry.getBytes(StandardCharsets.UTF_8));
            channel.write(
                    ByteBuffer.wrap((digest + " " + entry + "\n").getBytes(StandardCharsets.UTF_8)), channel.size());
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the audit log " + file, e);
        }
    }

    /**
     * Adds an entry about something that must not fail because of it.
     *
     * @return what went wrong, if it could not be written
     */
    Optional<String> tryAdd(String what, Map<String, String> facts) {
        try {
            add(what, facts);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(OneLine.of(e));
        }
    }

    private String entry(String what, Map<String, String> facts) {
        ObjectNode node = Json.object();
        node.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("who", System.getProperty("user.name"))
                .put("process", ProcessHandle.current().pid())
                .put("what", what);
        new TreeMap<>(facts).forEach((key, fact) -> node.put(key, OneLine.plain(mask.of(fact))));
        String entry = Json.write(node);
        if (entry.length() > LONGEST_ENTRY) {
            throw new IllegalArgumentException("an audit entry of " + entry.length() + " characters is too long");
        }
        return entry;
    }

    /** Cuts what a crash left half written, and returns the digest of the last whole entry. */
    private static String cutTornTail(FileChannel channel) throws IOException {
        long size = channel.size();
        for (long look = FIRST_LOOK; ; look *= 2) {
            long from = Math.max(0, size - look);
            String text = text(channel, from, size);
            int end = text.lastIndexOf('\n') + 1;
            int begin = end == 0 ? 0 : text.lastIndexOf('\n', end - 2) + 1;
            if (begin > 0 || from == 0) {
                channel.truncate(from + end);
                return end - begin > DIGEST ? text.substring(begin, begin + DIGEST) : NOTHING;
            }
        }
    }

    private static String text(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            // Until it is full.
        }
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    /**
     * Checks every entry.
     *
     * @param noted a digest noted earlier, which must still be there; empty for none
     * @throws IOException when the log cannot be read
     */
    public Verification verify(Optional<String> noted) throws IOException {
        Path file = file();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Verification(0, NOTHING, noted.map(digest -> "there is no log, and " + digest + " was noted"));
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Verification(0, NOTHING, Optional.of(file + ": no regular file"));
        }
        long entries = 0;
        String head = NOTHING;
        boolean seen = noted.isEmpty();
        // Bytes as they are: damage need not leave text.
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String entry = line.length() > DIGEST ? line.substring(DIGEST + 1) : "";
                if (!line.startsWith(digest(head, entry.getBytes(StandardCharsets.ISO_8859_1)) + " ")) {
                    return new Verification(
                            entries,
                            head,
                            Optional.of(file + ":" + (entries + 1) + ": not as it was written, or an entry before it is"
                                    + " missing"));
                }
                entries++;
                head = line.substring(0, DIGEST);
                seen |= noted.filter(head::equals).isPresent();
            }
        }
        return new Verification(
                entries,
                head,
                seen ? Optional.empty() : noted.map(digest -> "no entry has the digest " + digest + " that was noted"));
    }

    /** Where it is. */
    public Path file() {
        return state.root().resolve(FILE);
    }

    private static String digest(String before, byte[] entry) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(before.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha.digest(entry));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
