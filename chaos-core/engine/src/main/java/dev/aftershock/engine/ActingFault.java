package dev.aftershock.engine;

/** A fault of a {@link ChaosSession} that was seen to act. Thread-safe. */
public final class ActingFault implements AutoCloseable {

    private final ChaosSession session;
    private final String step;
    private final String evidence;
    private boolean healed;

    ActingFault(ChaosSession session, String step, String evidence) {
        this.session = session;
        this.step = step;
        this.evidence = evidence;
    }

    /** What was seen of its effect, in one line. */
    public String evidence() {
        return evidence;
    }

    /**
     * Heals it and looks whether it is healed; harmless when it was.
     *
     * @throws LeakedFaultException when that could not be verified
     * @throws IllegalStateException when a safeguard, a halt or a signal had healed it before
     */
    public synchronized void heal() {
        if (!healed) {
            healed = true;
            session.heal(step);
        }
    }

    @Override
    public void close() {
        heal();
    }
}
