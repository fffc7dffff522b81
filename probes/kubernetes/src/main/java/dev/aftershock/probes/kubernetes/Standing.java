package dev.aftershock.probes.kubernetes;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Objects by their uid, and what is ready in them. That is kept up to date as they change, because with thousands of them a look at
 * each for every event would fall behind the events; only those that count for a term are looked at each time. Not thread-safe.
 */
final class Standing {

    private static final int NAMED = 3;

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Entry> forATerm = new HashMap<>();

    /** In how many objects: what moves from one to another may be in both for a moment. */
    private final Map<String, Integer> ready = new HashMap<>();

    private final TreeSet<String> notReady = new TreeSet<>();

    /** An object, and until when it counts as ready. */
    record Entry(String name, long version, Set<String> ready, Term term) {

        private Set<String> readyAt(long now) {
            return now < term.known() ? ready : Set.of();
        }

        private Set<String> maybeReadyAt(long now) {
            return now < term.possible() ? ready : Set.of();
        }

        private LongStream ends() {
            return LongStream.of(term.known(), term.possible());
        }
    }

    /** Takes an object, in place of what it was. */
    void put(String uid, Entry entry) {
        remove(uid);
        entries.put(uid, entry);
        if (entry.ready().isEmpty()) {
            notReady.add(entry.name());
        } else if (entry.term().equals(Term.FOR_EVER)) {
            entry.ready().forEach(name -> ready.merge(name, 1, Integer::sum));
        } else {
            forATerm.put(uid, entry);
        }
    }

    /** Lets go of an object. */
    void remove(String uid) {
        Entry before = entries.remove(uid);
        if (before == null) {
            return;
        }
        if (before.ready().isEmpty()) {
            notReady.remove(before.name());
        } else if (forATerm.remove(uid) == null) {
            before.ready()
                    .forEach(name -> ready.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1));
        }
    }

    /** The objects. */
    Map<String, Entry> objects() {
        return Collections.unmodifiableMap(entries);
    }

    /** The names of what is ready for certain; another call may change them. */
    Set<String> readyAt(long now) {
        return with(entry -> entry.readyAt(now));
    }

    /** The names of what is, or may be; another call may change them. */
    Set<String> maybeReadyAt(long now) {
        return with(entry -> entry.maybeReadyAt(now));
    }

    private Set<String> with(Function<Entry, Set<String>> passing) {
        if (forATerm.isEmpty()) {
            return Collections.unmodifiableSet(ready.keySet());
        }
        Set<String> all = new HashSet<>(ready.keySet());
        forATerm.values().stream().map(passing).forEach(all::addAll);
        return all;
    }

    /** When it is next not what it is now, unless something is told. */
    long endsAfter(long now) {
        return forATerm.values().stream()
                .flatMapToLong(Entry::ends)
                .filter(end -> end > now)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Some objects in which nothing is ready, in alphabetical order. */
    List<String> someNotReadyAt(long now) {
        Stream<String> ended = forATerm.values().stream()
                .filter(entry -> entry.readyAt(now).isEmpty())
                .map(Entry::name);
        return Stream.concat(notReady.stream().limit(NAMED), ended)
                .sorted()
                .limit(NAMED)
                .toList();
    }
}
