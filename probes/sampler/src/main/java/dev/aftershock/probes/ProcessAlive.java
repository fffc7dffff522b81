package dev.aftershock.probes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the probe {@code process}: looks whether a process of this machine is alive.
 *
 * <p>A process is known by its number and its start time, remembered when it is first seen, so that a later process
 * that was given the number of a dead one counts as down. With a {@code pid-file}, a new number in the file is a new
 * start of the same service, and counts as up when that process is alive. A dead process that its parent has not asked
 * about yet (a zombie) is down; a paused one is alive.
 *
 * <p>A live process may serve nobody: watch what it answers as well.
 *
 * @param target the process
 * @param pidFile a file whose first line is the number of the process, up to 4 KiB
 */
public record ProcessAlive(
        @Setting("The process that must be alive; give this or a pid-file.") @Needs(LiveProcess.class)
        Optional<String> target,

        @Setting("A file whose first line is the number of the process that must be alive; give this or a target.")
        Optional<String> pidFile) {

    /** Checks that one of both is given. */
    public ProcessAlive {
        if (target.isPresent() == pidFile.isPresent()) {
            throw new IllegalArgumentException((target.isPresent() ? "both 'target' and 'pid-file' are" : "nothing is")
                    + " given; expected either 'target: NAME' or 'pid-file: PATH'");
        }
        pidFile.ifPresent(ProcessAlive::path);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'pid-file' is '" + text + "'; expected the path of a file", e);
        }
    }

    /** Makes {@code process} probes. */
    public static final class Provider implements ProbeProvider<ProcessAlive> {

        @Override
        public String kind() {
            return "process";
        }

        @Override
        public String summary() {
            return "Looks whether a process of this machine is alive.";
        }

        @Override
        public Class<ProcessAlive> settings() {
            return ProcessAlive.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public Probe create(ProcessAlive settings, ProbeContext context) {
            return settings.target()
                    .map(name -> new ProcessProbe(
                            new NamedProcess(name, context.targets().one(name, LiveProcess.class))))
                    .orElseGet(() ->
                            new ProcessProbe(new PidFile(path(settings.pidFile().orElseThrow()))));
        }
    }
}
