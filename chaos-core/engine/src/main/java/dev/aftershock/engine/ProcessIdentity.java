package dev.aftershock.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that cannot be confused with a later one of the same number.
 *
 * @param pid the process id
 * @param started when it started, as the system tells
 */
public record ProcessIdentity(long pid, Instant started) {

    // Linux tells start times relative to a boot time that moves with clock corrections; a pid is not reused so soon.
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** The process that runs this code. */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    /**
     * The identity of a live process.
     *
     * @throws IllegalStateException when the system does not tell when it started
     */
    public static ProcessIdentity of(ProcessHandle process) {
        Instant started = process.info()
                .startInstant()
                .orElseThrow(() -> new IllegalStateException("no start time is known of process " + process.pid()));
        return new ProcessIdentity(process.pid(), started);
    }

    /** The process, when it still lives and is the same one. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info().startInstant().map(started::equals).orElse(false));
    }
}
