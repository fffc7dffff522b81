package dev.aftershock.engine;

/** A process that its keeper can bring back after it died. */
public interface RestartableProcess extends ProcessTarget {

    /**
     * Brings the member back into its system and returns without waiting until it is whole. Harmless when it is alive.
     *
     * @throws Exception when it could not be started
     */
    void restart() throws Exception;

    /** Whether the member serves its part in the system again. */
    HealCheck restored();
}
