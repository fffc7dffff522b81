package dev.aftershock.probes;

import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Samples by slot of the schedule, in columns, written in any order and read in the order of their slots. Thread-safe.
 *
 * <p>Recording takes no lock and makes no object: each slot is claimed by one compare-and-set, the first word counts.
 * Chunks are never moved; the newest ones are held and older ones let go, so a log never outgrows its size.
 */
final class SampleLog {

    private static final int CHUNK = 4096;

    private static final int PLANNED = 1;
    private static final int SENT = 2;
    private static final int CLAIMED = 3;
    private static final int DONE = 4;

    private final AtomicReferenceArray<Chunk> ring;
    private final AtomicLong slots = new AtomicLong();
    private final AtomicLong complete = new AtomicLong();

    /** A log of at least the given number of samples. */
    SampleLog(int samples) {
        ring = new AtomicReferenceArray<>((samples + CHUNK - 1) / CHUNK + 1);
    }

    /** What is known of one chunk's slots; a slot's state is written last and read first. */
    private static final class Chunk {
        final long number;
        final AtomicIntegerArray states = new AtomicIntegerArray(CHUNK);
        final long[] due = new long[CHUNK];
        final long[] sent = new long[CHUNK];
        final long[] done = new long[CHUNK];
        final int[] group = new int[CHUNK];
        final byte[] outcome = new byte[CHUNK];
        final byte[] tries = new byte[CHUNK];
        final AtomicReference<Optional<String[]>> details = new AtomicReference<>(Optional.empty());

        Chunk(long number) {
            this.number = number;
        }

        Sample at(int i) {
            String detail = details.get().map(texts -> texts[i]).orElse("");
            return new Sample(due[i], sent[i], done[i], Outcome.values()[outcome[i]], detail, group[i], tries[i]);
        }

        void detail(int i, String text) {
            if (text.isEmpty()) {
                return;
            }
            if (details.get().isEmpty()) {
                String[] none = new String[CHUNK];
                java.util.Arrays.fill(none, "");
                details.compareAndSet(Optional.empty(), Optional.of(none));
            }
            details.get().orElseThrow()[i] = text;
        }
    }

    /** Notes that a slot is about to be sent. */
    void plan(long slot, long due, int group) {
        Chunk chunk = chunk(slot);
        int i = (int) (slot % CHUNK);
        chunk.due[i] = due;
        chunk.sent[i] = due;
        chunk.group[i] = group;
        chunk.states.set(i, PLANNED);
        slots.accumulateAndGet(slot + 1, Math::max);
    }

    /** Notes that a planned slot is being sent now. */
    void sent(long slot, long at) {
        Chunk chunk = chunk(slot);
        int i = (int) (slot % CHUNK);
        chunk.sent[i] = at;
        chunk.states.compareAndSet(i, PLANNED, SENT);
    }

    /** Records how a planned slot ended, unless that is already known; says whether this was the first word. */
    boolean end(long slot, long at, Answer answer) {
        Chunk chunk = chunk(slot);
        int i = (int) (slot % CHUNK);
        int state = chunk.states.get(i);
        if (chunk.number != slot / CHUNK
                || state == 0
                || state >= CLAIMED
                || !chunk.states.compareAndSet(i, state, CLAIMED)) {
            return false;
        }
        boolean unsent = answer.outcome() == Outcome.NOT_SENT;
        chunk.sent[i] = unsent ? chunk.due[i] : chunk.sent[i];
        chunk.done[i] = unsent ? chunk.due[i] : at;
        chunk.outcome[i] = (byte) answer.outcome().ordinal();
        chunk.tries[i] = (byte) Math.max(1, Math.min(Byte.MAX_VALUE, answer.tries()));
        chunk.detail(i, answer.detail());
        chunk.states.set(i, DONE);
        return true;
    }

    /** When the oldest slot without an end was due; {@link Long#MAX_VALUE} when every slot has ended. */
    long oldestOpenDue() {
        long slot = advance();
        return slot < slots.get() ? chunk(slot).due[(int) (slot % CHUNK)] : Long.MAX_VALUE;
    }

    /** Ends every open slot that was due before an instant, with what its state asks for. */
    void writeOff(long dueBefore, WriteOff how) {
        for (long slot = advance(); slot < slots.get(); slot++) {
            Chunk chunk = chunk(slot);
            int i = (int) (slot % CHUNK);
            int state = chunk.states.get(i);
            if (chunk.due[i] >= dueBefore) {
                return;
            }
            if (chunk.number == slot / CHUNK && (state == PLANNED || state == SENT)) {
                how.end(slot, chunk.due[i], state == SENT);
            }
        }
    }

    /** Decides how an open slot ends. */
    @FunctionalInterface
    interface WriteOff {
        void end(long slot, long due, boolean sending);
    }

    /** The finished samples in the order of their slots; costs as much as there are slots behind the oldest open one. */
    List<Sample> snapshot() {
        long end = slots.get();
        long whole = advance();
        List<Chunk> held = held(end);
        long first = held.isEmpty() ? whole : held.get(0).number * CHUNK;
        List<Sample> tail = new ArrayList<>();
        for (long slot = Math.max(whole, first); slot < end; slot++) {
            Chunk chunk = held.get((int) (slot / CHUNK - held.get(0).number));
            if (chunk.states.get((int) (slot % CHUNK)) == DONE) {
                tail.add(chunk.at((int) (slot % CHUNK)));
            }
        }
        return new View(held, (int) Math.max(0, whole - first), tail);
    }

    /** The finished sample of the latest slot. */
    Optional<Sample> last() {
        List<Sample> all = snapshot();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The chunks in order from the oldest that is still held. */
    private List<Chunk> held(long end) {
        List<Chunk> held = new ArrayList<>();
        long last = end == 0 ? -1 : (end - 1) / CHUNK;
        for (long number = Math.max(0, last - ring.length() + 1); number <= last; number++) {
            Chunk chunk = ring.get((int) (number % ring.length()));
            if (chunk.number == number) {
                held.add(chunk);
            } else {
                held.clear();
            }
        }
        return held;
    }

    /** The first slot that has not ended. */
    private long advance() {
        long slot = complete.get();
        long end = slots.get();
        while (slot < end && over(slot)) {
            slot++;
        }
        return complete.accumulateAndGet(slot, Math::max);
    }

    /** Whether a slot has ended, or was let go. */
    private boolean over(long slot) {
        Chunk chunk = chunk(slot);
        return chunk.number != slot / CHUNK || chunk.states.get((int) (slot % CHUNK)) == DONE;
    }

    /** The chunk that holds a slot, made when it is not there yet; a newer one when the slot's own was let go. */
    private Chunk chunk(long slot) {
        long number = slot / CHUNK;
        int cell = (int) (number % ring.length());
        Chunk chunk = ring.get(cell);
        while (chunk == null || chunk.number < number) {
            ring.compareAndSet(cell, chunk, new Chunk(number));
            chunk = ring.get(cell);
        }
        return chunk;
    }

    /** An unchanging view: slots below {@code whole} are never written again. */
    private static final class View extends AbstractList<Sample> implements RandomAccess {
        private final List<Chunk> chunks;
        private final int whole;
        private final List<Sample> tail;

        View(List<Chunk> chunks, int whole, List<Sample> tail) {
            this.chunks = chunks;
            this.whole = whole;
            this.tail = tail;
        }

        @Override
        public Sample get(int index) {
            if (index < 0 || index >= whole) {
                return tail.get(index - whole);
            }
            return chunks.get(index / CHUNK).at(index % CHUNK);
        }

        @Override
        public int size() {
            return whole + tail.size();
        }
    }
}
