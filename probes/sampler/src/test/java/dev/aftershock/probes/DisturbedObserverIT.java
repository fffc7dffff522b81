package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.probes.ObserverProcess.Settings;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps an observer in a process of its own from looking, and holds what it says against the truth all the same. */
class DisturbedObserverIT {

    private static final Pace PACE = new Pace(Duration.ofMillis(5), Duration.ofMillis(250));
    private static final SeriesSpec SPEC = OutageLane.specOf(PACE);
    private static final int OUTAGES = Boolean.getBoolean("aftershock.nightly") ? 20 : 4;
    private static final long STORY_NANOS = Duration.ofMillis(40).toNanos();
    private static final int BALLAST_MEBIBYTES = 300;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final SplittableRandom random = new SplittableRandom(5);
    private final List<Moment> downs = new ArrayList<>();
    private final List<Moment> ups = new ArrayList<>();
    private SyntheticServer server;
    private Optional<Observations> observed = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        server = new SyntheticServer(clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"ERR", "DROP"})
    void aStopAcrossAnEdgeWidensAndFlagsIt(Mode mode) throws Exception {
        try (ObserverProcess observer = new ObserverProcess(server.address(), new Settings(PACE, 0), clock)) {
            rest(500);
            for (int i = 0; i < OUTAGES; i++) {
                boolean atStart = i % 2 == 0;
                flip(observer, atStart, mode);
                rest(300 + random.nextLong(10));
                flip(observer, !atStart, Mode.UP);
                rest(400);
            }
            List<KnownOutage> outages = outages(observer);
            for (int i = 0; i < OUTAGES; i++) {
                Outage seen = outages.get(i).measured().orElseThrow();
                boolean flagged = i % 2 == 0 ? seen.blindStart() : seen.blindEnd();
                assertThat(flagged).as("outage %d is flagged: %s", i, seen).isTrue();
            }
            assertHonest(mode + " with the observer stopped for 200 ms across an edge", outages);
        }
    }

    @Test
    void anOutageThatFallsIntoAStopIsNotDenied() throws Exception {
        try (ObserverProcess observer = new ObserverProcess(server.address(), new Settings(PACE, 0), clock)) {
            rest(500);
            observer.freeze();
            rest(50);
            flip(observer, false, Mode.ERR);
            rest(100);
            flip(observer, false, Mode.UP);
            rest(50);
            observer.thaw();
            rest(400);
            KnownOutage hidden = outages(observer).get(0);
            assertThat(hidden.inside() || hidden.seen().noOutageLongerThan() >= hidden.nanos())
                    .as("%s", hidden)
                    .isTrue();
        }
    }

    @Test
    void processorHogsWidenBracketsButNeverFalsifyThem() throws Exception {
        try (ObserverProcess observer = new ObserverProcess(server.address(), new Settings(PACE, 0), clock)) {
            Hogs.beside(2, () -> {
                rest(500);
                for (int i = 0; i < OUTAGES; i++) {
                    flip(observer, false, Mode.ERR);
                    rest(200 + random.nextLong(10));
                    flip(observer, false, Mode.UP);
                    rest(400);
                }
                return downs;
            });
            assertHonest("ERR beside 2 processor hogs", outages(observer));
        }
    }

    @Test
    void aFullCollectionAcrossAnEdgeWidensAndFlagsIt() throws Exception {
        Settings heavy = new Settings(PACE, BALLAST_MEBIBYTES);
        try (ObserverProcess observer = new ObserverProcess(server.address(), heavy, clock)) {
            rest(500);
            List<Moment> collections = new ArrayList<>();
            for (int i = 0; i < OUTAGES; i++) {
                observer.collect();
                rest(30 + random.nextLong(10));
                flip(observer, false, Mode.ERR);
                collections.add(observer.collected());
                rest(300);
                flip(observer, false, Mode.UP);
                rest(400);
            }
            List<KnownOutage> outages = outages(observer);
            assertHonest("ERR with full collections of " + lengths(collections) + " ms across its start", outages);
            for (int i = 0; i < OUTAGES; i++) {
                if (falls(outages.get(i).down(), collections.get(i))) {
                    assertThat(outages.get(i).measured().orElseThrow().blindStart())
                            .as("outage %d, collection %s: %s", i, collections.get(i), outages.get(i))
                            .isTrue();
                }
            }
        }
    }

    /** Whether the flip fell well inside, so that the observer cannot have looked shortly before or after. */
    private static boolean falls(Moment flip, Moment collection) {
        long margin = 2 * SPEC.every();
        return flip.earliest() > collection.earliest() + margin && flip.latest() < collection.latest() - margin;
    }

    private static List<Long> lengths(List<Moment> stretches) {
        return stretches.stream()
                .map(each -> (each.latest() - each.earliest()) / 1_000_000)
                .toList();
    }

    private void flip(ObserverProcess observer, boolean unseen, Mode mode) throws Exception {
        if (unseen) {
            observer.freeze();
            rest(100);
        }
        (mode == Mode.UP ? ups : downs).add(server.become(mode).at());
        if (unseen) {
            rest(100);
            observer.thaw();
        }
    }

    private List<KnownOutage> outages(ObserverProcess observer) throws IOException {
        Observations seen = observer.seen();
        observed = Optional.of(seen);
        List<KnownOutage> outages = new ArrayList<>();
        for (int i = 0; i < downs.size(); i++) {
            outages.add(measured(observer.inItsClock(downs.get(i)), observer.inItsClock(ups.get(i)), seen));
        }
        System.out.printf(
                "disturbed observer: clocks joined to %.0f us, %d samples%n",
                observer.clockUncertainty() / 1e3, seen.samples().size());
        return outages;
    }

    private KnownOutage measured(Moment down, Moment up, Observations whole) {
        long before = Duration.ofMillis(350).toNanos();
        long after = Duration.ofMillis(300).toNanos();
        List<Sample> around = whole.samples().stream()
                .filter(sample -> sample.due() >= down.earliest() - before && sample.due() <= up.latest() + after)
                .toList();
        List<Sample> baseline = around.stream()
                .filter(sample -> sample.done() < down.earliest() - before / 2)
                .toList();
        long bound = SteadyState.of(baseline, SPEC).healthyLatency();
        Recovery seen =
                RecoveryAnalysis.since(down, new Observations(around, whole.pauses()), SPEC, OptionalLong.of(bound));
        return new KnownOutage(down, up, seen);
    }

    private void assertHonest(String what, List<KnownOutage> outages) {
        System.out.printf(
                "disturbed observer, %s: %d of %d inside, %d flagged, widest bracket %.0f ms%n",
                what,
                outages.stream().filter(KnownOutage::inside).count(),
                outages.size(),
                outages.stream().filter(KnownOutage::flagged).count(),
                outages.stream()
                                .flatMap(outage -> outage.measured().stream())
                                .mapToLong(seen ->
                                        seen.length().high() - seen.length().low())
                                .max()
                                .orElse(0)
                        / 1e6);
        assertThat(outages).isNotEmpty();
        assertThat(outages.stream()
                        .filter(outage -> !outage.inside())
                        .map(outage -> Story.of(outage, observed.orElseThrow(), STORY_NANOS)))
                .as(what)
                .isEmpty();
    }

    private void rest(long millis) throws InterruptedException {
        OutageLane.rest(clock, Duration.ofMillis(millis).toNanos());
    }
}
