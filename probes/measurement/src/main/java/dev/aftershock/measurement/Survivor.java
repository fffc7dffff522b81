package dev.aftershock.measurement;

/**
 * One write as found in the settled read.
 *
 * @param writer who wrote
 * @param seq the writer's own number
 * @param hash the payload's hash as stored
 * @param copies how often it was found, at least 1
 * @param position where the system put it in its own order, such as a log sequence number, an offset or a row number;
 *     {@link #UNPLACED} when the system does not say
 */
public record Survivor(int writer, long seq, long hash, int copies, long position) {

    /** Stands for an unknown position. */
    public static final long UNPLACED = Long.MIN_VALUE;

    /** One write whose position is unknown. */
    public Survivor(int writer, long seq, long hash, int copies) {
        this(writer, seq, hash, copies, UNPLACED);
    }
}
