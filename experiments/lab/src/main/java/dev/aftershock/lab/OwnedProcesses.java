package dev.aftershock.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The server processes whose command line bears a lab's mark.
 *
 * @param programs the file names of the programs that they run; a process of any other program is never one
 */
public record OwnedProcesses(Set<String> programs) {

    /** Those of PostgreSQL. */
    static final OwnedProcesses POSTGRES = new OwnedProcesses(Set.of("postgres", "initdb", "pg_ctl", "setpriv"));

    /** All live processes that belong to the mark: {@code lab-directory} or {@code lab-directory/member}. */
    public List<ProcessHandle> of(String mark) {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self)
                .filter(process -> marked(commandLine(process), mark))
                .filter(this::server)
                .toList();
    }

    /** Kills them again and again until none is left, and returns the ids of those that were killed. */
    public Set<Long> end(String mark, Poll poll, Duration limit) {
        Set<Long> ended = new TreeSet<>();
        poll.until(
                () -> {
                    List<ProcessHandle> left = of(mark);
                    left.forEach(process -> {
                        ended.add(process.pid());
                        process.destroyForcibly();
                    });
                    return left.isEmpty();
                },
                limit,
                () -> "processes of " + mark + " survive SIGKILL: " + of(mark) + ". End them by hand");
        return ended;
    }

    /** The mark counts only as a whole name: {@code lab/a} is no mark of {@code lab/ab}. */
    private static boolean marked(String commandLine, String mark) {
        int at = commandLine.indexOf(mark);
        if (at < 0) {
            return false;
        }
        int end = at + mark.length();
        return end == commandLine.length() || "/: \0".indexOf(commandLine.charAt(end)) >= 0;
    }

    /** Somebody who merely reads a log of the lab has its name in the command line, too. */
    private boolean server(ProcessHandle process) {
        Optional<String> program = process.info().command();
        return program.map(Path::of)
                .map(Path::getFileName)
                .map(name -> programs.contains(name.toString()))
                .orElse(false);
    }

    /** The text itself where the system shows it: {@link ProcessHandle.Info} leaves out a title that was rewritten. */
    private static String commandLine(ProcessHandle process) {
        Path shown = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return new String(Files.readAllBytes(shown), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // No such file system here, or the process is gone.
            return process.info().commandLine().orElse("");
        }
    }
}
