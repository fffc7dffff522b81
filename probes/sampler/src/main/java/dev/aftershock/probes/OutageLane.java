package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.probes.SyntheticServer.Flip;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Breaks a synthetic server again and again while the real sampler watches it, and measures each outage. */
final class OutageLane {

    /** How many slots the server stays up before each outage. */
    static final int LEAD_SLOTS = 3;

    /** How many slots the server stays up after each outage. */
    static final int TAIL_SLOTS = 8;

    private static final int HOLD_SLOTS = 5;
    private static final long SHORTEST_TAIL_NANOS = Duration.ofMillis(80).toNanos();
    private static final long WARM_UP_NANOS = Duration.ofMillis(100).toNanos();

    private final Plan plan;
    private final long every;
    private final MonotonicClock clock;
    private final SplittableRandom random;

    private OutageLane(Plan plan, MonotonicClock clock) {
        this.plan = plan;
        this.every = plan.pace().every().toNanos();
        this.clock = clock;
        this.random = new SplittableRandom(plan.seed());
    }

    /**
     * What to break.
     *
     * @param pace of the sampler
     * @param mode the trouble
     * @param lengths how long it lasts, in nanoseconds, asked once for each outage
     * @param outages how many
     * @param until no outage begins after this instant of the clock
     * @param seed of the phases and of the sampler's jitter
     */
    record Plan(Pace pace, Mode mode, LongSupplier lengths, int outages, long until, long seed) {}

    /**
     * When the server failed and when it was up again.
     *
     * @param until up to when it surely stayed up
     */
    record Flips(Flip down, Flip up, long until) {}

    /**
     * What was done and what the sampler saw of it.
     *
     * @param flips in the order of time
     * @param samples all of them
     * @param pauses when this process was held up
     * @param maxGapNanos the largest lateness of the sampler
     */
    record Watched(List<Flips> flips, List<Sample> samples, List<Moment> pauses, long maxGapNanos) {

        /** Measures each outage from the samples around it. */
        List<KnownOutage> outages(SeriesSpec spec, OptionalLong healthyLatency) {
            return flips.stream()
                    .map(each -> measured(each, spec, healthyLatency))
                    .toList();
        }

        private KnownOutage measured(Flips flips, SeriesSpec spec, OptionalLong healthyLatency) {
            Moment down = flips.down().at();
            long from = down.earliest() - LEAD_SLOTS * spec.every();
            List<Sample> around = samples.stream()
                    .filter(sample -> sample.due() >= from && sample.due() <= flips.until())
                    .toList();
            Observations seen = new Observations(around, pauses);
            return new KnownOutage(down, flips.up().at(), RecoveryAnalysis.since(down, seen, spec, healthyLatency));
        }
    }

    /** Takes as long as the outages and the slots around them. */
    static Watched run(Plan plan, MonotonicClock clock) throws IOException, InterruptedException {
        return new OutageLane(plan, clock).run();
    }

    /** A probe that knows a right answer of the synthetic server from a wrong one. */
    static Probe probeOf(TcpTarget server, int key, EventLoop loop) {
        TcpConnect talk = new TcpConnect("synthetic", Optional.of("? " + key + "\n"), Optional.of("ok"));
        return new TcpProbe(talk, server, loop);
    }

    /** What the analysis must know of a pace; every answer within the deadline is good, and five good slots end an outage. */
    static SeriesSpec specOf(Pace pace) {
        long deadline = pace.deadline().toNanos();
        long every = pace.every().toNanos();
        return new SeriesSpec(every, deadline, deadline, HOLD_SLOTS * every, 0);
    }

    private Watched run() throws IOException, InterruptedException {
        List<Flips> flips = new ArrayList<>();
        try (SyntheticServer server = new SyntheticServer(clock);
                ProbeGroup group = new ProbeGroup(clock);
                Probe probe = probeOf(server::address, 0, group.loop());
                Sampler sampler = group.add("synthetic", probe, plan.pace(), Sampling.evenly(plan.seed()))) {
            sampler.start();
            rest(clock, WARM_UP_NANOS);
            for (int i = 0; i < plan.outages() && clock.nanos() < plan.until(); i++) {
                flips.add(fail(server));
            }
            sampler.stop();
            return new Watched(flips, sampler.samples(), group.pauses(), sampler.maxGapNanos());
        }
    }

    /** How long the server stays up after each outage; a pause of this process must not hide that it is up again. */
    private long tail() {
        // Silence is over for sure only when the last answer missing is overdue.
        long silence = plan.mode() == Mode.DROP ? plan.pace().deadline().toNanos() : 0;
        return silence + Math.max(TAIL_SLOTS * every, SHORTEST_TAIL_NANOS);
    }

    private Flips fail(SyntheticServer server) throws InterruptedException {
        // Up to one more slot, so that every outage meets the schedule in a phase of its own.
        rest(clock, LEAD_SLOTS * every + random.nextLong(every));
        Flip down = server.become(plan.mode());
        rest(clock, plan.lengths().getAsLong());
        Flip up = server.become(Mode.UP);
        rest(clock, tail());
        return new Flips(down, up, clock.nanos());
    }

    /**
     * Waits in real time.
     *
     * @throws InterruptedException when interrupted; at once
     */
    static void rest(MonotonicClock clock, long nanos) throws InterruptedException {
        long until = clock.nanos() + nanos;
        for (long left = nanos; left > 0; left = until - clock.nanos()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
