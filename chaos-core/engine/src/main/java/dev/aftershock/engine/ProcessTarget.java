package dev.aftershock.engine;

import dev.aftershock.probes.LiveProcess;
import java.util.Optional;

/** A target that is an operating-system process. */
@FunctionalInterface
public interface ProcessTarget extends LiveProcess {

    /** Which process it is now. */
    ProcessIdentity identity();

    @Override
    default Optional<ProcessHandle> live() {
        return identity().alive();
    }
}
