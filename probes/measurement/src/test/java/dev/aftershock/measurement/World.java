package dev.aftershock.measurement;

import dev.aftershock.measurement.Scenario.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** A system whose every state is known, and the samples that a probe would take of it. */
final class World {

    static final int HOLD_SPACINGS = 40;
    private static final int BASELINE_SPACINGS = 15;
    private static final int LONGEST_GAP_SPACINGS = 8;
    private static final int METERED_PAUSES = 8;

    final List<Truth> truths = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();
    final SeriesSpec spec;
    final long bound;
    final Moment fault;
    private final Random random;
    private final long latency;
    private final Scenario scenario;
    private final List<Moment> gaps = new ArrayList<>();
    private final PriorityQueue<Sample> awaited = new PriorityQueue<>(Comparator.comparingLong(Sample::done));
    private long lastKnownBad = Long.MIN_VALUE / 2;
    private int asked;

    World(Scenario scenario) {
        this.scenario = scenario;
        random = new Random(scenario.seed());
        long every = scenario.every();
        latency = Math.max(2, every * scenario.latency() / 100);
        bound = latency * scenario.slack() / 100;
        long within = bound + every / 10 + random.nextLong(2 * bound);
        long deadline = Math.max(every, 2 * within + 2 * latency + random.nextLong(20 * every));
        spec = new SeriesSpec(every, deadline, within, HOLD_SPACINGS * every, 0);
        long end = place();
        long onset = truths.isEmpty() ? BASELINE_SPACINGS * every / 2 : truths.get(0).from - random.nextLong(every);
        fault = new Moment(onset - random.nextLong(every), onset + random.nextLong(every));
        placeGaps(end);
        long step = every;
        for (long slot = 0; slot < end + spec.hold() + margin(); slot += step) {
            probe(slot + random.nextLong(step / 2 + 1) - step / 4);
            step = dense(slot) ? every / 10 : every;
        }
    }

    /** Whether a sample of the last hold is known to be bad by now. */
    private boolean dense(long now) {
        while (!awaited.isEmpty() && awaited.peek().done() <= now) {
            lastKnownBad = Math.max(lastKnownBad, awaited.remove().sent());
        }
        return scenario.look().burst() && lastKnownBad + spec.hold() > now;
    }

    Observations seen() {
        return new Observations(samples, scenario.sight() == Sight.METERED ? gaps : List.of());
    }

    int groups() {
        return scenario.look().groups();
    }

    /** How unclear it may be whether good times of about the hold's length count as one hold. */
    long margin() {
        return spec.deadline() + 2 * spec.within() + (2 * LONGEST_GAP_SPACINGS + 8 + 2 * groups()) * spec.every();
    }

    private long place() {
        long at = BASELINE_SPACINGS * spec.every();
        boolean slowBefore = false;
        for (Scenario.Part part : scenario.troubles()) {
            boolean slow = part.mode() == Truth.Mode.SLOW;
            // a request must not meet two kinds of trouble, or it proves neither
            at += part.rest() * spec.every() / 100 + (slow || slowBefore ? spec.deadline() + 2 * bound : 0) + 1;
            long to = at + Math.max(1, part.length() * spec.every() / 100);
            boolean partial = part.mode() == Truth.Mode.PARTIAL;
            truths.add(new Truth(part.mode(), at, to, partial ? 1 + random.nextInt(groups() - 1) : groups()));
            at = to;
            slowBefore = slow;
        }
        return at;
    }

    private void placeGaps(long end) {
        boolean metered = scenario.sight() == Sight.METERED;
        int count = scenario.sight() == Sight.FULL ? 0 : metered ? METERED_PAUSES : 2;
        for (int i = 0; i < count; i++) {
            long from = metered && !truths.isEmpty() ? besideATrouble() : random.nextLong(end);
            long length = metered
                    ? 1 + random.nextLong(spec.every() / 2 - 1)
                    : (3 + random.nextLong(LONGEST_GAP_SPACINGS - 3)) * spec.every();
            gaps.add(new Moment(from, from + length));
        }
        // pauses that follow on one another at once would be a longer one
        gaps.removeIf(gap -> metered
                && gaps.stream()
                        .anyMatch(o -> o != gap
                                && o.earliest() < gap.latest() + spec.deadline()
                                && o.earliest() >= gap.earliest()));
    }

    /** Where a pause is likely to meet the edge of a trouble. */
    private long besideATrouble() {
        Truth truth = truths.get(random.nextInt(truths.size()));
        return (random.nextBoolean() ? truth.from : truth.to) - random.nextLong(spec.every());
    }

    private boolean blind(long instant) {
        return gaps.stream().anyMatch(gap -> gap.earliest() <= instant && instant < gap.latest());
    }

    /** When the observer can act, if it wants to at {@code instant}. */
    private long awake(long instant) {
        boolean stops = scenario.sight() == Sight.PAUSED || scenario.sight() == Sight.METERED;
        long at = instant;
        for (int i = 0; i < 2 && stops; i++) {
            for (Moment gap : gaps) {
                at = gap.earliest() <= at && at < gap.latest() ? gap.latest() : at;
            }
        }
        return at;
    }

    private void probe(long due) {
        if (scenario.sight() == Sight.NOT_SENT && blind(due)) {
            samples.add(new Sample(due, due, due, Outcome.NOT_SENT));
        } else if (scenario.sight() != Sight.MISSING || !blind(due)) {
            send(due, awake(due + random.nextLong(spec.every() / 50 + 1)));
        }
    }

    private void send(long due, long sent) {
        asked = (asked + 1) % groups();
        // the observer may be stopped between taking the time and sending
        long leg = leg();
        long hesitating = random.nextLong(leg + 1);
        long reached = awake(sent + hesitating) + leg - hesitating;
        Truth met = met(reached);
        if (met == null) {
            answer(due, sent, reached + leg(), List.of());
            return;
        }
        switch (met.mode) {
            case FAIL, PARTIAL -> add(new Sample(due, sent, awake(reached + leg()), Outcome.FAIL_FAST), List.of(met));
            case DROP -> add(new Sample(due, sent, awake(sent + spec.deadline()), Outcome.TIMEOUT), List.of(met));
            case QUEUE -> answer(due, sent, met.to + leg(), List.of(met));
            case SLOW -> {
                long slowest = spec.deadline() - spec.within() - 2 * latency;
                answer(due, sent, reached + spec.within() + 1 + random.nextLong(slowest), List.of(met));
            }
        }
    }

    private Truth met(long instant) {
        for (Truth truth : truths) {
            if (truth.holds(instant, asked)) {
                return truth;
            }
        }
        return null;
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

    private void add(Sample taken, List<Truth> met) {
        Sample sample = scenario.look().told()
                ? new Sample(taken.due(), taken.sent(), taken.done(), taken.outcome(), "", asked)
                : taken;
        samples.add(sample);
        boolean bad = sample.outcome() != Outcome.OK || sample.done() - sample.sent() > spec.deadline();
        boolean notGood = bad || sample.latency() > spec.within();
        for (Truth truth : met) {
            truth.bad += bad ? 1 : 0;
            truth.notGood += notGood ? 1 : 0;
            if (bad) {
                truth.badGroups.set(asked);
            }
        }
        if (notGood) {
            awaited.add(sample);
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
