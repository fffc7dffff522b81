package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemEvent.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the answers while an API server fails; each failure is played. */
class LookoutTest {

    private static final Duration STALE = Duration.ofSeconds(2);
    /** For a machine that is busy; what is stale is told at once by any other. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final Diary diary = new Diary(clock);
    private PlayedApi api;
    private Lookout<Pod> lookout;

    @BeforeEach
    void begin() throws Exception {
        api = new PlayedApi().with(Played.PODS, Played.pods(5, Played.pod("a", 1, true)));
        Access access = new Access(new ClusterAt(api.kubeconfig(directory), "shop"), STALE.dividedBy(2));
        lookout = new Lookout<>(access, diary, STALE);
        lookout.begin(
                "lookout",
                client -> new Question<>(
                        "pods",
                        Scope.in("shop", "pods"),
                        each -> each.pods().inNamespace("shop"),
                        KubernetesReady::ready,
                        1,
                        Question.Signals.REDUNDANCY));
        patiently().until(() -> api.watches() == 1);
    }

    @AfterEach
    void end() {
        lookout.close();
        api.close();
    }

    @Test
    void anEventChangesTheAnswer() throws IOException {
        assertThat(lookout.answer()).isEqualTo(Answer.OK);
        api.tell("MODIFIED", Played.pod("a", 6, false));
        awaitOutcome(Outcome.FAIL_FAST);
        api.tell("MODIFIED", Played.pod("a", 7, true));
        awaitOutcome(Outcome.OK);
        assertThat(diary.events())
                .extracting(SystemEvent::kind, SystemEvent::subject, SystemEvent::detail)
                .containsExactly(
                        tuple(Kind.DETECTED, "pods", "0 pods ready instead of at least 1; not ready: a"),
                        tuple(Kind.REDUNDANT, "pods", "at least 1 ready"));
    }

    @Test
    void aWatchThatBreaksIsABlindnessUntilANewListStands() {
        api.refuse("get", 429);
        api.with(Played.PODS, Played.pods(9));
        api.cut();
        awaitOutcome(Outcome.NOT_SENT);
        assertThat(lookout.answer().detail()).contains("not observed: the watch of pods in namespace shop");
        api.refuse("get", 0);
        List<Answer> seen = seenUntil(Outcome.FAIL_FAST);
        assertThat(seen).as("good news of what nobody saw").noneMatch(answer -> answer.outcome() == Outcome.OK);
        assertThat(diary.events())
                .as("when it happened, nobody knows")
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.kind()).isEqualTo(Kind.OTHER);
                    assertThat(event.detail()).endsWith("since some time in a gap of the watch");
                });
    }

    @Test
    void aVersionThatIsGoneIsListedAnew() throws IOException {
        int before = api.lists.get();
        api.with(Played.PODS, Played.pods(100));
        api.tell(
                "ERROR",
                new StatusBuilder()
                        .withCode(410)
                        .withReason("Expired")
                        .withMessage("too old")
                        .build());
        awaitOutcome(Outcome.FAIL_FAST);
        assertThat(api.lists.get()).isGreaterThan(before);
    }

    @Test
    void aServerThatFallsSilentIsNotObservedOnceWhatWasSeenIsStale() {
        api.fallSilent();
        long silent = clock.nanos();
        awaitOutcome(Outcome.NOT_SENT);
        assertThat(Duration.ofNanos(clock.nanos() - silent)).isLessThan(STALE.plus(SLACK));
    }

    @Test
    void aWatchThatTellsNothingOfWhatTheListsShowIsNotBelievedForLongerThanItIsStale() {
        api.with(Played.PODS, Played.pods(9, Played.pod("a", 9, false)));
        long changed = clock.nanos();
        patiently().until(() -> lookout.answer().outcome() != Outcome.OK);
        assertThat(Duration.ofNanos(clock.nanos() - changed)).isLessThan(STALE.plus(SLACK));
        List<Answer> seen = seenUntil(Outcome.FAIL_FAST);
        assertThat(seen).noneMatch(answer -> answer.outcome() == Outcome.OK);
    }

    @Test
    void aWatchThatIsRefusedAgainAndAgainIsTriedLessAndLess() {
        api.refuse("watch", 429);
        api.cut();
        awaitOutcome(Outcome.NOT_SENT);
        int before = api.lists.get();
        long from = clock.nanos();
        patiently().until(() -> api.lists.get() >= before + 5);
        // Pauses of 0.1, 0.2, 0.4, 0.8 and 1 s, of which the first may have passed.
        assertThat(Duration.ofNanos(clock.nanos() - from)).isGreaterThan(Duration.ofMillis(2000));
        api.refuse("watch", 0);
        awaitOutcome(Outcome.OK);
    }

    @Test
    void whatIsClosedWhileItBeginsAsksNothingMore() throws Exception {
        Access access = new Access(new ClusterAt(api.kubeconfig(directory), "shop"), STALE.dividedBy(2));
        Lookout<Pod> early = new Lookout<>(access, new Diary(clock), STALE);
        early.close();
        early.begin(
                "closed-early",
                client -> new Question<>(
                        "pods",
                        Scope.in("shop", "pods"),
                        each -> each.pods().inNamespace("shop"),
                        KubernetesReady::ready,
                        1,
                        Question.Signals.NONE));
        assertThat(early.answer()).isEqualTo(Answer.notSent("the probe is closed"));
        awaitNoThread("closed-early");
    }

    @Test
    void whatIsClosedAsksNothingMore() {
        lookout.close();
        assertThat(lookout.answer()).isEqualTo(Answer.notSent("the probe is closed"));
        awaitNoThread("lookout");
    }

    private static void awaitNoThread(String name) {
        patiently().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals(name)));
    }

    private void awaitOutcome(Outcome outcome) {
        patiently().until(() -> lookout.answer().outcome() == outcome);
    }

    private List<Answer> seenUntil(Outcome outcome) {
        List<Answer> seen = new ArrayList<>();
        patiently().until(() -> {
            seen.add(lookout.answer());
            return seen.get(seen.size() - 1).outcome() == outcome;
        });
        return seen;
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
    }
}
