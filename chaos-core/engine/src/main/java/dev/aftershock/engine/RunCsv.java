package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The rows of a run's CSV files; only the last column may hold free text, so that commas in it do no harm. */
final class RunCsv {

    static final String SAMPLES = "due_ns,sent_ns,done_ns,group,tries,outcome,detail";
    static final String PAUSES = "from_ns,to_ns";
    static final String LEDGER = "writer,seq,hash,invoked_ns,answered_ns,result,node";
    static final String READS = "writer,seq,begun_ns,found";
    static final String SURVIVORS = "writer,seq,hash,copies,position";

    private static final long LONGEST = Duration.ofDays(366).toNanos();

    private RunCsv() {}

    static String line(Sample sample, UnaryOperator<String> hiding) {
        return sample.due() + "," + sample.sent() + "," + sample.done() + "," + sample.group() + "," + sample.tries()
                + "," + sample.outcome() + "," + OneLine.of(hiding.apply(sample.detail()));
    }

    static Sample sample(String line) {
        RunRow row = new RunRow(line, 7);
        long due = row.moment();
        long sent = row.moment();
        long done = row.moment();
        int group = row.small();
        int tries = row.small();
        Outcome outcome = Outcome.valueOf(row.text());
        return new Sample(due, sent, done, outcome, row.text(), group, tries);
    }

    static String line(Moment pause) {
        return pause.earliest() + "," + pause.latest();
    }

    static Moment pause(String line) {
        RunRow row = new RunRow(line, 2);
        return new Moment(row.moment(), row.moment());
    }

    static String line(LedgerEntry entry, UnaryOperator<String> hiding) {
        return entry.writer() + "," + entry.seq() + "," + entry.hash() + "," + entry.invoked() + "," + entry.answered()
                + "," + entry.result() + "," + OneLine.of(hiding.apply(entry.node()));
    }

    static LedgerEntry entry(String line) {
        RunRow row = new RunRow(line, 7);
        return new LedgerEntry(
                row.small(),
                row.number(),
                row.number(),
                row.moment(),
                row.moment(),
                LedgerEntry.Result.valueOf(row.text()),
                row.text());
    }

    static String line(Survivor survivor) {
        return survivor.writer() + "," + survivor.seq() + "," + survivor.hash() + "," + survivor.copies() + ","
                + survivor.position();
    }

    static Survivor survivor(String line) {
        RunRow row = new RunRow(line, 5);
        return new Survivor(row.small(), row.number(), row.number(), row.small(), row.number());
    }

    static String line(ReadBack read) {
        return read.writer() + "," + read.seq() + "," + read.begun() + "," + read.found();
    }

    static ReadBack read(String line) {
        RunRow row = new RunRow(line, 4);
        return new ReadBack(row.small(), row.number(), row.moment(), truth(row.text()));
    }

    /** A moment of a run; a system's log may reach back behind its begin. What is subtracted and drawn must not overflow. */
    static long moment(long nanos) {
        if (nanos < -LONGEST || nanos > LONGEST) {
            throw new IllegalArgumentException(
                    "a moment " + nanos + " ns from the begin of the run; expected at most a year");
        }
        return nanos;
    }

    private static boolean truth(String cell) {
        if (!cell.equals("true") && !cell.equals("false")) {
            throw new IllegalArgumentException("'" + OneLine.of(cell) + "'; expected true or false");
        }
        return cell.equals("true");
    }
}
