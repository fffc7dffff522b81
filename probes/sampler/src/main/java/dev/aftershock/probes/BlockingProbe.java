package dev.aftershock.probes;

/** A probe whose attempts hold a thread until their answer is there. */
public non-sealed interface BlockingProbe extends Probe {

    /**
     * Asks once. Must return soon after {@code attempt.deadline()}; a thrown exception counts as a failed answer.
     *
     * @throws InterruptedException when the run is ending
     */
    Answer attempt(Attempt attempt) throws Exception;
}
