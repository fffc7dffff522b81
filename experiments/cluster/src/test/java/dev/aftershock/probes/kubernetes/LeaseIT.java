package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Candidates that elect a leader by a Lease of a real API server, one of which dies. */
@ExtendWith(ClusterExtension.class)
class LeaseIT {

    private static final Duration LASTS = Duration.ofSeconds(5);
    private static final Duration RENEWED_EVERY = Duration.ofMillis(300);
    /** For two clocks that are read one after the other, and what else a busy machine does. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    @Test
    void theSuccessionOfALeaderThatDiedIsSeenAndThatNobodyIsLeft(TestNamespace space) throws Exception {
        try (ProbedNamespace cluster = ProbedNamespace.of(space.file())) {
            CompletableFuture<?> first = candidate(cluster, "first");
            await().atMost(ProbedNamespace.PATIENCE).until(() -> holder(cluster).equals("first"));
            CompletableFuture<?> second = candidate(cluster, "second");
            try (ProbedNamespace.Watching leader = cluster.watch(
                    new KubernetesLease.Provider(), new KubernetesLease("it", "orders", Duration.ofSeconds(5)))) {
                leader.awaitAnswer(Outcome.OK);
                first.cancel(true);
                long died = cluster.clock.nanos();
                Instant diedAt = Instant.now();
                LeaseSpec left = lease(cluster).getSpec();
                assertThat(left.getHolderIdentity()).isEqualTo("first");
                SystemEvent succession = await().atMost(ProbedNamespace.PATIENCE)
                        .until(() -> detected((SystemLog) leader.probe()), Optional::isPresent)
                        .orElseThrow();
                assertThat(succession.detail()).isEqualTo("second instead of first");
                assertThat(holder(cluster)).isEqualTo("second");
                long detection = succession.at() - died;
                assertThat(diedAt.plusNanos(detection))
                        .as("not before the lease that the first left has ended")
                        .isAfter(left.getRenewTime().toInstant().plus(LASTS).minus(SLACK));

                second.cancel(true);
                leader.awaitAnswer(Outcome.FAIL_FAST);
                System.out.printf(
                        "another led %.2f s after the leader died, and nobody %.2f s after that one had%n",
                        detection / 1e9, (cluster.clock.nanos() - succession.at()) / 1e9);
            } finally {
                second.cancel(true);
            }
        }
    }

    private static Optional<SystemEvent> detected(SystemLog log) {
        return log.events().stream()
                .filter(event -> event.kind() == SystemEvent.Kind.DETECTED)
                .findFirst();
    }

    /** One that stops without a word when it is cancelled. */
    private static CompletableFuture<?> candidate(ProbedNamespace cluster, String name) {
        return cluster.client
                .leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(name)
                        .withLock(new LeaseLock(cluster.name, "orders", name))
                        .withLeaseDuration(LASTS)
                        .withRenewDeadline(LASTS.multipliedBy(3).dividedBy(4))
                        .withRetryPeriod(RENEWED_EVERY)
                        .withReleaseOnCancel(false)
                        .withLeaderCallbacks(new LeaderCallbacks(() -> {}, () -> {}, leader -> {}))
                        .build())
                .build()
                .start();
    }

    private static String holder(ProbedNamespace cluster) {
        Lease lease = lease(cluster);
        return lease == null ? "" : lease.getSpec().getHolderIdentity();
    }

    private static Lease lease(ProbedNamespace cluster) {
        return cluster.client
                .leases()
                .inNamespace(cluster.name)
                .withName("orders")
                .get();
    }
}
