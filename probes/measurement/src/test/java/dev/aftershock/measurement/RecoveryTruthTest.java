package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Truth.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Generated truth, rendered as the samples a probe would take of it: the truth must lie in every bracket. */
@TestInstance(Lifecycle.PER_CLASS)
class RecoveryTruthTest {

    private static final int PROPERTIES = 9;

    private final Cases cases = new Cases(PROPERTIES);

    @AfterAll
    void print() {
        System.out.println(cases);
    }

    @Test
    void truthLiesInsideTheBracketForEveryOutage() {
        forAll(Scenarios::seeing, RecoveryTruthTest::truthLiesInsideTheBracketForEveryOutage);
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
        forAll(Scenarios::seeing, RecoveryTruthTest::truthLiesInsideTheBracketOfStableRecovery);
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
        forAll(Scenarios::sharp, this::pointIsOffByNoMoreThanSpacingAndLatency);
    }

    private void pointIsOffByNoMoreThanSpacingAndLatency(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        long tolerated = world.spec.every() + world.bound;
        long onset = (world.fault.latest() - world.fault.earliest() + 1) / 2;
        if (recovery.troubled()) {
            long error = heldBackOr(stableEnds(world), world).stream()
                    .mapToLong(end -> Math.abs(
                            end.to - world.fault.middle() - recovery.stable().point()))
                    .min()
                    .orElse(Bracket.NEVER);
            assertThat(error).as("%s %s", world, recovery).isLessThanOrEqualTo(tolerated + onset);
            cases.note((double) error / world.spec.every());
        }
        for (Outage outage : recovery.outages()) {
            assertThat(spans(world, outage))
                    .as("%s %s", world, outage)
                    .anyMatch(length -> Math.abs(length - outage.length().point()) <= 2 * tolerated);
        }
    }

    @Test
    void outageThatNoSampleMetIsShorterThanTheBlindSpot() {
        forAll(Scenarios::seeing, RecoveryTruthTest::outageThatNoSampleMetIsShorterThanTheBlindSpot);
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
        forAll(Scenarios::sharp, RecoveryTruthTest::noOutageOfTwoSpacingsAndALatencyIsMissed);
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
        forAll(Scenarios::paused, RecoveryTruthTest::everyEdgeThatIsNotFlaggedHoldsTheTruthEvenWhenTheObserverPauses);
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

    @Test
    void knownPausesWidenEveryEdgeEnoughAndFlagIt() {
        forAll(Scenarios::metered, RecoveryTruthTest::knownPausesWidenEveryEdgeEnoughAndFlagIt);
    }

    private static void knownPausesWidenEveryEdgeEnoughAndFlagIt(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        assertThat(matched(world, recovery)).as("%s %s", world, recovery).isTrue();
        assertCovered(world, recovery);
        for (Outage outage : recovery.outages()) {
            Moment end = outage.end().orElseThrow();
            for (Moment pause : world.seen().pauses()) {
                assertThat(outage.blindStart() || !overlaps(outage.start(), pause))
                        .as("%s %s %s", pause, outage, world)
                        .isTrue();
                assertThat(outage.blindEnd() || !overlaps(end, pause))
                        .as("%s %s %s", pause, outage, world)
                        .isTrue();
            }
        }
    }

    @Test
    void truthOfEveryGroupLiesInItsBracketAndTheirMeanInTheWhole() {
        forAll(Scenarios::groups, RecoveryTruthTest::truthOfEveryGroupLiesInItsBracketAndTheirMeanInTheWhole);
    }

    private static void truthOfEveryGroupLiesInItsBracketAndTheirMeanInTheWhole(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        assertThat(recovery.unavailable())
                .as("%s %s", world, recovery)
                .satisfies(total -> assertThat(holds(total, downTime(world))).isTrue());
        List<Truth> ends = stableEnds(world);
        assertThat(ends.isEmpty() ? recovery.stable().equals(Bracket.zero()) : anyHolds(ends, recovery, world))
                .as("%s %s", world, recovery)
                .isTrue();
        Tail tail = TailAnalysis.of(world.fault, world.seen(), world.spec, OptionalLong.of(world.bound));
        assertThat(tail.groups()).hasSize(world.groups());
        for (Tail.Group group : tail.groups()) {
            List<Truth> own = stableEnds(
                    world,
                    world.truths.stream()
                            .filter(t -> t.badGroups.get(group.number()))
                            .toList());
            assertThat(
                            own.isEmpty()
                                    ? group.stable().equals(Bracket.zero())
                                    : own.stream().anyMatch(end -> holdsFromFault(group.stable(), end.to, world.fault)))
                    .as("%s %s", group, world)
                    .isTrue();
        }
    }

    private static boolean anyHolds(List<Truth> ends, Recovery recovery, World world) {
        return ends.stream().anyMatch(end -> holdsFromFault(recovery.stable(), end.to, world.fault));
    }

    /** The mean over the groups of the time that each was down, of what its samples met. */
    private static long downTime(World world) {
        long sum = 0;
        for (Truth truth : world.truths) {
            sum += truth.badGroups.cardinality() * truth.length();
        }
        return sum / world.groups();
    }

    @Test
    void unavailableTimeHoldsThePartOfRequestsThatFailed() {
        forAll(Scenarios::untold, RecoveryTruthTest::unavailableTimeHoldsThePartOfRequestsThatFailed);
    }

    private static void unavailableTimeHoldsThePartOfRequestsThatFailed(Scenario scenario) {
        World world = new World(scenario);
        Recovery recovery = analyse(world);
        long down = world.truths.stream().mapToLong(t -> t.failing * t.length()).sum() / world.groups();
        assertThat(holds(recovery.unavailable(), down))
                .as("%s %s %s", down, world, recovery)
                .isTrue();
    }

    private static Recovery analyse(World world) {
        return RecoveryAnalysis.since(world.fault, world.seen(), world.spec, OptionalLong.of(world.bound));
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
        return stableEnds(
                world, world.truths.stream().filter(t -> t.notGood > 0).toList());
    }

    private static List<Truth> stableEnds(World world, List<Truth> met) {
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

    private static boolean overlaps(Moment a, Moment b) {
        return a.earliest() < b.latest() && b.earliest() < a.latest();
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

    private void forAll(Function<SplittableRandom, Scenario> scenarios, Consumer<Scenario> claim) {
        cases.forAll(scenarios, claim);
    }
}
