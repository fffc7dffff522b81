package dev.aftershock.processes;

import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.parts.InvalidInputException;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the system tells about processes, and the signals that it carries to them. */
final class SystemProcesses {

    private static final char STOPPED = 'T';
    private static final boolean PROC = new File("/proc/self/stat").canRead();

    private SystemProcesses() {}

    /** Whether a process is no more; a dead one whose parent has not asked about it yet counts as gone. */
    static boolean gone(ProcessIdentity process) throws IOException {
        return process.alive().isEmpty()
                || state(process.pid()).map(state -> "ZXx".indexOf(state) >= 0).orElse(true);
    }

    /** Whether a process lives and is stopped by a signal. */
    static boolean stopped(ProcessIdentity process) throws IOException {
        return process.alive().isPresent()
                && state(process.pid()).map(state -> state == STOPPED).orElse(false);
    }

    /**
     * Sends a signal to processes in their order, as far as they are still those that are meant.
     *
     * @param signal its name without SIG
     * @throws IOException when one of them lives and the signal was refused
     */
    static void signal(String signal, List<ProcessIdentity> processes) throws IOException {
        Tool kill = Tool.named("kill");
        List<String> arguments = new ArrayList<>(List.of("-" + signal));
        for (ProcessIdentity process : processes) {
            if (!gone(process)) {
                arguments.add(Long.toString(process.pid()));
            }
        }
        if (arguments.size() == 1) {
            return;
        }
        Tool.Result result = kill.run(arguments.toArray(String[]::new));
        if (result.exit() != 0) {
            refused(signal, processes, result.output());
        }
    }

    /** One that is gone by now makes it fail too; nobody knows for which, so each is asked alone. */
    private static void refused(String signal, List<ProcessIdentity> processes, String output) throws IOException {
        for (ProcessIdentity process : processes) {
            if (processes.size() > 1) {
                signal(signal, List.of(process));
            } else if (!gone(process)) {
                throw new IOException("SIG" + signal + " to process " + process.pid() + " was refused: " + output
                        + "; run as the user who owns that process");
            }
        }
    }

    /**
     * Refuses what would end or stop the experiment itself.
     *
     * @throws InvalidInputException when the process is this one, an ancestor of it, or the system's first
     */
    static void refuseOurselves(String target, ProcessIdentity process) {
        boolean ours = process.pid() <= 1;
        Optional<ProcessHandle> ancestor = Optional.of(ProcessHandle.current());
        while (ancestor.isPresent() && !ours) {
            ours = ancestor.get().pid() == process.pid();
            ancestor = ancestor.get().parent();
        }
        if (ours) {
            throw InvalidInputException.of(
                    "'" + target + "' is process " + process.pid()
                            + ", which runs this experiment, is an ancestor of it, or is the system's first",
                    "a process that the experiment does not depend on");
        }
    }

    // Not through java.nio: its channels close when the thread is interrupted, and healing must go on then.
    private static Optional<Character> state(long pid) throws IOException {
        if (!PROC) {
            return stateFromPs(pid);
        }
        try (FileInputStream stat = new FileInputStream("/proc/" + pid + "/stat")) {
            String text = new String(stat.readNBytes(4096), StandardCharsets.ISO_8859_1);
            // The name before it may hold anything, parentheses and blanks too.
            int afterName = text.lastIndexOf(')') + 2;
            return afterName < text.length() ? Optional.of(text.charAt(afterName)) : Optional.empty();
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<Character> stateFromPs(long pid) throws IOException {
        Tool.Result result = Tool.named("ps").run("-o", "state=", "-p", Long.toString(pid));
        return result.exit() == 0 && !result.output().isEmpty()
                ? Optional.of(result.output().charAt(0))
                : Optional.empty();
    }
}
