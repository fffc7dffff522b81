package dev.aftershock.measurement;

/**
 * One attempted write, as the client knows it.
 *
 * @param writer who wrote
 * @param seq the writer's own number, from 1, without gaps
 * @param hash the payload's hash
 * @param invoked when it was sent, in nanoseconds of the run's clock
 * @param answered when the answer came; equals {@code invoked} for {@link Result#INDET} without answer
 * @param result what the answer said
 * @param node who acknowledged it, as the system names it; empty when unknown
 */
public record LedgerEntry(int writer, long seq, long hash, long invoked, long answered, Result result, String node) {

    /** What the client may conclude from an answer. */
    public enum Result {
        /** Acknowledged. */
        ACK,
        /** Acknowledged with a warning, such as a cancelled wait for the standby. */
        ACK_WARN,
        /** Provably not applied. */
        REFUSED,
        /** Unknown: it may or may not have been applied. */
        INDET;

        /** Whether the system promised to keep the write. */
        public boolean acknowledged() {
            return this == ACK || this == ACK_WARN;
        }
    }

    /** The name under which reports list it: {@code writer-seq}. */
    public String id() {
        return writer + "-" + seq;
    }
}
