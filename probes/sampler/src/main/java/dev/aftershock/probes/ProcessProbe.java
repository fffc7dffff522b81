package dev.aftershock.probes;

import java.io.IOException;

/** Looks whether a process is alive. Thread-safe. */
final class ProcessProbe implements BlockingProbe {

    private static final int MOST_AT_ONCE = 16;

    private final Watched process;
    private volatile boolean closed;

    /** Knows which process is meant. */
    @FunctionalInterface
    interface Watched {
        /**
         * Looks now.
         *
         * @throws IOException when it cannot be told which process it is
         */
        Answer look() throws IOException;
    }

    ProcessProbe(Watched process) {
        this.process = process;
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ;
    }

    @Override
    public int concurrency() {
        return MOST_AT_ONCE;
    }

    /** Sees the process for the first time, and remembers when it started. */
    @Override
    public void prepare() throws IOException {
        closed = false;
        Answer first = process.look();
        if (first != Answer.OK) {
            throw new IOException(first.detail() + "; start it before the run");
        }
    }

    @Override
    public Answer attempt(Attempt attempt) throws IOException {
        return closed ? Answer.notSent("the probe is closed") : process.look();
    }

    @Override
    public void close() {
        closed = true;
    }
}
