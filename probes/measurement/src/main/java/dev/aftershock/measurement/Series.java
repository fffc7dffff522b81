package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.Comparator;

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
        /** Answered, but too late only because the observer paused: neither proof of slowness nor of its absence. */
        UNSURE,
        BAD
    }

    private static final Comparator<Sample> BY_SENDING = Comparator.comparingLong(Sample::sent);

    private final Sample[] samples;
    private final Kind[] kinds;
    private final long[] shownBy;
    private final long bound;
    private final long every;
    private final Gaps gaps;
    private final boolean several;

    private Series(Sample[] observed, Gaps gaps, SeriesSpec spec, Pace pace) {
        this.samples = observed;
        this.kinds = new Kind[samples.length];
        this.shownBy = new long[samples.length];
        this.bound = pace.bound;
        this.every = pace.every;
        this.gaps = gaps;
        this.several = Groups.several(Arrays.asList(samples));
        for (int i = 0; i < samples.length; i++) {
            kinds[i] = kind(samples[i], spec, gaps);
            shownBy[i] = gaps.answeredBy(samples[i].sent(), bound, samples[i].done());
        }
    }

    /**
     * What a series is measured by.
     *
     * @param every the spacing; longer than the schedule's for the samples of one group among several
     * @param bound the longest latency of a healthy answer
     */
    record Pace(long every, long bound) {}

    /** Sorts by sending and drops what was not observed. */
    static Series of(Observations seen, SeriesSpec spec, Pace pace) {
        Sample[] ordered = seen.samples().toArray(new Sample[0]);
        Arrays.sort(ordered, BY_SENDING);
        Gaps gaps = Gaps.of(Arrays.asList(ordered), seen.pauses(), pace.every);
        int observed = 0;
        for (Sample sample : ordered) {
            if (sample.outcome() != Outcome.NOT_SENT) {
                ordered[observed++] = sample;
            }
        }
        return new Series(Arrays.copyOf(ordered, observed), gaps, spec, pace);
    }

    private static Kind kind(Sample sample, SeriesSpec spec, Gaps gaps) {
        if (sample.outcome() != Outcome.OK || sample.done() - sample.sent() > spec.deadline()) {
            return Kind.BAD;
        }
        if (sample.latency() <= spec.within()) {
            return Kind.GOOD;
        }
        return gaps.pausedInto(sample.due(), spec.within(), sample.done()) ? Kind.UNSURE : Kind.SLOW;
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

    long latency(int i) {
        return samples[i].latency();
    }

    int group(int i) {
        return samples[i].group();
    }

    /** Whether it asks more than one group. */
    boolean several() {
        return several;
    }

    long every() {
        return every;
    }

    Kind kind(int i) {
        return kinds[i];
    }

    boolean good(int i) {
        return kinds[i] == Kind.GOOD;
    }

    /** Whether it failed or was slow. */
    boolean troubled(int i) {
        return kinds[i] == Kind.BAD || kinds[i] == Kind.SLOW;
    }

    /** Whether a pause of the observer hides if it was slow. */
    boolean unsure(int i) {
        return kinds[i] == Kind.UNSURE;
    }

    /** The latest instant at which the trouble that made this sample bad must have shown. */
    long shownBy(int i) {
        return shownBy[i];
    }

    /** The time that this sample stands for, so that a dense part of the series has no more say than a sparse one. */
    long weight(int i) {
        if (samples.length == 1) {
            return every;
        }
        int last = samples.length - 1;
        long after = i < last ? sent(i + 1) - sent(i) : sent(last) - sent(last - 1);
        long before = i > 0 ? sent(i) - sent(i - 1) : after;
        return Coverage.weight(before, after, every);
    }

    /** Since when the observer cannot have been held up unnoticed: a sample sent late was held up since it was due. */
    long watchedFrom(int i) {
        return Gaps.sentLate(samples[i], every) ? samples[i].due() : sent(i);
    }

    /**
     * Whether a bad sample is the system's doing for sure: a missing answer may be the observer's when a pause left it
     * too little time to read one.
     */
    boolean sure(int i) {
        return samples[i].outcome() == Outcome.FAIL_FAST
                || (watchedFrom(i) == sent(i) && gaps.answeredBy(sent(i), bound, Bracket.NEVER) <= done(i));
    }

    /** Whether a bad sample dates trouble as closely as if the observer had always been looking. */
    boolean sharp(int i) {
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
