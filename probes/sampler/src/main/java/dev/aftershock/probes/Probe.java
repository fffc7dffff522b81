package dev.aftershock.probes;

/**
 * Asks a system one question, again and again, at the times that the sampler chooses.
 *
 * <p>Attempts are made from several threads, at most {@link #concurrency()} of them under way at once.
 */
public sealed interface Probe extends AutoCloseable permits AsyncProbe, BlockingProbe {

    /** What sort of request this is; sorts of requests recover at different times. */
    ProbeClass probeClass();

    /** How many attempts may be under way at once; further slots are recorded as not sent. */
    int concurrency();

    /**
     * How many keys, shards or clients the attempts take turns with, at least 1; the recovery of each is told apart when
     * there is more than one.
     */
    default int groups() {
        return 1;
    }

    /**
     * Makes ready before the first attempt, for instance by opening connections.
     *
     * @throws Exception when the system cannot be reached; the run is then invalid and nothing is injected
     */
    void prepare() throws Exception;

    /** Lets go of everything; never throws and never blocks for longer than a second. */
    @Override
    void close();
}
