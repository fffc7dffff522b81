package dev.aftershock.measurement;

/** What a stable window must be like. */
interface Goal {

    /** Whether this sample is trouble. */
    boolean bad(int i);

    /**
     * Whether a window is good enough.
     *
     * @param failing the time that its failing samples stand for, in nanoseconds
     * @param slow the same of its bad samples that did not fail but were only slow
     * @param all the same of all its samples
     */
    boolean metBy(long failing, long slow, long all);

    /** Whether this bad sample was answered in time to count as served, only too slowly. */
    boolean slow(int i);

    /** Whether a few bad samples in a row spoil a window whatever their share. */
    boolean refusesStreaks();

    /** R3: few enough samples are not good. */
    static Goal stable(Series series, SeriesSpec spec) {
        return new Goal() {
            @Override
            public boolean bad(int i) {
                return series.troubled(i);
            }

            @Override
            public boolean slow(int i) {
                return false;
            }

            @Override
            public boolean metBy(long failing, long slow, long all) {
                return failing <= spec.badAtMost() * all;
            }

            @Override
            public boolean refusesStreaks() {
                return true;
            }
        };
    }
}
