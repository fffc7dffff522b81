package dev.aftershock.probes;

/** A probe whose attempts hold no thread: they are sent, and their answers arrive on some other thread later. */
public non-sealed interface AsyncProbe extends Probe {

    /**
     * Sends once and returns without waiting for anything; called by one thread at a time. A thrown exception counts as
     * a failed answer.
     *
     * @param reply takes the answer exactly once, soon after {@code attempt.deadline()} at the latest
     */
    void attempt(Attempt attempt, Reply reply) throws Exception;
}
