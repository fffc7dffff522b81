package dev.aftershock.probes.kubernetes;

import dev.aftershock.probes.Answer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The objects of one question as one watch tells them, from a list on until the watch ends; never longer. Thread-safe.
 *
 * <p>It is proven for the time at which a list was asked for when it has everything that the list shows, and for the time of
 * each event when no list is ahead of it. Resource versions are compared as numbers, which Kubernetes promises.
 */
final class Mirror<T extends HasMetadata> implements Watcher<T> {

    private final Question<T> question;
    private final Diary diary;
    private final Standing standing = new Standing();
    private final Set<String> deleted = new HashSet<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<Comparison> ahead = Optional.empty();
    private volatile long provenAt;
    private volatile long firstEnds;
    private volatile Answer answer;

    /**
     * Begins with a list.
     *
     * @param askedAt when it was asked for, in nanoseconds of the diary's clock
     */
    Mirror(Question<T> question, Diary diary, Pages<T> list, long askedAt) {
        this.question = question;
        this.diary = diary;
        this.provenAt = askedAt;
        list.forEachRemaining(object -> put(object, askedAt, false));
        this.answer = count(askedAt, false);
    }

    /** What the objects are like, or that nobody can tell. */
    Answer answer(long now, long staleAfter) {
        if (now >= firstEnds) {
            countAgain(now);
        }
        Answer latest = answer;
        boolean stale = ended.getCount() > 0 && now - provenAt > staleAfter;
        return stale ? Answer.notSent("not observed: the API server confirmed nothing for too long") : latest;
    }

    /** Something is not ready any more, because nobody told again that it is. */
    private synchronized void countAgain(long now) {
        if (ended.getCount() > 0 && now >= firstEnds) {
            answer = count(now, true);
        }
    }

    /** When it was last known to be right, in nanoseconds of the clock. */
    long provenAt() {
        return provenAt;
    }

    @Override
    public synchronized void eventReceived(Action action, T object) {
        if (ended.getCount() == 0 || action == Action.BOOKMARK) {
            // A bookmark is sent by the clock, also by a server that has lost its store.
            return;
        }
        try {
            long now = diary.clock().nanos();
            take(action, object, now);
            answer = count(now, true);
            settle(now);
        } catch (RuntimeException e) {
            // Whoever calls would drop it, and the mirror would be wrong from now on.
            end("an event of " + question.scope() + " cannot be understood: " + Refusal.words(e));
        }
    }

    private void take(Action action, T object, long now) {
        if (action == Action.DELETED) {
            standing.remove(object.getMetadata().getUid());
            deleted.add(object.getMetadata().getUid());
        } else {
            put(object, now, true);
            question.told().write(object, diary);
        }
        ahead.ifPresent(list -> list.look(object.getMetadata().getUid(), standing, deleted));
    }

    @Override
    public void onClose(WatcherException cause) {
        end("the watch of " + question.scope() + " broke: " + Refusal.words(cause));
    }

    @Override
    public void onClose() {
        end("the watch of " + question.scope() + " was closed");
    }

    /** From now on it knows nothing. */
    synchronized void end(String why) {
        if (ended.getCount() > 0) {
            answer = Answer.notSent("not observed: " + why);
            ended.countDown();
        }
    }

    /** Waits for its end; whether it came. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Compares itself with a list, now and with each event until it has everything that the list shows.
     *
     * @param askedAt when it was asked for, in nanoseconds of the clock
     * @param givenUpAt from when on the rest of the list would prove nothing that is worth knowing
     */
    void compare(Pages<? extends HasMetadata> list, long askedAt, long givenUpAt) {
        Map<String, Long> objects = new HashMap<>();
        while (list.hasNext()) {
            if (ended.getCount() == 0 || diary.clock().nanos() >= givenUpAt) {
                return;
            }
            ObjectMeta meta = list.next().getMetadata();
            objects.put(meta.getUid(), Long.parseLong(meta.getResourceVersion()));
        }
        compare(new Comparison(Long.parseLong(list.version()), objects), askedAt);
    }

    private synchronized void compare(Comparison list, long askedAt) {
        list.lookAtAll(standing, deleted);
        ahead = Optional.of(list);
        settle(askedAt);
    }

    private void settle(long at) {
        if (ahead.filter(Comparison::isOver).isPresent()) {
            ahead = Optional.empty();
            // The next list is asked for later than all that was told, and does not show these any more.
            deleted.clear();
        }
        if (ahead.isEmpty()) {
            provenAt = Math.max(provenAt, at);
        }
    }

    private void put(T object, long toldAt, boolean seen) {
        ObjectMeta meta = object.getMetadata();
        long version = Long.parseLong(meta.getResourceVersion());
        deleted.remove(meta.getUid());
        standing.put(
                meta.getUid(),
                new Standing.Entry(
                        meta.getName(),
                        version,
                        question.ready().apply(object),
                        question.term().of(object, toldAt, seen)));
    }

    /** Counts, and writes down what that changed. */
    private Answer count(long now, boolean sight) {
        firstEnds = standing.endsAfter(now);
        Set<String> ready = standing.readyAt(now);
        Set<String> maybe = standing.maybeReadyAt(now);
        Answer counted = ready.size() >= question.atLeast() ? Answer.OK : tooFew(ready.size(), now);
        if (counted != Answer.OK && maybe.size() >= question.atLeast()) {
            counted = Answer.notSent("not observed: the listed " + question.words() + " were not seen to renew");
            ready = maybe;
        }
        diary.take(question, counted, ready, sight);
        return counted;
    }

    private Answer tooFew(int ready, long now) {
        String others = String.join(", ", standing.someNotReadyAt(now));
        return Answer.failed(ready + " " + question.words() + " ready instead of at least " + question.atLeast()
                + (others.isEmpty() ? "" : "; not ready: " + others));
    }
}
