package dev.aftershock.engine;

import dev.aftershock.guard.ProcessStart;
import java.util.Optional;

/**
 * A process that cannot be confused with a later one of the same number.
 *
 * @param pid the process id
 * @param start when it started, as {@link ProcessStart} tells: the same for whoever asks, also after the clock was set
 */
public record ProcessIdentity(long pid, long start) {

    /** The process that runs this code. */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current())
                .orElseThrow(() -> new IllegalStateException("the system does not tell when processes started"));
    }

    /** The identity of a live process; nothing when it ended meanwhile. */
    public static Optional<ProcessIdentity> of(ProcessHandle process) {
        return ProcessStart.of(process.pid()).stream()
                .mapToObj(start -> new ProcessIdentity(process.pid(), start))
                .findFirst();
    }

    /** What a text written by {@link #toString} means. */
    public static ProcessIdentity parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("'" + text + "' is no process; expected pid@start");
        }
        return new ProcessIdentity(Long.parseLong(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
    }

    /** The process, when it still lives and is the same one. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> ProcessStart.of(pid).orElse(-1) == start);
    }

    @Override
    public String toString() {
        return pid + "@" + start;
    }
}
