package dev.aftershock.engine;

import dev.aftershock.engine.ActiveFaults.Active;
import dev.aftershock.guard.Guard;
import dev.aftershock.guard.Lease;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sees to it before a fault acts that something ends it though this process dies; starts a guard for the first that needs one.
 * Holding is for one thread, releasing is thread-safe.
 */
final class Bounds implements AutoCloseable {

    static final String GUARD_LOG = "guard.log";

    /** The run's own healing comes first. */
    private static final Duration AFTER_OWN_HEALING = Duration.ofSeconds(60);

    private final Safeguards safeguards;
    private final Starter starter;
    private volatile Optional<Lease> guard = Optional.empty();

    /** Starts a guard. */
    interface Starter {
        Lease start() throws IOException;
    }

    Bounds(Safeguards safeguards, Starter starter) {
        this.safeguards = safeguards;
        this.starter = starter;
    }

    /** For one run, which is stopped when its guard had to heal, or died. */
    static Bounds ofRun(String runId, StateDirectory state, Safeguards safeguards, StopSwitch stop) {
        return new Bounds(safeguards, () -> Guard.start(runId, state.root().resolve(GUARD_LOG), stop::stop));
    }

    /**
     * Bounds a fault.
     *
     * @throws InvalidInputException when nothing can, and the experiment does not allow that
     * @throws IOException when the guard cannot be started or does not confirm
     */
    void hold(Active fault) throws IOException {
        Bound bound = fault.fault().bound();
        if (bound instanceof Bound.ByGuard byGuard) {
            guard().hold(fault.id(), safeguards.stopAfter().plus(AFTER_OWN_HEALING), byGuard.remedies());
        } else if (bound instanceof Bound.None none
                && !safeguards.allowIrreversible().contains(fault.kind())) {
            throw InvalidInputException.of(
                    "'" + fault.kind() + "' on " + fault.fault().target() + " would outlive this process if that died: "
                            + none.why(),
                    "safeguards: {allow-irreversible: [" + fault.kind() + "]} when that is meant");
        }
    }

    private Lease guard() throws IOException {
        if (guard.isEmpty()) {
            guard = Optional.of(starter.start());
        }
        return guard.get();
    }

    /** The fault was seen healed. */
    void release(Active fault) {
        guard.ifPresent(held -> held.release(fault.id()));
    }

    /** Ends the guard; what was not released it heals first. */
    @Override
    public void close() {
        guard.ifPresent(Lease::close);
    }
}
