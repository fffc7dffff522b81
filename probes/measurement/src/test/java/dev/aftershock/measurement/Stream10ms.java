package dev.aftershock.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Writes a series by hand: one sample per 10 ms, good ones answered after 1 ms. All arguments are milliseconds. */
final class Stream10ms {

    static final long MS = 1_000_000;
    static final SeriesSpec SPEC = new SeriesSpec(10 * MS, 200 * MS, 50 * MS, 300 * MS, 0.1);
    static final OptionalLong BOUND = OptionalLong.of(2 * MS);

    final List<Sample> samples = new ArrayList<>();

    Stream10ms good(long from, long to) {
        return add(from, to, 1, Outcome.OK);
    }

    Stream10ms slow(long from, long to) {
        return add(from, to, 80, Outcome.OK);
    }

    Stream10ms failing(long from, long to) {
        return add(from, to, 1, Outcome.FAIL_FAST);
    }

    Stream10ms silent(long from, long to) {
        return add(from, to, 200, Outcome.TIMEOUT);
    }

    Stream10ms unsent(long from, long to) {
        return add(from, to, 0, Outcome.NOT_SENT);
    }

    /** Requests that were held back and all answered one millisecond after {@code heal}. */
    Stream10ms queued(long from, long to, long heal) {
        for (long at = from; at < to; at += 10) {
            samples.add(new Sample(at * MS, at * MS, (heal + 1) * MS, Outcome.OK));
        }
        return this;
    }

    Stream10ms add(long from, long to, long latency, Outcome outcome) {
        for (long at = from; at < to; at += 10) {
            samples.add(new Sample(at * MS, at * MS, (at + latency) * MS, outcome));
        }
        return this;
    }

    Recovery since(long millis) {
        return since(new Moment(millis * MS, millis * MS));
    }

    Recovery since(Moment moment) {
        return RecoveryAnalysis.since(moment, samples, SPEC, BOUND);
    }

    static Bracket millis(long low, long point, long high) {
        return new Bracket(low * MS, point * MS, high * MS);
    }

    static Moment between(long earliest, long latest) {
        return new Moment(earliest * MS, latest * MS);
    }
}
