package dev.aftershock.probes;

import dev.aftershock.measurement.Sample;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * Samples by slot of the schedule, written in any order and read in the order of their slots. Thread-safe.
 *
 * <p>Chunks are never moved, so neither writing nor taking a snapshot ever waits for a copy of the whole log.
 */
final class SampleLog {

    private static final int CHUNK = 8192;

    private final Sample[][] chunks;
    private int complete;
    private int slots;

    SampleLog(int mostSamples) {
        chunks = new Sample[(mostSamples + CHUNK - 1) / CHUNK][];
    }

    /** Records how a slot ended, unless that is already known: the first word counts. */
    synchronized void put(int slot, Sample sample) {
        int chunk = slot / CHUNK;
        if (chunks[chunk] == null) {
            chunks[chunk] = new Sample[CHUNK];
        }
        if (chunks[chunk][slot % CHUNK] != null) {
            return;
        }
        chunks[chunk][slot % CHUNK] = sample;
        slots = Math.max(slots, slot + 1);
        while (complete < slots && finished(complete)) {
            complete++;
        }
    }

    /** The finished samples in the order of their slots; costs as much as there are slots behind the oldest open one. */
    synchronized List<Sample> snapshot() {
        List<Sample> tail = new ArrayList<>();
        for (int slot = complete; slot < slots; slot++) {
            if (finished(slot)) {
                tail.add(at(slot));
            }
        }
        return new View(complete, tail);
    }

    /** The finished sample of the latest slot. */
    synchronized Optional<Sample> last() {
        return slots == 0 ? Optional.empty() : Optional.of(at(slots - 1));
    }

    private boolean finished(int slot) {
        Sample[] chunk = chunks[slot / CHUNK];
        return chunk != null && chunk[slot % CHUNK] != null;
    }

    private Sample at(int slot) {
        return chunks[slot / CHUNK][slot % CHUNK];
    }

    /** An unchanging view: slots below {@code complete} are never written again. */
    private final class View extends AbstractList<Sample> implements RandomAccess {
        private final int whole;
        private final List<Sample> tail;

        View(int whole, List<Sample> tail) {
            this.whole = whole;
            this.tail = tail;
        }

        @Override
        public Sample get(int index) {
            return index >= 0 && index < whole ? at(index) : tail.get(index - whole);
        }

        @Override
        public int size() {
            return whole + tail.size();
        }
    }
}
