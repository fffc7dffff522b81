package dev.aftershock.measurement;

import java.util.List;

/** Finds samples by when they were due. */
final class Dues {

    private Dues() {}

    /** The index of the first sample due at {@code instant} or later; that of the last one when all are earlier. */
    static int firstFrom(List<Sample> samples, long instant) {
        int low = 0;
        int high = samples.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (samples.get(middle).due() < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
