package dev.aftershock.processes;

import dev.aftershock.engine.ProcessIdentity;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Looks, a moment at a time, whether a process is stopped and resumed in turn. For one thread. */
final class Turns {

    /** Stopped, resumed, and stopped again: one time each could be a pause. */
    private static final int ENOUGH = 3;

    /** In one look; a hundred of them take a tenth of a second and a bit. */
    private static final int SAMPLES = 100;

    private static final long STEP_NANOS = 1_000_000;

    private final ProcessIdentity process;
    private boolean stopped;
    private int changes;

    Turns(ProcessIdentity process) {
        this.process = process;
    }

    /** Whether that was seen since the first look; looks for about a tenth of a second more. */
    boolean seen() throws IOException, InterruptedException {
        for (int sample = 0; sample < SAMPLES && changes < ENOUGH; sample++) {
            boolean now = SystemProcesses.stopped(process);
            if (now != stopped) {
                changes++;
                stopped = now;
            }
            LockSupport.parkNanos(STEP_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return changes >= ENOUGH && !SystemProcesses.gone(process);
    }
}
