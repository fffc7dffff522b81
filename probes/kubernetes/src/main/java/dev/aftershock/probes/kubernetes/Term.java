package dev.aftershock.probes.kubernetes;

/**
 * Until when what is ready in an object counts, in nanoseconds of the diary's clock.
 *
 * @param known until when it counts for certain
 * @param possible until when it may, which nobody knows after {@code known}; the same or later
 */
record Term(long known, long possible) {

    /** Until the contrary is told. */
    static final Term FOR_EVER = new Term(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Tells the term of an object. */
    @FunctionalInterface
    interface Rule<T> {
        /**
         * The term of an object that was told.
         *
         * @param toldAt when it was told
         * @param sight whether a watch told it, as it happened; a list tells what may have happened long ago
         */
        Term of(T object, long toldAt, boolean sight);
    }
}
