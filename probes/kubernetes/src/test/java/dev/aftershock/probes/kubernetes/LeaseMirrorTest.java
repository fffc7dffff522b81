package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.SystemEvent;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watcher.Action;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseMirrorTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Answer NOBODY =
            Answer.failed("0 holders of lease/orders ready instead of at least 1; not ready: orders");
    private static final Answer UNSEEN =
            Answer.notSent("not observed: the listed holders of lease/orders were not seen to renew");

    private long now = SECOND;
    private final Diary diary = new Diary(() -> now);
    private final Question<Lease> question = new KubernetesLease("shop", "orders", Duration.ofSeconds(5))
            .question(Scope.in("shop", "leases"), client -> client.leases().inNamespace("shop"));
    private Mirror<Lease> mirror = listed(Played.lease("a", 1));

    @BeforeEach
    void aIsSeenToRenew() {
        told(Played.lease("a", 2));
        assertThat(answer()).isEqualTo(Answer.OK);
    }

    @Test
    void whoeverRenewsInTimeLeads() {
        for (int version = 3; version < 7; version++) {
            now += 2 * SECOND - 1;
            told(Played.lease("a", version));
            assertThat(answer()).isEqualTo(Answer.OK);
        }
        assertThat(diary.events()).isEmpty();
    }

    @Test
    void nobodyLeadsOnceTheLeaseHasEndedAndItsSuccessorWasNoticed() {
        now += 2 * SECOND;
        assertThat(answer()).isEqualTo(NOBODY);
        now += SECOND;
        told(Played.lease("b", 3));
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
        told(Played.lease("", 3));
        assertThat(answer()).isEqualTo(NOBODY);
    }

    @Test
    void whoReturnsIsNoSuccessor() {
        now += 3 * SECOND;
        assertThat(answer()).isEqualTo(NOBODY);
        told(Played.lease("a", 3));
        assertThat(answer()).isEqualTo(Answer.OK);
        assertThat(diary.events()).extracting(SystemEvent::kind).doesNotContain(SystemEvent.Kind.DETECTED);
    }

    @Test
    void aChangeThatRenewsNothingExtendsNothing() {
        now += SECOND;
        told(Played.lease("a", 3, 2));
        assertThat(answer()).isEqualTo(Answer.OK);
        now += SECOND;
        assertThat(answer()).isEqualTo(NOBODY);
        told(Played.lease("a", 4, 2));
        assertThat(answer()).isEqualTo(NOBODY);
    }

    @Test
    void aListAfterAGapThatShowsTheSameRenewalExtendsNothing() {
        now += SECOND;
        relisted(Played.lease("a", 2));
        now += SECOND - 1;
        assertThat(answer()).isEqualTo(Answer.OK);
        now++;
        assertThat(answer()).isEqualTo(NOBODY);
        relisted(Played.lease("a", 3, 2));
        assertThat(answer()).as("the dead leader is listed again").isEqualTo(NOBODY);
    }

    @Test
    void aRenewalInAShortGapIsBridgedByTheOneSeenBefore() {
        now += SECOND;
        relisted(Played.lease("a", 3));
        now += SECOND - 1;
        assertThat(answer()).isEqualTo(Answer.OK);
        told(Played.lease("a", 4));
        now += SECOND;
        assertThat(answer()).isEqualTo(Answer.OK);
        assertThat(diary.events()).isEmpty();
    }

    @Test
    void aRenewalThatNobodySawProvesNothingUntilTheNext() {
        now += 9 * SECOND;
        relisted(Played.lease("a", 3));
        assertThat(answer()).isEqualTo(UNSEEN);
        now += 2 * SECOND;
        assertThat(answer()).as("it did not come").isEqualTo(NOBODY);
        told(Played.lease("a", 4));
        assertThat(answer()).isEqualTo(Answer.OK);
    }

    @Test
    void aSuccessorOfOneWhoMayHaveBeenDeadIsNoticedInSight() {
        now += 9 * SECOND;
        relisted(Played.lease("a", 3));
        assertThat(answer()).isEqualTo(UNSEEN);
        told(Played.lease("b", 4));
        assertThat(diary.events())
                .extracting(SystemEvent::kind, SystemEvent::detail)
                .containsExactly(tuple(SystemEvent.Kind.DETECTED, "b instead of a"));
    }

    @Test
    void aSuccessorInAGapIsBelievedOnceItRenewsAndNobodyKnowsSinceWhen() {
        now += SECOND;
        relisted(Played.lease("b", 3));
        assertThat(answer()).as("what a had left is not for b").isEqualTo(UNSEEN);
        told(Played.lease("b", 4));
        assertThat(answer()).isEqualTo(Answer.OK);
        assertThat(diary.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(SystemEvent.Kind.OTHER);
            assertThat(event.detail()).isEqualTo("b instead of a, since some time in a gap of the watch");
        });
    }

    @Test
    void aLeaseThatIsMadeAnewIsHeldThoughItWasRenewedAtTheSameTime() {
        now += 2 * SECOND;
        mirror.eventReceived(Action.DELETED, Played.lease("a", 3, 2));
        assertThat(answer().outcome()).isEqualTo(Outcome.FAIL_FAST);
        Lease anew = Played.lease("a", 4, 2);
        anew.getMetadata().setUid("anew");
        mirror.eventReceived(Action.ADDED, anew);
        assertThat(answer()).isEqualTo(Answer.OK);
    }

    @Test
    void aLeaderThatWasDeadBeforeTheFirstLookNeverLed() {
        Diary first = new Diary(() -> now);
        Question<Lease> fresh = new KubernetesLease("shop", "orders", Duration.ofSeconds(5))
                .question(question.scope(), question.query());
        Mirror<Lease> late =
                new Mirror<>(fresh, first, Pages.of(options -> Played.leases(9, Played.lease("a", 9))), now);
        assertThat(late.answer(now, 10 * SECOND)).isEqualTo(UNSEEN);
        now += 2 * SECOND - 1;
        late.eventReceived(Action.MODIFIED, Played.lease("a", 10, 9));
        assertThat(late.answer(now, 10 * SECOND)).as("an annotation").isEqualTo(UNSEEN);
        now++;
        assertThat(late.answer(now, 10 * SECOND)).isEqualTo(NOBODY);
    }

    private Mirror<Lease> listed(Lease lease) {
        return new Mirror<>(
                question,
                diary,
                Pages.of(options ->
                        Played.leases(Long.parseLong(lease.getMetadata().getResourceVersion()), lease)),
                now);
    }

    /** The watch broke, and this is what the next list shows. */
    private void relisted(Lease lease) {
        mirror.onClose();
        mirror = listed(lease);
    }

    private void told(Lease lease) {
        mirror.eventReceived(Action.MODIFIED, lease);
    }

    private Answer answer() {
        return mirror.answer(now, 10 * SECOND);
    }
}
