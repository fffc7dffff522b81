package dev.aftershock.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A system whose every state is known, and the samples that a probe would take of it. */
final class World {

    static final int HOLD_SPACINGS = 40;
    private static final int BASELINE_SPACINGS = 15;
    private static final int LONGEST_GAP_SPACINGS = 8;

    final List<Truth> truths = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();
    final SeriesSpec spec;
    final long bound;
    final Moment fault;
    private final Random random;
    private final long latency;
    private final Scenario scenario;
    private final List<long[]> gaps = new ArrayList<>();

    World(Scenario scenario) {
        this.scenario = scenario;
        random = new Random(scenario.seed());
        long every = scenario.every();
        latency = Math.max(2, every * scenario.latency() / 100);
        bound = latency * scenario.slack() / 100;
        long within = bound + every / 10 + random.nextLong(2 * bound);
        long deadline = 2 * within + 2 * latency + random.nextLong(20 * every);
        spec = new SeriesSpec(every, deadline, within, HOLD_SPACINGS * every, 0);
        long end = place();
        long onset = truths.isEmpty() ? BASELINE_SPACINGS * every / 2 : truths.get(0).from - random.nextLong(every);
        fault = new Moment(onset - random.nextLong(every), onset + random.nextLong(every));
        placeGaps(end);
        for (long slot = 0; slot < end + spec.hold() + margin(); slot += every) {
            probe(slot + random.nextLong(every / 2 + 1) - every / 4);
        }
    }

    /** How unclear it may be whether good times of about the hold's length count as one hold. */
    long margin() {
        return spec.deadline() + 2 * spec.within() + (2 * LONGEST_GAP_SPACINGS + 8) * spec.every();
    }

    private long place() {
        long at = BASELINE_SPACINGS * spec.every();
        boolean slowBefore = false;
        for (Scenario.Part part : scenario.troubles()) {
            boolean slow = part.mode() == Truth.Mode.SLOW;
            // a request must not meet two kinds of trouble, or it proves neither
            at += part.rest() * spec.every() / 100 + (slow || slowBefore ? spec.deadline() + 2 * bound : 0) + 1;
            long to = at + Math.max(1, part.length() * spec.every() / 100);
            truths.add(new Truth(part.mode(), at, to));
            at = to;
            slowBefore = slow;
        }
        return at;
    }

    private void placeGaps(long end) {
        for (int i = 0; i < 2 && scenario.sight() != Scenario.Sight.FULL; i++) {
            long from = random.nextLong(end);
            gaps.add(new long[] {from, from + (3 + random.nextLong(LONGEST_GAP_SPACINGS - 3)) * spec.every()});
        }
    }

    private boolean blind(long instant) {
        return gaps.stream().anyMatch(gap -> gap[0] <= instant && instant < gap[1]);
    }

    /** When the observer can act, if it wants to at {@code instant}. */
    private long awake(long instant) {
        long at = instant;
        for (int i = 0; i < 2 && scenario.sight() == Scenario.Sight.PAUSED; i++) {
            for (long[] gap : gaps) {
                at = gap[0] <= at && at < gap[1] ? gap[1] : at;
            }
        }
        return at;
    }

    private void probe(long due) {
        if (scenario.sight() == Scenario.Sight.NOT_SENT && blind(due)) {
            samples.add(new Sample(due, due, due, Outcome.NOT_SENT));
        } else if (scenario.sight() != Scenario.Sight.MISSING || !blind(due)) {
            send(due, awake(due + random.nextLong(spec.every() / 50 + 1)));
        }
    }

    private void send(long due, long sent) {
        long reached = sent + leg();
        Truth met = truths.stream().filter(t -> t.holds(reached)).findFirst().orElse(null);
        if (met == null) {
            answer(due, sent, reached + leg(), List.of());
            return;
        }
        switch (met.mode) {
            case FAIL -> add(new Sample(due, sent, awake(reached + leg()), Outcome.FAIL_FAST), List.of(met));
            case DROP -> add(new Sample(due, sent, awake(sent + spec.deadline()), Outcome.TIMEOUT), List.of(met));
            case QUEUE -> answer(due, sent, met.to + leg(), List.of(met));
            case SLOW -> {
                long slowest = spec.deadline() - spec.within() - 2 * latency;
                answer(due, sent, reached + spec.within() + 1 + random.nextLong(slowest), List.of(met));
            }
        }
    }

    private void answer(long due, long sent, long arrived, List<Truth> met) {
        long read = awake(arrived);
        boolean late = read - sent > spec.deadline();
        if (late && (scenario.seed() & 1) == 0) {
            add(new Sample(due, sent, awake(sent + spec.deadline()), Outcome.TIMEOUT), met);
        } else {
            add(new Sample(due, sent, read, Outcome.OK), met);
        }
    }

    private void add(Sample sample, List<Truth> met) {
        samples.add(sample);
        boolean bad = sample.outcome() != Outcome.OK || sample.done() - sample.sent() > spec.deadline();
        for (Truth truth : met) {
            truth.bad += bad ? 1 : 0;
            truth.notGood += bad || sample.latency() > spec.within() ? 1 : 0;
        }
    }

    /** One way of a healthy exchange; mostly short, sometimes as long as it can be. */
    private long leg() {
        long longest = latency / 2;
        return random.nextInt(4) == 0 ? random.nextLong(longest + 1) : random.nextLong(longest / 4 + 1);
    }

    @Override
    public String toString() {
        return scenario + " " + spec + " bound=" + bound + " fault=" + fault + " " + truths;
    }
}
