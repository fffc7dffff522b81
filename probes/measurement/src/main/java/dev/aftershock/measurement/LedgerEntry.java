package dev.aftershock.measurement;

/**
 * One attempted write, as the client knows it.
 *
 * @param writer who wrote, from 0; a writer sends its next write only when it has or has given up the last one's answer
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
        INDET,
        /** Acknowledged, and later deleted, which was acknowledged too; it must be gone. */
        DELETED;

        /** Whether the system promised to keep the write, and still has to. */
        public boolean acknowledged() {
            return this == ACK || this == ACK_WARN;
        }
    }

    /** The name under which reports list it: {@code writer-seq}. */
    public String id() {
        return writer + "-" + seq;
    }
}
