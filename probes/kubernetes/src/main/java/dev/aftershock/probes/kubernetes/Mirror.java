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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The objects of one question as one watch tells them, from a list on until the watch ends; never longer. Thread-safe.
 *
 * <p>It is proven for the time at which a list was asked for when it has everything that the list shows, and for the time of
 * each event when no list is ahead of it. Resource versions are compared as numbers, which Kubernetes promises.
 */
final class Mirror<T extends HasMetadata> implements Watcher<T> {

    private static final int NAMED = 3;

    /** An object, and until when it counts as ready. */
    private record Entry(String name, long version, Set<String> ready, Term term) {

        Set<String> readyAt(long now) {
            return now < term.known() ? ready : Set.of();
        }

        Set<String> maybeReadyAt(long now) {
            return now < term.possible() ? ready : Set.of();
        }

        /** When it is next not what it is now, unless it is told again. */
        long endsAfter(long now) {
            LongStream ends = ready.isEmpty() ? LongStream.empty() : LongStream.of(term.known(), term.possible());
            return ends.filter(end -> end > now).min().orElse(Long.MAX_VALUE);
        }
    }

    /** What a list showed: its own version, and that of each object by its uid. */
    private record Listing(long version, Map<String, Long> objects) {}

    private final Question<T> question;
    private final Diary diary;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<Listing> ahead = Optional.empty();
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
            entries.remove(object.getMetadata().getUid());
            deleted.add(object.getMetadata().getUid());
        } else {
            put(object, now, true);
            question.told().write(object, diary);
        }
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
        compare(new Listing(Long.parseLong(list.version()), objects), askedAt);
    }

    private synchronized void compare(Listing list, long askedAt) {
        ahead = Optional.of(list);
        settle(askedAt);
    }

    private void settle(long at) {
        if (ahead.isPresent() && hasAll(ahead.get())) {
            ahead = Optional.empty();
            // The next list is asked for later than all that was told, and does not show these any more.
            deleted.clear();
        }
        if (ahead.isEmpty()) {
            provenAt = Math.max(provenAt, at);
        }
    }

    private boolean hasAll(Listing list) {
        return list.objects().entrySet().stream().allMatch(each -> has(each.getKey(), each.getValue()))
                && entries.entrySet().stream()
                        .allMatch(each -> list.objects().containsKey(each.getKey())
                                || each.getValue().version() > list.version());
    }

    private boolean has(String uid, long version) {
        Entry entry = entries.get(uid);
        return entry == null ? deleted.contains(uid) : entry.version() >= version;
    }

    private void put(T object, long toldAt, boolean seen) {
        ObjectMeta meta = object.getMetadata();
        long version = Long.parseLong(meta.getResourceVersion());
        deleted.remove(meta.getUid());
        entries.put(
                meta.getUid(),
                new Entry(
                        meta.getName(),
                        version,
                        question.ready().apply(object),
                        question.term().of(object, toldAt, seen)));
    }

    /** Counts, and writes down what that changed. */
    private Answer count(long now, boolean sight) {
        firstEnds = entries.values().stream()
                .mapToLong(entry -> entry.endsAfter(now))
                .min()
                .orElse(Long.MAX_VALUE);
        Set<String> ready = names(entry -> entry.readyAt(now));
        Set<String> maybe = names(entry -> entry.maybeReadyAt(now));
        Answer counted = ready.size() >= question.atLeast() ? Answer.OK : tooFew(ready.size(), now);
        if (counted != Answer.OK && maybe.size() >= question.atLeast()) {
            counted = Answer.notSent("not observed: the listed " + question.words() + " were not seen to renew");
            ready = maybe;
        }
        diary.take(question, counted, ready, sight);
        return counted;
    }

    private Set<String> names(Function<Entry, Set<String>> of) {
        return entries.values().stream().map(of).flatMap(Set::stream).collect(Collectors.toSet());
    }

    private Answer tooFew(int ready, long now) {
        String others = entries.values().stream()
                .filter(entry -> entry.readyAt(now).isEmpty())
                .map(Entry::name)
                .sorted()
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return Answer.failed(ready + " " + question.words() + " ready instead of at least " + question.atLeast()
                + (others.isEmpty() ? "" : "; not ready: " + others));
    }
}
