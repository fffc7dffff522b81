package dev.aftershock.probes.jdbc;

/**
 * Decides when one more connection may be opened, so that the probe's own reconnecting neither loads a system that
 * struggles to its feet nor leaves long stretches without any attempt. Thread-safe.
 */
final class Gate {

    private final int most;
    private final long spacing;
    private int open;
    private long lastStart;
    private boolean healthy = true;

    /** @param deadline how long opening may take, in nanoseconds */
    Gate(int most, long deadline) {
        this.most = most;
        this.spacing = deadline / most;
    }

    /**
     * Asks to open a connection; each yes must be followed by {@link #leave}.
     *
     * @param urgent whether an attempt waits for it
     * @param now nanoseconds of the run's clock
     */
    synchronized boolean enter(boolean urgent, long now) {
        // What nobody waits for goes one at a time.
        if (open >= (urgent ? most : 1)) {
            return false;
        }
        // After a failure: one at a time when they fail at once, evenly spread when they hang.
        boolean calm = healthy || (urgent && open == 0) || now - lastStart >= spacing;
        if (calm) {
            open++;
            lastStart = now;
        }
        return calm;
    }

    synchronized void leave(boolean connected) {
        open--;
        healthy = connected;
    }
}
