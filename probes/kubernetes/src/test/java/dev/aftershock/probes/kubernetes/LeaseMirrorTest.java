package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.probes.Answer;
import dev.aftershock.probes.SystemEvent;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watcher.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseMirrorTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Answer NOBODY =
            Answer.failed("0 holders of lease/orders ready instead of at least 1; not ready: orders");

    private long now = SECOND;
    private final Diary diary = new Diary(() -> now);
    private final Mirror<Lease> mirror = new Mirror<>(
            new KubernetesLease("shop", "orders", Duration.ofSeconds(5))
                    .question(Scope.in("shop", "leases"), client -> client.leases()
                            .inNamespace("shop")),
            diary,
            Played.leases(1, Played.lease("a", 1)),
            now);

    @Test
    void whoeverRenewsInTimeLeads() {
        renewed("a", 2);
        renewed("a", 3);
        assertThat(answer()).isEqualTo(Answer.OK);
        assertThat(diary.events()).isEmpty();
    }

    @Test
    void nobodyLeadsOnceTheLeaseHasEndedAndItsSuccessorWasNoticed() {
        now += 2 * SECOND;
        assertThat(answer()).isEqualTo(NOBODY);
        now += SECOND / 2;
        renewed("b", 2);
        assertThat(answer()).isEqualTo(Answer.OK);
        assertThat(diary.events())
                .extracting(SystemEvent::kind)
                .containsExactly(SystemEvent.Kind.OTHER, SystemEvent.Kind.OTHER, SystemEvent.Kind.DETECTED);
        SystemEvent succeeded = diary.events().get(2);
        assertThat(succeeded.detail()).isEqualTo("b instead of a");
        assertThat(succeeded.at()).isEqualTo(now);
    }

    @Test
    void aLeaderThatGivesUpIsMissedAtOnce() {
        mirror.eventReceived(Action.MODIFIED, Played.lease("", 2));
        assertThat(answer()).isEqualTo(NOBODY);
    }

    @Test
    void whoReturnsIsNoSuccessor() {
        now += 3 * SECOND;
        assertThat(answer()).isEqualTo(NOBODY);
        renewed("a", 2);
        assertThat(answer()).isEqualTo(Answer.OK);
        assertThat(diary.events()).extracting(SystemEvent::kind).doesNotContain(SystemEvent.Kind.DETECTED);
    }

    private void renewed(String holder, long version) {
        now += SECOND;
        mirror.eventReceived(Action.MODIFIED, Played.lease(holder, version));
    }

    private Answer answer() {
        return mirror.answer(now, 10 * SECOND);
    }
}
