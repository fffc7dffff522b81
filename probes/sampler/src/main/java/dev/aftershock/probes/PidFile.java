package dev.aftershock.probes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/** The process whose number stands in a file. Thread-safe. */
final class PidFile implements ProcessProbe.Watched {

    private static final int MOST_BYTES = 4096;
    private static final Pattern PID = Pattern.compile("[1-9]\\d{0,17}");

    private final Path file;
    private final LongFunction<Optional<Instant>> starts;
    private Optional<Identity> seen = Optional.empty();

    PidFile(Path file) {
        this(file, PidFile::startOf);
    }

    /** Asks {@code starts} when the live process of a number started; empty when there is none. */
    PidFile(Path file, LongFunction<Optional<Instant>> starts) {
        this.file = file;
        this.starts = starts;
    }

    private static Optional<Instant> startOf(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> !Zombies.has(pid))
                .flatMap(process -> process.info().startInstant());
    }

    @Override
    public Answer look() throws IOException {
        // Opening a pipe or a device could wait for ever.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return Answer.failed(file + " is no regular file");
        }
        String line;
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            line = text.lines().findFirst().orElse("").strip();
        } catch (NoSuchFileException e) {
            return Answer.failed("there is no file " + file);
        }
        if (!PID.matcher(line).matches()) {
            return Answer.failed(file + " does not begin with the number of a process");
        }
        return look(Long.parseLong(line));
    }

    private Answer look(long pid) {
        Optional<Identity> found = starts.apply(pid).map(started -> new Identity(pid, started));
        if (found.isEmpty()) {
            return Answer.failed("process " + pid + " of " + file + " is not alive");
        }
        return known(found.get())
                ? Answer.OK
                : Answer.failed("process " + pid + " of " + file + " is another one, which was given the number later");
    }

    /** Whether a process is the one first seen under its number; a new number is seen for the first time. */
    private synchronized boolean known(Identity process) {
        if (seen.isEmpty() || seen.get().pid() != process.pid()) {
            seen = Optional.of(process);
        }
        return seen.get().equals(process);
    }

    /** Java reads the boot time that start times are relative to only once, so that they never move within one JVM. */
    private record Identity(long pid, Instant started) {}
}
