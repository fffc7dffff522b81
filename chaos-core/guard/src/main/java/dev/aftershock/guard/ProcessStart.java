package dev.aftershock.guard;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * When processes started, as a number that stays the same whoever asks: two processes of one pid are told apart by it.
 *
 * <p>On Linux the clock ticks from boot to its start (field 22 of {@code /proc/PID/stat}); {@link ProcessHandle.Info} would tell
 * the wall time instead, which differs between two that ask when the clock was set in between. Elsewhere milliseconds of wall time.
 */
public final class ProcessStart {

    /** The fields of {@code /proc/PID/stat} behind the name; the state is the first of them, the start the twentieth. */
    private static final int START = 19;

    private static final int MOST_BYTES = 4096;

    private ProcessStart() {}

    /** The start of a process; empty when there is none of that number. */
    public static OptionalLong of(long pid) {
        String[] fields = fields(pid);
        if (fields.length > START) {
            return OptionalLong.of(Long.parseLong(fields[START]));
        }
        return fields.length > 0 || ProcessStart.linux()
                ? OptionalLong.empty()
                : ProcessHandle.of(pid)
                        .flatMap(process -> process.info().startInstant())
                        .map(Instant::toEpochMilli)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty());
    }

    /** Whether a process lives and is stopped by a signal; never where the system does not tell. */
    static boolean stopped(long pid) {
        String[] fields = fields(pid);
        return fields.length > 0 && fields[0].equals("T");
    }

    /** Whether there is no process of that number, or only what is left of it until its parent asks. */
    static boolean dead(long pid) {
        String[] fields = fields(pid);
        return fields.length > 0
                ? "ZXx".contains(fields[0])
                : linux()
                        || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    private static boolean linux() {
        return fields(ProcessHandle.current().pid()).length > START;
    }

    /** Not through java.nio: its channels close when the thread is interrupted, and healing must go on then. */
    private static String[] fields(long pid) {
        try (FileInputStream stat = new FileInputStream("/proc/" + pid + "/stat")) {
            String text = new String(stat.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            // The name before it may hold anything, parentheses and blanks too.
            int afterName = text.lastIndexOf(')') + 2;
            return afterName > 1 && afterName < text.length()
                    ? text.substring(afterName).split(" ")
                    : new String[0];
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
