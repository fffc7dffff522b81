package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A probe that is cut off from a real API server, while its workload goes on living there. */
@ExtendWith(ClusterExtension.class)
class BlindnessIT {

    private static final Duration STALE = Duration.ofSeconds(2);
    private static final long MS = 1_000_000;

    @TempDir
    private Path directory;

    private ProbedNamespace cluster;
    private Relay relay;
    private ProbedNamespace.Watching orders;

    @BeforeEach
    void open(TestNamespace space) throws Exception {
        cluster = ProbedNamespace.of(space.file());
        relay = new Relay(cluster.client.getMasterUrl().toURI());
        cluster.deploy("orders", 2);
        orders = cluster.watch(
                new KubernetesReady.Provider(),
                new KubernetesReady(
                        "cluster", Optional.of("deployment/orders"), Optional.empty(), Optional.empty(), STALE, false),
                relay.kubeconfig(cluster.kubeconfig(), directory));
        orders.awaitAnswer(Outcome.OK);
    }

    @AfterEach
    void close() throws Exception {
        if (orders != null) {
            orders.close();
        }
        if (relay != null) {
            relay.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void whileTheWatchIsCutOffNothingIsObserved() {
        relay.cut();
        long cut = cluster.clock.nanos();
        orders.awaitAnswer(BlindnessIT::notObserved);
        cluster.scale("orders", 1);
        cluster.awaitPods("orders", 1);
        long mended = cluster.clock.nanos();
        relay.mend();
        Sample regained = orders.awaitAnswer(sample -> sample.outcome() != Outcome.NOT_SENT);
        assertThat(regained.outcome()).isEqualTo(Outcome.FAIL_FAST);
        Sample first = between(cut, mended).stream()
                .filter(BlindnessIT::notObserved)
                .findFirst()
                .orElseThrow();
        System.out.println("blind " + (first.due() - cut) / 1e6 + " ms after the cut, sighted "
                + (regained.due() - mended) / 1e6 + " ms after it was mended");
        assertThat(between(first.due(), mended)).allMatch(sample -> sample.outcome() == Outcome.NOT_SENT);
    }

    @Test
    void anOutageThatBeganInTheGapIsFlaggedAndItsBracketReachesBackToTheCut() {
        relay.cut();
        long cut = cluster.clock.nanos();
        orders.awaitAnswer(BlindnessIT::notObserved);
        long before = cluster.clock.nanos();
        cluster.scale("orders", 1);
        cluster.awaitPods("orders", 1);
        Moment fault = new Moment(before, cluster.clock.nanos());
        relay.mend();
        orders.awaitAnswer(Outcome.FAIL_FAST);
        cluster.scale("orders", 2);
        orders.awaitAnswer(Outcome.OK);
        Recovery seen = since(fault);
        assertThat(seen.outages()).singleElement().satisfies(outage -> {
            assertThat(outage.blindStart()).isTrue();
            assertThat(outage.start().earliest()).isLessThanOrEqualTo(fault.earliest());
            assertThat(outage.start().latest()).isGreaterThanOrEqualTo(fault.latest());
        });
        assertThat(seen.gapAtEdge()).isGreaterThan(fault.earliest() - cut);
    }

    @Test
    void anOutageThatNobodySawIsNeitherGoodNorBadButLeavesABlindSpot() {
        relay.cut();
        long cut = cluster.clock.nanos();
        orders.awaitAnswer(BlindnessIT::notObserved);
        long mended = cluster.clock.nanos();
        relay.mend();
        orders.awaitAnswer(Outcome.OK);
        Recovery seen = since(new Moment(cut, cut));
        assertThat(seen.outages()).isEmpty();
        assertThat(seen.noOutageLongerThan()).isGreaterThan(mended - cut - 100 * MS);
    }

    @Test
    void aConnectionThatGoesSilentIsBelievedForNoLongerThanItIsStale() {
        relay.fallSilent();
        long silent = cluster.clock.nanos();
        cluster.scale("orders", 1);
        orders.awaitAnswer(BlindnessIT::notObserved);
        long mended = cluster.clock.nanos();
        relay.mend();
        orders.awaitAnswer(Outcome.FAIL_FAST);
        long stale = silent + STALE.toNanos();
        assertThat(between(stale + 100 * MS, mended)).allMatch(sample -> sample.outcome() == Outcome.NOT_SENT);
        assertThat(between(stale, cluster.clock.nanos())).noneMatch(sample -> sample.outcome() == Outcome.OK);
    }

    private static boolean notObserved(Sample sample) {
        return sample.detail().startsWith("not observed: ");
    }

    private List<Sample> between(long from, long to) {
        return orders.sampler.settled().stream()
                .filter(sample -> sample.due() >= from && sample.due() < to)
                .toList();
    }

    private Recovery since(Moment fault) {
        SeriesSpec spec = new SeriesSpec(ProbedNamespace.SPACING, 1000 * MS, 500 * MS, 100 * MS, 0);
        return RecoveryAnalysis.since(fault, Observations.of(orders.sampler.settled()), spec, OptionalLong.empty());
    }
}
