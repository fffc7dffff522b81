package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the order of writes and rows says. */
final class LedgerOrder {

    private LedgerOrder() {}

    /** An order of rows that are known by number. */
    @FunctionalInterface
    interface ByNumber {
        int compare(int one, int other);
    }

    /**
     * Marks the acknowledged writes that the system put after a later one of the same writer: late packets as in Morton et
     * al., "Packet Reordering Metrics", RFC 4737, 2006, section 3.3. A write without answer may rightly be applied late.
     */
    static void markLate(LedgerSlots slots, Survivors found) {
        if (!found.placed()) {
            return;
        }
        long[] positions = positions(slots, found);
        for (int writer = 0; writer < slots.writers(); writer++) {
            long least = Long.MAX_VALUE;
            for (int slot = slots.end(writer) - 1; slot >= slots.first(writer); slot--) {
                if (positions[slot] != Survivor.UNPLACED) {
                    if (positions[slot] > least && slots.acknowledged(slot)) {
                        slots.late(slot);
                    }
                    least = Math.min(least, positions[slot]);
                }
            }
        }
    }

    /** The first position of each write. */
    private static long[] positions(LedgerSlots slots, Survivors found) {
        long[] positions = new long[slots.size()];
        Arrays.fill(positions, Survivor.UNPLACED);
        for (int row = 0; row < found.size(); row++) {
            int slot = slots.find(found.writer(row), found.seq(row));
            long position = found.position(row);
            boolean first = slot >= 0 && (positions[slot] == Survivor.UNPLACED || position < positions[slot]);
            if (first && position != Survivor.UNPLACED) {
                positions[slot] = position;
            }
        }
        return positions;
    }

    /** The writes that the rows claim to be, each once, by writer and number. */
    static List<String> names(Survivors found, int[] rows) {
        ByNumber order = (one, other) -> found.writer(one) == found.writer(other)
                ? Long.compare(found.seq(one), found.seq(other))
                : Integer.compare(found.writer(one), found.writer(other));
        int[] sorted = sorted(rows, order);
        int[] once = IntStream.range(0, sorted.length)
                .filter(i -> i == 0 || order.compare(sorted[i - 1], sorted[i]) != 0)
                .map(i -> sorted[i])
                .toArray();
        return new FixedList<>(once.length, i -> found.writer(once[i]) + "-" + found.seq(once[i]));
    }

    /** Sorts without an object for a row: a merge sort that leaves alone what is in order already. */
    static int[] sorted(int[] rows, ByNumber order) {
        int[] from = rows.clone();
        int[] to = new int[rows.length];
        for (long width = 1; width < rows.length; width *= 2) {
            for (long low = 0; low < rows.length; low += 2 * width) {
                int middle = (int) Math.min(low + width, rows.length);
                int high = (int) Math.min(low + 2 * width, rows.length);
                merge(from, to, new Part((int) low, middle, high), order);
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private static void merge(int[] from, int[] to, Part part, ByNumber order) {
        int middle = part.middle();
        if (middle == part.high() || order.compare(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, part.low(), to, part.low(), part.high() - part.low());
            return;
        }
        int left = part.low();
        int right = middle;
        for (int next = part.low(); next < part.high(); next++) {
            boolean takesLeft = right == part.high() || left < middle && order.compare(from[left], from[right]) <= 0;
            to[next] = takesLeft ? from[left++] : from[right++];
        }
    }

    /** Two neighbouring runs: from low to middle, and from there to high. */
    private record Part(int low, int middle, int high) {}
}
