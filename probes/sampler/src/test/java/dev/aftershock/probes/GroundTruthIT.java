package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Outage.Severity;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.probes.OutageLane.Plan;
import dev.aftershock.probes.SyntheticServer.Flip;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the instrument against every sort of trouble, whose true edges a synthetic server recorded. */
class GroundTruthIT {

    private static final Pace PACE = new Pace(Duration.ofMillis(5), Duration.ofMillis(100));
    private static final Pace PATIENT = new Pace(PACE.every(), Duration.ofSeconds(1));
    private static final int LANES = 5;
    private static final int OUTAGES = Boolean.getBoolean("aftershock.nightly") ? 40 : 4;

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @ParameterizedTest
    @EnumSource(
            names = {"UP", "PARTIAL"},
            mode = EnumSource.Mode.EXCLUDE)
    void truthLiesInsideTheBracketInEveryMode(Mode mode) throws Exception {
        // A pause of the observer must not make slow answers miss the deadline as well.
        Pace pace = mode == Mode.SLOW ? PATIENT : PACE;
        SeriesSpec spec = specOf(pace);
        List<Plan> plans = IntStream.range(0, LANES)
                .mapToObj(lane -> new Plan(pace, mode, lengths(lane), OUTAGES, Long.MAX_VALUE, 100 + lane))
                .toList();
        Lanes lanes = Lanes.run(plans, spec, clock);
        List<KnownOutage> outages = lanes.outages();
        print(mode, lanes, outages);
        Severity severity = mode == Mode.SLOW ? Severity.BROWNOUT : Severity.BLACKOUT;
        assertThat(outages).hasSize(LANES * OUTAGES);
        assertThat(outages.stream()
                        .filter(outage -> !Story.isGivenUp(outage) && !isRight(outage, severity))
                        .map(outage -> Story.of(outage, lanes)))
                .as("outages that were not found, or not where they were")
                .isEmpty();
        assertThat(outages.stream().filter(outage -> isRight(outage, severity)))
                .as("outages measured and not given up, on however busy a machine")
                .hasSizeGreaterThan(outages.size() / 2);
    }

    private static boolean isRight(KnownOutage outage, Severity severity) {
        return outage.inside() && outage.measured().orElseThrow().severity() == severity;
    }

    @Test
    void everyTurnOfAFlappingServerIsFoundAndBracketed() throws Exception {
        Flapping flapping = flap();
        for (int again = 0; again < 2 && flapping.heldUp(); again++) {
            flapping = flap();
        }
        List<Moment> downs = turns(flapping.flips(), Mode.ERR);
        List<Moment> ups = turns(flapping.flips(), Mode.UP);
        Recovery seen = measured(downs.get(0), flapping.observed(), specOf(PATIENT));
        assertThat(downs).hasSizeGreaterThan(OUTAGES);
        assertThat(seen.outages()).hasSameSizeAs(downs);
        for (int i = 0; i < downs.size(); i++) {
            Outage outage = seen.outages().get(i);
            KnownOutage known = new KnownOutage(downs.get(i), ups.get(i), seen);
            assertThat(known.startInside(outage) && known.endInside(outage))
                    .as("turn %d: true %s to %s, measured %s", i, downs.get(i), ups.get(i), outage)
                    .isTrue();
        }
    }

    /** What a server did, and what was seen of it. */
    private record Flapping(List<Flip> flips, Observations observed) {

        /** Whether the observer was, for so long that it may take two turns for one. */
        boolean heldUp() {
            return observed.pauses().stream().anyMatch(pause -> pause.latest() - pause.earliest() > ms(50));
        }
    }

    private Flapping flap() throws Exception {
        try (SyntheticServer server = new SyntheticServer(clock);
                ProbeGroup group = new ProbeGroup(clock);
                Probe probe = OutageLane.probeOf(server::address, 0, group.loop());
                Sampler sampler = group.add("flap", probe, PATIENT, Sampling.evenly(7))) {
            sampler.start();
            OutageLane.rest(clock, ms(300));
            server.flap(Duration.ofMillis(600));
            OutageLane.rest(clock, ms(600) * 2 * OUTAGES);
            server.become(Mode.UP);
            OutageLane.rest(clock, ms(100));
            sampler.stop();
            return new Flapping(server.flips(), new Observations(sampler.samples(), group.pauses()));
        }
    }

    @Test
    void onlyTheKeysThatFailHaveAnOutage() throws Exception {
        int keys = 4;
        Set<Integer> failing = Set.of(1, 3);
        List<Sampler> samplers = new ArrayList<>();
        try (SyntheticServer server = new SyntheticServer(clock);
                ProbeGroup group = new ProbeGroup(clock)) {
            for (int key = 0; key < keys; key++) {
                samplers.add(started(server, group, key));
            }
            OutageLane.rest(clock, ms(300));
            Flip down = server.failFor(failing);
            OutageLane.rest(clock, ms(250));
            Flip up = server.become(Mode.UP);
            OutageLane.rest(clock, ms(100));
            samplers.forEach(Sampler::stop);
            for (int key = 0; key < keys; key++) {
                Recovery seen = measured(
                        down.at(), new Observations(samplers.get(key).samples(), group.pauses()), specOf(PATIENT));
                KnownOutage known = new KnownOutage(down.at(), up.at(), seen);
                assertThat(known.inside() || !failing.contains(key))
                        .as("key %d: %s", key, seen)
                        .isTrue();
                assertThat(seen.outages()).as("key %d", key).hasSize(failing.contains(key) ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void withoutAnOutageNoneIsFoundHoweverBusyTheProcessors(int hogs) throws Exception {
        SeriesSpec spec = OutageLane.specOf(PATIENT);
        long length = Duration.ofSeconds(2).toNanos();
        List<Plan> plans = IntStream.range(0, LANES)
                .mapToObj(lane -> new Plan(PATIENT, Mode.UP, () -> length, 1, Long.MAX_VALUE, lane))
                .toList();
        Lanes lanes = Hogs.beside(hogs, () -> Lanes.run(plans, spec, clock));
        System.out.printf(
                "ground truth, no outage, %d processor hogs: %d samples, %d not sent, observer max gap %.1f ms%n",
                hogs, lanes.samples().size(), lanes.notSent(), lanes.maxGap() / 1e6);
        assertThat(lanes.samples()).hasSizeGreaterThan(LANES * 250);
        assertThat(lanes.outages()).hasSize(LANES).allSatisfy(none -> {
            assertThat(none.seen().outages()).isEmpty();
            assertThat(none.seen().stable().high()).isZero();
        });
    }

    private static Sampler started(SyntheticServer server, ProbeGroup group, int key) {
        Probe probe = OutageLane.probeOf(server::address, key, group.loop());
        Sampler sampler = group.add("key-" + key, probe, PATIENT, Sampling.evenly(key));
        sampler.start();
        return sampler;
    }

    /** With the bound on healthy latency that all right answers give, since this server gives none in its outages. */
    private static Recovery measured(Moment down, Observations observed, SeriesSpec spec) {
        List<Sample> right = observed.samples().stream()
                .filter(sample -> sample.outcome() == Outcome.OK)
                .toList();
        long bound = Math.min(spec.deadline(), SteadyState.of(right, spec).healthyLatency());
        return RecoveryAnalysis.since(down, observed, spec, OptionalLong.of(bound));
    }

    /** Answers slower than 25 ms are no longer good. */
    private static SeriesSpec specOf(Pace pace) {
        return new SeriesSpec(pace.every().toNanos(), pace.deadline().toNanos(), ms(25), ms(25), 0);
    }

    private static List<Moment> turns(List<Flip> flips, Mode mode) {
        List<Moment> turns = new ArrayList<>();
        Mode last = Mode.UP;
        for (Flip flip : flips) {
            // The order that ends the flapping may find the server up already.
            if (flip.mode() == mode && flip.mode() != last) {
                turns.add(flip.at());
            }
            last = flip.mode();
        }
        return turns;
    }

    private static LongSupplier lengths(int lane) {
        SplittableRandom random = new SplittableRandom(lane);
        return () -> random.nextLong(ms(200), ms(300));
    }

    private static void print(Mode mode, Lanes lanes, List<KnownOutage> outages) {
        List<Long> errors =
                outages.stream().map(KnownOutage::error).map(Math::abs).sorted().toList();
        System.out.printf(
                "ground truth, %-6s at 5 ms: %d of %d inside, %d flagged, error p50 %.2f max %.2f ms,"
                        + " healthy latency %.1f ms, observer max gap %.1f ms%n",
                mode,
                outages.stream().filter(KnownOutage::inside).count(),
                outages.size(),
                outages.stream().filter(KnownOutage::flagged).count(),
                Surveyor.quantile(errors, 0.5) / 1e6,
                Surveyor.quantile(errors, 1) / 1e6,
                lanes.healthyLatency() / 1e6,
                lanes.maxGap() / 1e6);
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
