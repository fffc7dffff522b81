package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.probes.SyntheticServer.Flip;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the instrument's own error on this machine, now: measures outages whose true length is known.
 *
 * <p>Three outages of 200 ms of a loopback server go through the same sampler and the same analysis as the real probes.
 */
public final class Calibration {

    private static final int OUTAGES = 3;
    private static final Duration OUTAGE = Duration.ofMillis(200);
    private static final Duration WIDEST_SPACING = Duration.ofMillis(20);
    private static final Duration LONGEST_DEADLINE = Duration.ofMillis(100);
    private static final Duration WARM_UP = Duration.ofMillis(100);

    private static final int LEAD_SLOTS = 3;
    private static final int HOLD_SLOTS = 5;
    private static final int TAIL_SLOTS = 8;

    private final Pace pace;
    private final long every;
    private final MonotonicClock clock;

    private Calibration(Pace pace, MonotonicClock clock) {
        this.pace = pace;
        this.every = pace.every().toNanos();
        this.clock = clock;
    }

    /**
     * Measures the outages; takes up to 1.5 seconds.
     *
     * @param pace of the probe to speak for; its spacing counts up to 20 ms and its deadline up to 100 ms, wider ones
     *     are calibrated at those
     * @param seed of the schedule's jitter
     * @throws UncheckedIOException when the loopback server cannot be started
     * @throws CancellationException when the caller is interrupted; the interrupt stays set
     */
    public static Result run(Pace pace, MonotonicClock clock, long seed) {
        Pace capped = new Pace(shorter(pace.every(), WIDEST_SPACING), shorter(pace.deadline(), LONGEST_DEADLINE));
        try {
            return new Calibration(capped, clock).measure(seed);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot calibrate: the loopback server does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted during calibration");
        }
    }

    /**
     * The instrument's error.
     *
     * @param errorNanos the largest of {@code errors}; {@link dev.aftershock.measurement.Bracket#NEVER} when an outage
     *     was not seen to end
     * @param errors the distance of each measured recovery time (R3, its point) from the truth, in nanoseconds
     * @param maxGapNanos the largest lateness of the sampler meanwhile, in nanoseconds
     */
    public record Result(long errorNanos, List<Long> errors, long maxGapNanos) {

        /** Copies the list. */
        public Result {
            errors = List.copyOf(errors);
        }
    }

    private Result measure(long seed) throws IOException, InterruptedException {
        List<Truth> truths = new ArrayList<>();
        try (SyntheticServer server = new SyntheticServer(clock);
                ProbeGroup group = new ProbeGroup(clock);
                Probe probe = probeOf(server, group.loop());
                Sampler sampler = group.add("calibration", probe, pace, Sampling.evenly(seed))) {
            sampler.start();
            rest(WARM_UP.toNanos());
            for (int i = 0; i < OUTAGES; i++) {
                truths.add(fail(server));
            }
            sampler.stop();
            List<Sample> samples = sampler.samples();
            List<Long> errors =
                    truths.stream().map(truth -> errorOf(truth, samples)).toList();
            return new Result(Collections.max(errors), errors, sampler.maxGapNanos());
        }
    }

    /** A probe that knows a right answer of the synthetic server from a wrong one. */
    static Probe probeOf(SyntheticServer server, EventLoop loop) {
        TcpConnect talk = new TcpConnect("synthetic", Optional.of("?\n"), Optional.of("ok"));
        return new TcpProbe(talk, server::address, loop);
    }

    private Truth fail(SyntheticServer server) throws InterruptedException {
        rest(LEAD_SLOTS * every);
        Flip down = server.become(Mode.ERR);
        rest(OUTAGE.toNanos());
        Flip up = server.become(Mode.UP);
        rest(TAIL_SLOTS * every);
        return new Truth(down, up);
    }

    private long errorOf(Truth truth, List<Sample> samples) {
        long from = truth.down().at().earliest() - LEAD_SLOTS * every;
        long to = truth.up().at().latest() + TAIL_SLOTS * every;
        List<Sample> around = samples.stream()
                .filter(sample -> sample.due() >= from && sample.due() <= to)
                .toList();
        long deadline = pace.deadline().toNanos();
        SeriesSpec spec = new SeriesSpec(every, deadline, deadline, HOLD_SLOTS * every, 0);
        Recovery recovery = RecoveryAnalysis.since(truth.down().at(), around, spec, OptionalLong.empty());
        return recovery.stable().ended() ? Math.abs(recovery.stable().point() - truth.nanos()) : Long.MAX_VALUE;
    }

    private void rest(long nanos) throws InterruptedException {
        long until = clock.nanos() + nanos;
        for (long left = nanos; left > 0; left = until - clock.nanos()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private record Truth(Flip down, Flip up) {
        long nanos() {
            return up.at().middle() - down.at().middle();
        }
    }
}
