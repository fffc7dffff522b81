package dev.aftershock.measurement;

import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.WriteColumns.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes writes as they are attempted and answered, in columns: about 37 bytes each and no object.
 *
 * <p>A write is known by its place: 0 for the first one that was invoked, and so on. Not thread-safe.
 */
public final class WriteLog {

    /** More writes than this are refused, so that memory stays bounded. */
    public static final int MOST_WRITES = 20_000_000;

    /** Numbers of writers are below this. */
    public static final int MOST_WRITERS = WriteColumns.MOST_WRITERS;

    /** Gaps in the numbering are refused when they add up to more than there may be writes. */
    private static final long MOST_NUMBERS = 2L * MOST_WRITES;

    private final WriteColumns columns = new WriteColumns();
    private final SeqIndex index = new SeqIndex();
    private final List<String> nodes = new ArrayList<>(List.of(""));
    private final Map<String, Integer> nodeNumbers = new HashMap<>(Map.of("", 0));
    private int[] last = {};
    private long numbers;

    /** How many writes there are. */
    public int size() {
        return columns.size();
    }

    /** The place of a write; negative when it was never attempted. */
    public int find(int writer, long seq) {
        return index.find(writer, seq);
    }

    /**
     * Checks that a write may be added.
     *
     * @throws IllegalArgumentException when the writer or the number is out of range, or the write is there already
     * @throws IllegalStateException when there are {@link #MOST_WRITES} already
     */
    public void checkNew(int writer, long seq) {
        if (writer < 0 || writer >= MOST_WRITERS) {
            throw new IllegalArgumentException("ledger: write " + writer + "-" + seq + " has writer " + writer
                    + "; expected writers numbered from 0 to " + (MOST_WRITERS - 1));
        }
        int before = writer < last.length ? last[writer] : 0;
        if (seq < 1 || numbers + seq - before > MOST_NUMBERS) {
            throw new IllegalArgumentException("ledger: write " + writer + "-" + seq + " has number " + seq
                    + "; expected each writer to number its writes from 1 on, without gaps");
        }
        if (find(writer, seq) >= 0) {
            throw new IllegalArgumentException("ledger: write " + writer + "-" + seq
                    + " is listed twice; expected each writer to number its writes once, from 1 on");
        }
        if (size() >= MOST_WRITES) {
            throw new IllegalStateException(
                    "the ledger holds " + MOST_WRITES + " writes, its limit; write more slowly");
        }
    }

    /**
     * Adds a write that is about to be sent; until it is answered, it is {@link Result#INDET}.
     *
     * @param writer who writes, from 0 to below {@link #MOST_WRITERS}
     * @param seq the writer's own number, from 1, without gaps
     * @param hash the payload's hash
     * @param at nanoseconds of the run's clock
     * @return the write's place
     * @throws IllegalArgumentException as for {@link #checkNew}
     * @throws IllegalStateException as for {@link #checkNew}
     */
    public int invoked(int writer, long seq, long hash, long at) {
        checkNew(writer, seq);
        if (writer >= last.length) {
            last = Arrays.copyOf(last, Math.max(writer + 1, 2 * last.length));
        }
        numbers += Math.max(0, seq - last[writer]);
        last[writer] = (int) Math.max(seq, last[writer]);
        index.put(writer, (int) seq, size());
        columns.add(writer, (int) seq, hash, at);
        return size() - 1;
    }

    /**
     * Checks that an answer may be noted.
     *
     * @throws IllegalArgumentException when the answer came before the write was sent, or does not fit what was asked
     * @throws IllegalStateException when the write awaits no answer
     */
    public void checkAnswer(int place, long at, Result result) {
        State state = columns.state(place);
        if (!state.awaitsAnswer()) {
            throw new IllegalStateException("write " + id(place) + " awaits no answer");
        }
        if (at < columns.invoked().get(place)) {
            throw new IllegalArgumentException("ledger: write " + id(place) + " was answered at " + at
                    + ", before it was sent at " + columns.invoked().get(place)
                    + "; expected both on one clock that never steps");
        }
        if (state == State.DELETING != (result == Result.DELETED)) {
            throw new IllegalArgumentException("ledger: write " + id(place) + " was answered " + result
                    + "; expected DELETED after a deletion was begun, and only then");
        }
    }

    /**
     * Notes the answer to a write, or the success of its deletion.
     *
     * @param place of the write
     * @param at when the answer came, in nanoseconds of the run's clock
     * @param result what it said
     * @param node who answered; of more than 8191 different ones, the later read as unknown
     * @throws IllegalArgumentException as for {@link #checkAnswer}
     * @throws IllegalStateException as for {@link #checkAnswer}
     */
    public void answered(int place, long at, Result result, String node) {
        checkAnswer(place, at, result);
        columns.answered().set(place, at);
        columns.state(place, State.of(result), nodeNumber(node));
    }

    /**
     * Checks that a write may be deleted.
     *
     * @throws IllegalStateException when the write was not acknowledged
     */
    public void checkDeletable(int place) {
        if (!columns.state(place).result().acknowledged()) {
            throw new IllegalStateException("write " + id(place) + " is "
                    + columns.state(place).result() + "; expected one that was acknowledged");
        }
    }

    /**
     * Notes that an acknowledged write is about to be deleted: until that is answered, it may be there or not. A deletion
     * that was refused leaves it so, which only makes the ledger claim less.
     *
     * @throws IllegalStateException as for {@link #checkDeletable}
     */
    public void deleting(int place) {
        checkDeletable(place);
        columns.state(place, State.DELETING, columns.node(place));
    }

    /** What is in the log now; later changes do not reach it. Shares its memory with the log where they are the same. */
    public Writes snapshot() {
        return new Writes(columns.frozen(), List.copyOf(nodes), last.clone());
    }

    void add(LedgerEntry entry) {
        int place = invoked(entry.writer(), entry.seq(), entry.hash(), entry.invoked());
        if (entry.result() == Result.DELETED) {
            columns.state(place, State.DELETING, 0);
        }
        answered(place, entry.answered(), entry.result(), entry.node());
    }

    private int nodeNumber(String node) {
        Integer known = nodeNumbers.get(node);
        if (known == null && nodes.size() < WriteColumns.MOST_NODES) {
            nodeNumbers.put(node, nodes.size());
            nodes.add(node);
            return nodes.size() - 1;
        }
        return known == null ? 0 : known;
    }

    private String id(int place) {
        return columns.writer(place) + "-" + columns.seq(place);
    }
}
