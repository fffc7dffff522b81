package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.probes.SyntheticServer.Flip;
import dev.aftershock.probes.SyntheticServer.Mode;
import dev.aftershock.probes.TcpConnect.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that stalls must not hide the attempts that would have come meanwhile ("coordinated omission": Gil Tene, How
 * NOT to Measure Latency, 2013).
 */
class StallIT {

    private static final Pace PACE = new Pace(Duration.ofMillis(1), Duration.ofSeconds(2));
    private static final Duration STALL = Duration.ofSeconds(1);
    private static final long LATE = Duration.ofMillis(50).toNanos();

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @ParameterizedTest
    @EnumSource
    void aStallOfASecondShowsAsManyLateSamplesAsWereDueInIt(Connection connection) throws Exception {
        try (SyntheticServer server = new SyntheticServer(clock);
                ProbeGroup group = new ProbeGroup(clock);
                Probe probe = probe(connection, server, group)) {
            Sampler sampler = group.add("stalled", probe, PACE, Sampling.evenly(1));
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= 1_000);
            Flip stall = server.become(Mode.QUEUE);
            OutageLane.rest(clock, STALL.toNanos());
            Flip over = server.become(Mode.UP);
            await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= 2_500);
            sampler.stop();
            List<Sample> samples = sampler.samples();
            // Whatever was sent then had to wait for the end; a busy machine may not send all that is due.
            long until = over.at().earliest() - LATE;
            List<Sample> met = samples.stream()
                    .filter(sample -> sample.due() >= stall.at().latest() && sample.due() < until)
                    .filter(sample -> sample.outcome() != Outcome.NOT_SENT)
                    .toList();
            long late = met.stream().filter(StallIT::isLate).count();
            long slots = (until - stall.at().latest()) / PACE.every().toNanos();
            double tail = tail(samples);
            System.out.printf(
                    "stall of 1 s at 1,000/s, %s connections: %d of %d samples late, for %d slots, p99.9 %.3f s%n",
                    connection, late, met.size(), slots, tail);
            assertThat(late).isGreaterThanOrEqualTo(met.size() * 9L / 10);
            assertThat(late).as("whoever waits for each answer sends one").isGreaterThan(slots / 4);
            assertThat(tail).isGreaterThanOrEqualTo(0.9);
        }
    }

    private static boolean isLate(Sample sample) {
        return sample.outcome() == Outcome.OK && sample.latency() > LATE;
    }

    /** The 99.9th percentile, in seconds. */
    private static double tail(List<Sample> samples) {
        List<Long> latencies = samples.stream()
                .filter(sample -> sample.outcome() == Outcome.OK)
                .map(Sample::latency)
                .sorted()
                .toList();
        return latencies.get((int) (0.999 * latencies.size())) / 1e9;
    }

    private static Probe probe(Connection connection, SyntheticServer server, ProbeGroup group) {
        TcpConnect talk = new TcpConnect("synthetic", Optional.of("?\n"), Optional.of("ok"), connection, 1);
        return new TcpProbe(talk, server::address, group.loop());
    }
}
