package dev.aftershock.engine;

import dev.aftershock.measurement.Moment;
import java.util.Optional;

/** A fault of a {@link ChaosSession} that was seen to act. Thread-safe. */
public final class ActingFault implements AutoCloseable {

    private final ChaosSession session;
    private final String step;
    private final String evidence;
    private final Moment onset;
    private Optional<Moment> healing = Optional.empty();
    private boolean healed;

    ActingFault(ChaosSession session, String step, String evidence, Moment onset) {
        this.session = session;
        this.step = step;
        this.evidence = evidence;
        this.onset = onset;
    }

    /** From its first call to its effect, on the session's clock. */
    public Moment onset() {
        return onset;
    }

    /** From the call that healed it to that call's return; empty while it acts. */
    public synchronized Optional<Moment> healing() {
        return healing;
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
            try {
                session.heal(step);
            } finally {
                healing = session.healing(step);
            }
        }
    }

    @Override
    public void close() {
        heal();
    }
}
