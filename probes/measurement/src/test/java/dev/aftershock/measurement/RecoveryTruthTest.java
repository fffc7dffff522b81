package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Scenario.Part;
import dev.aftershock.measurement.Scenario.Sight;
import dev.aftershock.measurement.Truth.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Generated truth, rendered as the samples a probe would take of it: the truth must lie in every bracket. */
class RecoveryTruthTest {

    private static final int CASES = Integer.getInteger("aftershock.cases", 10_000);
    private static final int FIRST_CASE = Integer.getInteger("aftershock.first-case", 0);

    @Test
    void truthLiesInsideTheBracketForEveryOutage() {
        forAll(RecoveryTruthTest::seeing, RecoveryTruthTest::truthLiesInsideTheBracketForEveryOutage);
    }

    private static void truthLiesInsideTheBracketForEveryOutage(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        assertThat(matched(world, recovery))
                .as("every blackout is a real one: %s %s", world, recovery)
                .isTrue();
        assertCovered(world, recovery);
        for (Outage brownout : recovery.brownouts()) {
            assertThat(world.truths).as("%s %s", brownout, world).anyMatch(truth -> overlaps(brownout, truth));
        }
    }

    @Test
    void truthLiesInsideTheBracketOfStableRecovery() {
        forAll(RecoveryTruthTest::seeing, RecoveryTruthTest::truthLiesInsideTheBracketOfStableRecovery);
    }

    private static void truthLiesInsideTheBracketOfStableRecovery(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        List<Truth> ends = stableEnds(world);
        if (ends.isEmpty()) {
            assertThat(recovery.stable()).as("%s", world).isEqualTo(Bracket.zero());
            assertThat(recovery.firstGood()).isEmpty();
            return;
        }
        assertThat(ends)
                .as("%s %s", world, recovery)
                .anyMatch(end -> holdsFromFault(recovery.stable(), end.to, world.fault));
        Bracket first = recovery.firstGood().orElseThrow();
        assertThat(world.truths)
                .as("%s %s", world, recovery)
                .anyMatch(truth -> truth.notGood > 0 && holdsFromFault(first, truth.to, world.fault));
    }

    @Test
    void pointIsOffByNoMoreThanSpacingAndLatency() {
        forAll(RecoveryTruthTest::sharp, RecoveryTruthTest::pointIsOffByNoMoreThanSpacingAndLatency);
    }

    private static void pointIsOffByNoMoreThanSpacingAndLatency(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        long tolerated = world.spec.every() + world.bound;
        long onset = (world.fault.latest() - world.fault.earliest() + 1) / 2;
        if (recovery.troubled()) {
            assertThat(heldBackOr(stableEnds(world), world))
                    .as("%s %s", world, recovery)
                    .anyMatch(end -> Math.abs(end.to
                                    - world.fault.middle()
                                    - recovery.stable().point())
                            <= tolerated + onset);
        }
        for (Outage outage : recovery.outages()) {
            assertThat(spans(world, outage))
                    .as("%s %s", world, outage)
                    .anyMatch(length -> Math.abs(length - outage.length().point()) <= 2 * tolerated);
        }
    }

    @Test
    void outageThatNoSampleMetIsShorterThanTheBlindSpot() {
        forAll(RecoveryTruthTest::seeing, RecoveryTruthTest::outageThatNoSampleMetIsShorterThanTheBlindSpot);
    }

    private static void outageThatNoSampleMetIsShorterThanTheBlindSpot(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        for (Truth truth : world.truths) {
            boolean beside = recovery.outages().stream().anyMatch(o -> overlaps(o, truth))
                    || recovery.brownouts().stream().anyMatch(o -> overlaps(o, truth));
            if (truth.notGood == 0 && !beside) {
                assertThat(truth.length()).as("%s", world).isLessThanOrEqualTo(recovery.noOutageLongerThan());
            }
        }
    }

    @Test
    void noOutageOfTwoSpacingsAndALatencyIsMissed() {
        forAll(RecoveryTruthTest::sharp, RecoveryTruthTest::noOutageOfTwoSpacingsAndALatencyIsMissed);
    }

    private static void noOutageOfTwoSpacingsAndALatencyIsMissed(Scenario scenario) {
        World world = new World(scenario);
        for (Truth truth : world.truths) {
            if (truth.length() >= 2 * world.spec.every() + world.bound && truth.mode != Mode.QUEUE) {
                assertThat(truth.notGood).as("%s", world).isPositive();
            }
        }
        assertCovered(world, analyse(world));
    }

    @Test
    void everyEdgeThatIsNotFlaggedHoldsTheTruthEvenWhenTheObserverPauses() {
        forAll(
                RecoveryTruthTest::paused,
                RecoveryTruthTest::everyEdgeThatIsNotFlaggedHoldsTheTruthEvenWhenTheObserverPauses);
    }

    private static void everyEdgeThatIsNotFlaggedHoldsTheTruthEvenWhenTheObserverPauses(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        for (Outage outage : recovery.outages()) {
            if (!outage.blindStart()) {
                assertThat(world.truths).as("%s %s", world, outage).anyMatch(t -> holds(outage.start(), t.from));
            }
            if (!outage.blindEnd()) {
                assertThat(world.truths)
                        .as("%s %s", world, outage)
                        .anyMatch(t -> holds(outage.end().orElseThrow(), t.to));
            }
        }
        assertCovered(world, recovery);
    }

    private static Recovery analyse(World world) {
        return RecoveryAnalysis.since(world.fault, world.samples, world.spec, OptionalLong.of(world.bound));
    }

    /** Whether the blackouts are the real ones in order, each from one's start to the same or a later one's end. */
    private static boolean matched(World world, Recovery recovery) {
        List<Truth> real =
                world.truths.stream().filter(t -> t.blackout() && t.bad > 0).toList();
        return matched(real, recovery.outages(), recovery.unavailable(), 0);
    }

    private static boolean matched(List<Truth> real, List<Outage> outages, Bracket total, long sum) {
        if (outages.isEmpty() || real.isEmpty()) {
            return outages.isEmpty() && real.isEmpty() && holds(total, sum);
        }
        Outage outage = outages.get(0);
        List<Outage> others = outages.subList(1, outages.size());
        for (int last = 0; last < real.size(); last++) {
            long length = real.get(last).to - real.get(0).from;
            boolean fits = holds(outage.start(), real.get(0).from)
                    && holds(outage.end().orElseThrow(), real.get(last).to)
                    && holds(outage.length(), length);
            if (fits && matched(real.subList(last + 1, real.size()), others, total, sum + length)) {
                return true;
            }
        }
        return false;
    }

    private static void assertCovered(World world, Recovery recovery) {
        for (Truth truth : world.truths) {
            List<Outage> where = truth.blackout() ? recovery.outages() : recovery.brownouts();
            if (truth.blackout() ? truth.bad > 0 : truth.notGood > 0) {
                assertThat(where)
                        .as("%s %s", truth, world)
                        .anyMatch(outage -> outage.start().earliest() <= truth.from
                                && outage.end().orElseThrow().latest() >= truth.to);
            }
        }
    }

    /** The troubles after which a stable window may begin: the first with a long enough rest, and doubtful ones before. */
    private static List<Truth> stableEnds(World world) {
        List<Truth> met = world.truths.stream().filter(t -> t.notGood > 0).toList();
        List<Truth> ends = new ArrayList<>();
        for (int i = 0; i < met.size(); i++) {
            long rest = i + 1 == met.size() ? Long.MAX_VALUE : met.get(i + 1).from - met.get(i).to;
            if (rest >= world.spec.hold() - world.margin()) {
                ends.add(met.get(i));
            }
            if (rest >= world.spec.hold() + world.margin()) {
                return ends;
            }
        }
        return ends;
    }

    /** Also the ends of queues too short to make an answer bad: an answer held back tells when they ended. */
    private static List<Truth> heldBackOr(List<Truth> ends, World world) {
        return world.truths.stream()
                .filter(truth -> ends.contains(truth) || (truth.mode == Mode.QUEUE && truth.notGood == 0))
                .toList();
    }

    private static List<Long> spans(World world, Outage outage) {
        List<Long> spans = new ArrayList<>();
        for (Truth first : world.truths) {
            for (Truth last : world.truths) {
                if (holds(outage.start(), first.from) && holds(outage.end().orElseThrow(), last.to)) {
                    spans.add(last.to - first.from);
                }
            }
        }
        return spans;
    }

    private static boolean overlaps(Outage outage, Truth truth) {
        return outage.start().earliest() <= truth.to
                && outage.end().orElseThrow().latest() >= truth.from;
    }

    private static boolean holdsFromFault(Bracket bracket, long instant, Moment fault) {
        // the fault may have struck at any instant of its moment
        return bracket.ended()
                && bracket.low() <= Math.max(0, instant - fault.latest())
                && bracket.high() >= instant - fault.earliest();
    }

    private static boolean holds(Moment moment, long instant) {
        return moment.earliest() <= instant && instant <= moment.latest();
    }

    private static boolean holds(Bracket bracket, long duration) {
        return bracket.low() <= duration && duration <= bracket.high();
    }

    /** Checks a claim for many scenarios; a failure names the case, which a run of that case alone repeats. */
    private static void forAll(Function<SplittableRandom, Scenario> scenarios, Consumer<Scenario> claim) {
        for (int number = FIRST_CASE; number < FIRST_CASE + CASES; number++) {
            Scenario scenario = scenarios.apply(new SplittableRandom(number));
            try {
                claim.accept(scenario);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "case " + number + " (repeat it with -Daftershock.first-case=" + number
                                + " -Daftershock.cases=1): " + scenario,
                        e);
            }
        }
    }

    private static Scenario seeing(SplittableRandom random) {
        return scenario(random, List.of(Sight.FULL, Sight.NOT_SENT, Sight.MISSING), List.of(Mode.values()));
    }

    private static Scenario sharp(SplittableRandom random) {
        return scenario(random, List.of(Sight.FULL), List.of(Mode.values()));
    }

    private static Scenario paused(SplittableRandom random) {
        // a pause while answers are slow makes them look unanswered
        return scenario(random, List.of(Sight.PAUSED), List.of(Mode.FAIL, Mode.DROP, Mode.QUEUE));
    }

    private static Scenario scenario(SplittableRandom random, List<Sight> sights, List<Mode> modes) {
        long every = oneOf(random, List.of(1_000_000L, 5_000_000L, 100_000_000L));
        int latency = random.nextInt(4) < 3 ? random.nextInt(1, 61) : random.nextInt(60, 301);
        int slack = random.nextInt(100, 251);
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            int rest = random.nextInt(4) < 3 ? random.nextInt(1_001) : random.nextInt(12_001);
            int length = random.nextInt(3) < 1 ? random.nextInt(301) : random.nextInt(6_001);
            parts.add(new Part(oneOf(random, modes), rest, length));
        }
        return new Scenario(every, latency, slack, parts, oneOf(random, sights), random.nextLong());
    }

    private static <T> T oneOf(SplittableRandom random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
