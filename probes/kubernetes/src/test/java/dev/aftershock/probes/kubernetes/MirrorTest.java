package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MirrorTest {

    private static final long STALE = 1000;

    private long now = 100;

    @Test
    void theAnswerFollowsTheEvents() {
        Mirror<Pod> mirror = mirror(2, Played.pods(5, Played.pod("a", 1, true), Played.pod("b", 2, true)));
        assertThat(ask(mirror)).isEqualTo(Answer.OK);
        mirror.eventReceived(Action.MODIFIED, Played.pod("b", 6, false));
        assertThat(ask(mirror)).isEqualTo(Answer.failed("1 pods ready instead of at least 2; not ready: b"));
        mirror.eventReceived(Action.DELETED, Played.pod("b", 7, false));
        assertThat(ask(mirror)).isEqualTo(Answer.failed("1 pods ready instead of at least 2"));
        mirror.eventReceived(Action.ADDED, Played.pod("c", 8, true));
        assertThat(ask(mirror)).isEqualTo(Answer.OK);
    }

    @Test
    void nobodyKnowsAnythingOnceTheWatchHasEnded() {
        Mirror<Pod> mirror = mirror(1, Played.pods(5, Played.pod("a", 1, true)));
        mirror.onClose(new WatcherException("gone"));
        assertThat(ask(mirror).outcome()).isEqualTo(Outcome.NOT_SENT);
        mirror.eventReceived(Action.MODIFIED, Played.pod("a", 6, true));
        assertThat(ask(mirror))
                .isEqualTo(Answer.notSent(
                        "not observed: the watch of pods in namespace shop broke: " + "WatcherException: gone"));
    }

    @Test
    void whatNobodyConfirmedForTooLongIsNotObserved() {
        Mirror<Pod> mirror = mirror(1, Played.pods(5, Played.pod("a", 1, true)));
        now += STALE;
        assertThat(ask(mirror)).isEqualTo(Answer.OK);
        now++;
        assertThat(ask(mirror).outcome()).isEqualTo(Outcome.NOT_SENT);
        mirror.compare(Pages.of(options -> listed(6, Map.of("a", 1L))), now - 1, Long.MAX_VALUE);
        assertThat(mirror.provenAt()).isEqualTo(now - 1);
        assertThat(ask(mirror)).isEqualTo(Answer.OK);
        now += STALE;
        mirror.eventReceived(Action.MODIFIED, Played.pod("a", 7, true));
        assertThat(mirror.provenAt()).isEqualTo(now);
    }

    @Test
    void anEventThatCannotBeUnderstoodIsTheEnd() {
        Mirror<Pod> mirror = mirror(1, Played.pods(5, Played.pod("a", 1, true)));
        Pod odd = Played.pod("b", 6, true);
        odd.getMetadata().setResourceVersion("six");
        mirror.eventReceived(Action.ADDED, odd);
        assertThat(ask(mirror).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(ask(mirror).detail()).contains("an event of pods in namespace shop cannot be understood");
    }

    @Test
    void thatThereIsNothingIsConfirmedByAListThatSaysNull() {
        PodList none = Played.pods(7);
        none.setItems(null);
        Mirror<Pod> mirror = mirror(1, none);
        now += STALE;
        mirror.compare(Pages.of(options -> none), now, Long.MAX_VALUE);
        now += STALE;
        assertThat(ask(mirror)).isEqualTo(Answer.failed("0 pods ready instead of at least 1"));
    }

    @Test
    void aListThatTakesTooLongToReadConfirmsNothing() {
        Mirror<Pod> mirror = mirror(1, Played.pods(5, Played.pod("a", 1, true)));
        long begun = now;
        now += STALE;
        mirror.compare(Pages.of(options -> listed(6, Map.of("a", 1L))), now, now);
        assertThat(mirror.provenAt()).isEqualTo(begun);
    }

    @Test
    void aBookmarkConfirmsNothing() {
        Mirror<Pod> mirror = mirror(1, Played.pods(5, Played.pod("a", 1, true)));
        now += STALE + 1;
        mirror.eventReceived(Action.BOOKMARK, Played.pod("", 9, true));
        assertThat(ask(mirror).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aListThatIsAheadConfirmsNothingUntilTheWatchHasCaughtUp() {
        Mirror<Pod> mirror = mirror(1, Played.pods(5, Played.pod("a", 1, true), Played.pod("b", 2, true)));
        now += STALE + 1;
        mirror.compare(Pages.of(options -> listed(9, Map.of("a", 8L))), now, Long.MAX_VALUE);
        assertThat(ask(mirror).outcome()).isEqualTo(Outcome.NOT_SENT);
        mirror.eventReceived(Action.MODIFIED, Played.pod("a", 8, true));
        assertThat(ask(mirror).outcome()).as("b is still there").isEqualTo(Outcome.NOT_SENT);
        mirror.eventReceived(Action.DELETED, Played.pod("b", 9, true));
        assertThat(ask(mirror)).isEqualTo(Answer.OK);
    }

    /** Worlds of a few objects that come, change and go: a list confirms exactly when the mirror would show the same. */
    @Test
    void aListConfirmsTheMirrorExactlyWhenItHasEverythingThatTheListShows() {
        Random random = new Random(7);
        int confirmed = 0;
        for (int world = 0; world < 4_000; world++) {
            List<Step> steps = history(random);
            int begun = random.nextInt(4);
            int told = begun + random.nextInt(steps.size() - begun + 1);
            int listed = begun + random.nextInt(steps.size() - begun + 1);
            Mirror<Pod> mirror = mirror(1, listed(begun, alive(steps, begun)));
            for (Step step : steps.subList(begun, told)) {
                mirror.eventReceived(step.action(), Played.pod(step.name(), step.version(), true));
            }
            now++;
            mirror.compare(Pages.of(options -> listed(listed, alive(steps, listed))), now, Long.MAX_VALUE);
            boolean expected = told >= listed || alive(steps, told).equals(alive(steps, listed));
            assertThat(mirror.provenAt() == now)
                    .as("%s, begun at %d, told %d, listed at %d", steps, begun, told, listed)
                    .isEqualTo(expected);
            confirmed += expected ? 1 : 0;
        }
        assertThat(confirmed).isBetween(1_000, 3_600);
    }

    private record Step(Action action, String name, long version) {}

    private static List<Step> history(Random random) {
        Set<String> alive = new TreeSet<>();
        List<Step> steps = new ArrayList<>();
        int lives = 0;
        while (steps.size() < 8) {
            long version = steps.size() + 1;
            if (alive.isEmpty() || random.nextInt(3) == 0) {
                String name = "pod-" + lives++;
                alive.add(name);
                steps.add(new Step(Action.ADDED, name, version));
            } else {
                String name = List.copyOf(alive).get(random.nextInt(alive.size()));
                boolean deletes = random.nextBoolean();
                steps.add(new Step(deletes ? Action.DELETED : Action.MODIFIED, name, version));
                if (deletes) {
                    alive.remove(name);
                }
            }
        }
        return steps;
    }

    private static Map<String, Long> alive(List<Step> steps, int until) {
        Map<String, Long> alive = new TreeMap<>();
        for (Step step : steps.subList(0, until)) {
            if (step.action() == Action.DELETED) {
                alive.remove(step.name());
            } else {
                alive.put(step.name(), step.version());
            }
        }
        return alive;
    }

    private static PodList listed(long version, Map<String, Long> objects) {
        return Played.pods(
                version,
                objects.entrySet().stream()
                        .map(each -> Played.pod(each.getKey(), each.getValue(), true))
                        .toArray(Pod[]::new));
    }

    private Mirror<Pod> mirror(int atLeast, PodList list) {
        Question<Pod> question = new Question<>(
                "pods",
                Scope.in("shop", "pods"),
                client -> client.pods().inNamespace("shop"),
                KubernetesReady::ready,
                atLeast,
                Question.Signals.REDUNDANCY);
        return new Mirror<>(question, new Diary(() -> now), Pages.of(options -> list), now);
    }

    private Answer ask(Mirror<Pod> mirror) {
        return mirror.answer(now, STALE);
    }
}
