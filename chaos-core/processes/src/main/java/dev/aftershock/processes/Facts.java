package dev.aftershock.processes;

import dev.aftershock.engine.ProcessIdentity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Process identities as text in an undo recipe: {@code pid@start}, several joined by commas. */
final class Facts {

    private Facts() {}

    static String write(ProcessIdentity process) {
        return process.pid() + "@" + process.started();
    }

    static String write(Collection<ProcessIdentity> processes) {
        return processes.stream().map(Facts::write).collect(Collectors.joining(","));
    }

    /**
     * The one process that a text means.
     *
     * @throws IllegalStateException when it means none
     */
    static ProcessIdentity read(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalStateException("'" + text + "' in an undo recipe is no process; expected pid@start");
        }
        return new ProcessIdentity(Long.parseLong(text.substring(0, at)), Instant.parse(text.substring(at + 1)));
    }

    static List<ProcessIdentity> readAll(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(Facts::read).toList();
    }
}
