package dev.aftershock.measurement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One probe's observed samples in the order of sending, with what each of them proves.
 *
 * <p>An answer proves that the system was up at some instant from its sending to its arrival. A bad sample proves that it
 * was not, at some instant from its sending to {@link #shownBy}: a healthy system would have answered by then.
 */
final class Series {

    /** What a sample says of the system. */
    enum Kind {
        GOOD,
        SLOW,
        BAD
    }

    private final Sample[] samples;
    private final Kind[] kinds;
    private final long[] shownBy;
    private final long bound;
    private final long every;
    private final Gaps gaps;

    private Series(List<Sample> observed, Gaps gaps, SeriesSpec spec, long bound) {
        this.samples = observed.toArray(new Sample[0]);
        this.kinds = new Kind[samples.length];
        this.shownBy = new long[samples.length];
        this.bound = bound;
        this.every = spec.every();
        this.gaps = gaps;
        for (int i = 0; i < samples.length; i++) {
            kinds[i] = kind(samples[i], spec);
            shownBy[i] = gaps.answeredBy(samples[i].sent(), bound, samples[i].done());
        }
    }

    /** Sorts by sending and drops what was not observed; {@code bound} is the longest latency of a healthy answer. */
    static Series of(List<Sample> samples, SeriesSpec spec, long bound) {
        List<Sample> ordered = new ArrayList<>(samples);
        ordered.sort(Comparator.comparingLong(Sample::sent));
        Gaps gaps = Gaps.between(ordered, spec.every());
        ordered.removeIf(sample -> sample.outcome() == Outcome.NOT_SENT);
        return new Series(ordered, gaps, spec, bound);
    }

    static Kind kind(Sample sample, SeriesSpec spec) {
        if (sample.outcome() != Outcome.OK || sample.done() - sample.sent() > spec.deadline()) {
            return Kind.BAD;
        }
        return sample.latency() > spec.within() ? Kind.SLOW : Kind.GOOD;
    }

    int size() {
        return samples.length;
    }

    long sent(int i) {
        return samples[i].sent();
    }

    long done(int i) {
        return samples[i].done();
    }

    Kind kind(int i) {
        return kinds[i];
    }

    boolean good(int i) {
        return kinds[i] == Kind.GOOD;
    }

    /** The latest instant at which the trouble that made this sample bad must have shown. */
    long shownBy(int i) {
        return shownBy[i];
    }

    /** Since when the observer cannot have been held up unnoticed: a sample sent late was held up since it was due. */
    long watchedFrom(int i) {
        return Gaps.sentLate(samples[i], every) ? samples[i].due() : sent(i);
    }

    /** Whether a bad sample is the system's doing for sure; a missing answer beside a pause may be the observer's. */
    boolean sure(int i) {
        return samples[i].outcome() == Outcome.FAIL_FAST
                || (watchedFrom(i) == sent(i) && !gaps.touch(sent(i) + 1, sent(i) + bound));
    }

    /**
     * Whether the answer arrived so late that the system must have been up at some instant not before {@code since}
     * when it let go of it.
     */
    boolean releasedSince(int i, long since) {
        long left = done(i) - bound;
        return samples[i].outcome() == Outcome.OK && left >= since && !gaps.touch(left, done(i));
    }

    /** Whether the answer took longer than a healthy one. */
    boolean held(int i) {
        return done(i) - sent(i) > bound;
    }

    Gaps gaps() {
        return gaps;
    }
}
