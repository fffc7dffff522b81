package dev.aftershock.measurement;

import java.util.Arrays;

/**
 * Finds a write's place by writer and number, in pages that follow the numbers: no hashing, and four bytes a write as
 * long as the numbers have no gaps. Not thread-safe.
 */
final class SeqIndex {

    static final int ABSENT = -1;

    private static final int BITS = 10;
    private static final int PAGE = 1 << BITS;
    private static final int MASK = PAGE - 1;
    private static final int FIRST = 8;
    private static final int[] EMPTY = {};
    private static final int[][] NONE = {};

    private int[][][] writers = {};

    int find(int writer, long seq) {
        long page = (seq - 1) >> BITS;
        if (writer < 0 || writer >= writers.length || page < 0 || page >= writers[writer].length) {
            return ABSENT;
        }
        int[] cells = writers[writer][(int) page];
        int offset = (int) (seq - 1) & MASK;
        return offset < cells.length ? cells[offset] - 1 : ABSENT;
    }

    void put(int writer, int seq, int place) {
        if (writer >= writers.length) {
            int known = writers.length;
            writers = Arrays.copyOf(writers, Math.max(writer + 1, 2 * known));
            Arrays.fill(writers, known, writers.length, NONE);
        }
        int page = (seq - 1) >> BITS;
        int offset = (seq - 1) & MASK;
        int[][] pages = pagesUpTo(writer, page);
        if (offset >= pages[page].length) {
            int wanted = page == 0 ? Math.max(FIRST, 2 * Integer.highestOneBit(Math.max(1, offset))) : PAGE;
            pages[page] = Arrays.copyOf(pages[page], wanted);
        }
        pages[page][offset] = place + 1;
    }

    private int[][] pagesUpTo(int writer, int page) {
        int known = writers[writer].length;
        if (page >= known) {
            writers[writer] = Arrays.copyOf(writers[writer], Math.max(page + 1, 2 * known));
            Arrays.fill(writers[writer], known, writers[writer].length, EMPTY);
        }
        return writers[writer];
    }
}
