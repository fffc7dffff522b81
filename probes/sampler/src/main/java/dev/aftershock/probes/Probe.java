package dev.aftershock.probes;

/**
 * Asks a system one question, again and again, at the times that the sampler chooses.
 *
 * <p>{@link #attempt} is called from several threads at once, at most {@link #concurrency()} of them.
 */
public interface Probe extends AutoCloseable {

    /** What sort of request this is; sorts of requests recover at different times. */
    ProbeClass probeClass();

    /** How many attempts may be under way at once; further slots are recorded as not sent. */
    int concurrency();

    /**
     * Makes ready before the first attempt, for instance by opening connections.
     *
     * @throws Exception when the system cannot be reached; the run is then invalid and nothing is injected
     */
    void prepare() throws Exception;

    /**
     * Asks once. Must return soon after {@code attempt.deadline()}; a thrown exception counts as a failed answer.
     *
     * @throws InterruptedException when the run is ending
     */
    Answer attempt(Attempt attempt) throws Exception;

    /** Lets go of everything; never throws and never blocks for longer than a second. */
    @Override
    void close();
}
