package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A growing column of numbers in pages: growing copies only the first, small page, and a frozen copy shares the pages
 * until one of them is changed. Not thread-safe; a frozen copy is, as long as it is only read.
 */
final class LongColumn {

    private static final int BITS = 12;
    private static final int PAGE = 1 << BITS;
    private static final int MASK = PAGE - 1;
    private static final int FIRST = 16;
    private static final long[] EMPTY = {};

    private long[][] pages;
    private int size;
    private final BitSet shared = new BitSet();

    LongColumn() {
        this(new long[][] {EMPTY}, 0);
    }

    private LongColumn(long[][] pages, int size) {
        this.pages = pages;
        this.size = size;
    }

    int size() {
        return size;
    }

    long get(int at) {
        return pages[at >>> BITS][at & MASK];
    }

    void add(long value) {
        int page = size >>> BITS;
        int offset = size & MASK;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
            Arrays.fill(pages, page, pages.length, EMPTY);
        }
        if (offset == pages[page].length) {
            pages[page] = Arrays.copyOf(pages[page], page == 0 ? Math.max(FIRST, 2 * offset) : PAGE);
            shared.clear(page);
        }
        // A frozen copy that shares the page ends before this cell.
        pages[page][offset] = value;
        size++;
    }

    void set(int at, long value) {
        int page = at >>> BITS;
        if (shared.get(page)) {
            pages[page] = pages[page].clone();
            shared.clear(page);
        }
        pages[page][at & MASK] = value;
    }

    /** The same numbers, which later changes of this column do not reach. */
    LongColumn frozen() {
        shared.set(0, pages.length);
        return new LongColumn(pages.clone(), size);
    }
}
