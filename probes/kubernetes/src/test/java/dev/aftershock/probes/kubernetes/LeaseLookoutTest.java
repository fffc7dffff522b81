package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead leader, and an API server whose watches break. */
class LeaseLookoutTest {

    private static final Duration STALE = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private final Diary diary = new Diary(MonotonicClock.startingNow());

    @Test
    void aDeadLeaderStaysDeadThoughItsLeaseIsListedAnew() throws Exception {
        try (PlayedApi api = new PlayedApi().with(Played.LEASES, Played.leases(1, Played.lease("a", 1)));
                Lookout<Lease> lookout = begin(api)) {
            patiently().until(() -> api.watches() == 1);
            api.tell("MODIFIED", Played.lease("a", 2));
            patiently().until(() -> lookout.answer().outcome() == Outcome.OK);
            api.with(Played.LEASES, Played.leases(2, Played.lease("a", 2)));
            patiently().until(() -> lookout.answer().outcome() == Outcome.FAIL_FAST);

            api.cut();
            patiently().until(() -> lookout.answer().outcome() == Outcome.NOT_SENT);
            List<Answer> seen = new ArrayList<>();
            patiently().until(() -> {
                seen.add(lookout.answer());
                return seen.get(seen.size() - 1).outcome() != Outcome.NOT_SENT;
            });
            assertThat(seen.get(seen.size() - 1).outcome()).isEqualTo(Outcome.FAIL_FAST);
            assertThat(seen).as("it is remembered").noneMatch(answer -> answer.detail()
                    .contains("not seen to renew"));
        }
    }

    private Lookout<Lease> begin(PlayedApi api) throws Exception {
        Access access = new Access(new ClusterAt(api.kubeconfig(directory), "shop"), STALE.dividedBy(2));
        Lookout<Lease> lookout = new Lookout<>(access, diary, STALE);
        KubernetesLease settings = new KubernetesLease("shop", "orders", STALE);
        lookout.begin(
                "lease-lookout",
                client -> settings.question(
                        Scope.in("shop", "leases"), each -> each.leases().inNamespace("shop")));
        return lookout;
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
    }
}
