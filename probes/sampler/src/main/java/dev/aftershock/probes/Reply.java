package dev.aftershock.probes;

/** Takes answers as they arrive; thread-safe, and never blocks. */
@FunctionalInterface
public interface Reply {

    /** Hands over the answer of an attempt; it counts as having arrived now. A second answer is ignored. */
    void answer(Attempt attempt, Answer answer);
}
