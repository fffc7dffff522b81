package dev.aftershock.probes;

import java.util.Optional;

/** A target that is an operating-system process of this machine. */
public interface LiveProcess {

    /** The process that serves now, when it lives; never a later one that was given its number by chance. */
    Optional<ProcessHandle> live();
}
