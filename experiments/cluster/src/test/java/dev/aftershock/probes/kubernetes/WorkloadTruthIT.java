package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Probes of a workload beside the API server's own record of it. */
@ExtendWith(ClusterExtension.class)
class WorkloadTruthIT {

    private static final Duration STALE = Duration.ofSeconds(5);
    /** How far behind the API server a watch may be on a busy machine. */
    private static final long LAG = Duration.ofSeconds(1).toNanos();

    /** Longer than goodness must last to count as recovered. */
    private static final long HELD = Duration.ofMillis(500).toNanos();

    private ProbedNamespace cluster;

    @BeforeEach
    void open(TestNamespace space) {
        cluster = ProbedNamespace.of(space.file());
    }

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aDeletedPodIsMissedFromItsDeletionUntilItsSuccessorIsReady() throws Exception {
        cluster.deploy("orders", 3);
        try (ProbedNamespace.Watching orders = cluster.watch(
                new KubernetesReady.Provider(), ready(Optional.of("deployment/orders"), Optional.empty()))) {
            orders.awaitAnswer(Outcome.OK);
            Instant wall = Instant.now();
            long origin = cluster.clock.nanos();
            Pod victim = pods("orders").get(0);
            long before = cluster.clock.nanos();
            cluster.client.resource(victim).delete();
            Moment fault = new Moment(before, cluster.clock.nanos());
            orders.awaitAnswer(sample -> sample.outcome() == Outcome.FAIL_FAST, before);
            long back = orders.awaitAnswer(Outcome.OK).due();
            orders.awaitAnswer(sample -> sample.due() > back + HELD);
            Outage outage = onlyOutage(orders, fault);
            Moment end = outage.end().orElseThrow();
            System.out.println("seen down " + (outage.start().earliest() - fault.latest()) / 1e6 + " ms to "
                    + (outage.start().latest() - fault.earliest()) / 1e6 + " ms after the deletion, up after "
                    + (end.middle() - fault.middle()) / 1e6 + " ms");
            assertThat(((SystemLog) orders.probe()).events())
                    .extracting(SystemEvent::kind)
                    .containsExactly(SystemEvent.Kind.DETECTED, SystemEvent.Kind.REDUNDANT);
            assertThat(outage.start().latest()).isGreaterThanOrEqualTo(fault.earliest());
            assertThat(outage.start().earliest()).isLessThanOrEqualTo(fault.latest() + LAG);
            // The API server's times are whole seconds.
            Instant ready = readySince(victim);
            assertThat(at(wall, origin, end.latest())).isAfterOrEqualTo(ready);
            assertThat(at(wall, origin, end.earliest()))
                    .isBeforeOrEqualTo(ready.plusSeconds(1).plusNanos(LAG));
        }
    }

    @Test
    void aWorkloadThatIsScaledDownIsMissedUntilItIsAsLargeAsBefore() throws Exception {
        cluster.deploy("stock", 4);
        try (ProbedNamespace.Watching all = cluster.watch(
                        new KubernetesReady.Provider(), ready(Optional.of("deployment/stock"), Optional.empty()));
                ProbedNamespace.Watching two = cluster.watch(
                        new KubernetesReady.Provider(), ready(Optional.of("deployment/stock"), Optional.of(2)))) {
            all.awaitAnswer(Outcome.OK);
            cluster.scale("stock", 2);
            assertThat(all.awaitAnswer(Outcome.FAIL_FAST).detail())
                    .contains("pods of deployment/stock ready instead of at least 4");
            cluster.scale("stock", 4);
            all.awaitAnswer(Outcome.OK);
            assertThat(two.awaitAnswer(Outcome.OK)).isNotNull();
            assertThat(two.sampler.samples()).noneMatch(sample -> sample.outcome() == Outcome.FAIL_FAST);
        }
    }

    @Test
    void thatThereAreNoPodsIsKnownForAsLongAsItLasts() throws Exception {
        cluster.deploy("empty", 1);
        Duration stale = Duration.ofSeconds(2);
        KubernetesReady settings = new KubernetesReady(
                "cluster", Optional.of("deployment/empty"), Optional.empty(), Optional.empty(), stale, false);
        try (ProbedNamespace.Watching empty = cluster.watch(new KubernetesReady.Provider(), settings)) {
            empty.awaitAnswer(Outcome.OK);
            cluster.scale("empty", 0);
            long down = empty.awaitAnswer(Outcome.FAIL_FAST).due();
            empty.awaitAnswer(sample -> sample.due() > down + 2 * stale.toNanos());
            assertThat(empty.sampler.settled())
                    .noneMatch(sample -> sample.detail().startsWith("not observed"));
        }
    }

    @Test
    void whatTheClusterWarnsOfIsToldBesideWhatIsSeen() throws Exception {
        cluster.deploy("orders", 1);
        KubernetesReady settings = new KubernetesReady(
                "cluster", Optional.of("deployment/orders"), Optional.empty(), Optional.empty(), STALE, true);
        try (ProbedNamespace.Watching orders = cluster.watch(new KubernetesReady.Provider(), settings)) {
            orders.awaitAnswer(Outcome.OK);
            cluster.client
                    .pods()
                    .inNamespace(cluster.name)
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("nowhere")
                            .endMetadata()
                            .withNewSpec()
                            .withNodeSelector(Map.of("is", "nowhere"))
                            .addNewContainer()
                            .withName("one")
                            .withImage("none")
                            .endContainer()
                            .endSpec()
                            .build())
                    .create();
            await().atMost(ProbedNamespace.PATIENCE)
                    .untilAsserted(() -> assertThat(((SystemLog) orders.probe()).events())
                            .anySatisfy(event -> {
                                assertThat(event.kind()).isEqualTo(SystemEvent.Kind.OTHER);
                                assertThat(event.subject()).isEqualTo("Pod nowhere");
                                assertThat(event.detail()).startsWith("FailedScheduling: ");
                            }));
        }
    }

    private static KubernetesReady ready(Optional<String> workload, Optional<Integer> atLeast) {
        return new KubernetesReady("cluster", workload, Optional.empty(), atLeast, STALE, false);
    }

    private List<Pod> pods(String app) {
        return cluster.client
                .pods()
                .inNamespace(cluster.name)
                .withLabel("app", app)
                .list()
                .getItems();
    }

    private Instant readySince(Pod victim) {
        return pods("orders").stream()
                .filter(pod -> pod.getMetadata()
                                .getCreationTimestamp()
                                .compareTo(victim.getMetadata().getCreationTimestamp())
                        >= 0)
                .filter(pod ->
                        !pod.getMetadata().getUid().equals(victim.getMetadata().getUid()))
                .flatMap(pod -> pod.getStatus().getConditions().stream())
                .filter(each -> each.getType().equals("Ready"))
                .map(each -> Instant.parse(each.getLastTransitionTime()))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static Instant at(Instant wall, long origin, long nanos) {
        return wall.plusNanos(nanos - origin);
    }

    private static Outage onlyOutage(ProbedNamespace.Watching watching, Moment fault) {
        long ms = 1_000_000;
        SeriesSpec spec = new SeriesSpec(ProbedNamespace.SPACING, 1000 * ms, 500 * ms, 200 * ms, 0);
        List<Outage> found = RecoveryAnalysis.since(
                        fault, Observations.of(watching.sampler.settled()), spec, OptionalLong.empty())
                .outages();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
