package dev.aftershock.processes;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/** The files, sockets and pipes that a process has open, by their numbers. */
final class OpenFiles {

    private static final int LOOKS = 5;

    private OpenFiles() {}

    /**
     * The limit under which a process may open so many more, and not one more: a new file gets the lowest number that is free, and the
     * limit is the first number that none may have. What it has open only for a moment does not count.
     *
     * @throws IOException when the system does not tell what it has open
     */
    static long limitWithRoomFor(int more, long pid) throws IOException {
        try (Patience patience = new Patience()) {
            int least = Integer.MAX_VALUE;
            for (int look = 0; look < LOOKS; look++) {
                least = Math.min(least, now(more, pid));
                patience.step();
            }
            return least;
        }
    }

    private static int now(int more, long pid) throws IOException {
        String[] names = new File("/proc/" + pid + "/fd").list();
        if (names == null) {
            throw new IOException("the system does not tell what process " + pid
                    + " has open; run as the user who owns that process");
        }
        BitSet open = new BitSet();
        Arrays.stream(names).mapToInt(Integer::parseInt).forEach(open::set);
        int limit = open.nextClearBit(0);
        for (int left = more; left > 0; left--) {
            limit = open.nextClearBit(limit + 1);
        }
        return limit;
    }
}
