package dev.aftershock.junit;

import dev.aftershock.measurement.Bracket;

/** Assertions on what a {@link RecoveryTimeline} measured; each that fails tells the bracket and the first bad answers. */
public final class ObservedAssert {

    private final Observed observed;

    ObservedAssert(Observed observed) {
        this.observed = observed;
    }

    /** The system was stable again (R3) so soon, for certain. */
    public ObservedAssert recoveredWithin(String duration) {
        return holds("recovery (R3)", duration, observed.recovery().stable());
    }

    /** The system was down (R6) for no longer in sum, for certain; slow answers are not down. */
    public ObservedAssert wasDownAtMost(String duration) {
        return holds("unavailability (R6)", duration, observed.recovery().unavailable());
    }

    /** The system was slow, but not down, for no longer in sum, for certain. */
    public ObservedAssert wasSlowAtMost(String duration) {
        return holds("slowness", duration, observed.recovery().slow());
    }

    private ObservedAssert holds(String what, String duration, Bracket measured) {
        Limit.broken(what, duration, "'" + observed.name() + "'", measured).ifPresent(why -> {
            throw new AssertionError(why + Limit.below(observed.evidence()));
        });
        return this;
    }
}
