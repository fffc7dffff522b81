package dev.aftershock.probes.kubernetes;

import dev.aftershock.probes.AsyncProbe;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.Reply;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tells from a watched copy whether enough of something is ready; an attempt sends nothing. Thread-safe.
 *
 * <p>What a watch tells is behind the cluster by as long as an event travels. So an attempt is answered {@link #TRAVEL} after
 * it was made, from what is known by then: that was true at some moment between the two, as it is for an answer of any server,
 * and the brackets that are made of such answers hold the moment of a change.
 */
final class StateProbe<T extends HasMetadata> implements AsyncProbe, SystemLog {

    /** Longer than events take: beside an API server's audit log on a busy machine, 8 ms as a rule and at most 78. */
    static final Duration TRAVEL = Duration.ofMillis(100);

    private static final Executor LATER =
            CompletableFuture.delayedExecutor(TRAVEL.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);

    /** An attempt holds nothing, so that as many as the schedule wants may be made. */
    private static final int MOST_AT_ONCE = 2048;

    private final String name;
    private final Question.Finder<T> finder;
    private final Lookout<T> lookout;
    private final Diary diary;
    private final Optional<Aside> aside;

    StateProbe(String name, Diary diary, Question.Finder<T> finder, Sight sight) {
        this.name = name;
        this.diary = diary;
        this.finder = finder;
        this.lookout = open(sight, diary);
        this.aside = sight.warnings() ? Optional.of(Aside.of(sight, diary)) : Optional.empty();
    }

    private static <T extends HasMetadata> Lookout<T> open(Sight sight, Diary diary) {
        Access access = new Access(sight.cluster(), sight.staleAfter().dividedBy(2));
        return new Lookout<>(access, diary, sight.staleAfter());
    }

    /** Where to look, for how long what was seen counts, and whether warnings are written down besides. */
    record Sight(ClusterTarget cluster, Duration staleAfter, boolean warnings) {
        Sight(ClusterTarget cluster, Duration staleAfter) {
            this(cluster, staleAfter, false);
        }
    }

    /** What is looked at besides, and written down without an attempt that asks for it. */
    private record Aside(Question<Event> question, Lookout<Event> lookout, Diary diary) {
        static Aside of(Sight sight, Diary beside) {
            Diary diary = new Diary(beside.clock());
            return new Aside(Warnings.in(sight.cluster().namespace()), open(sight, diary), diary);
        }
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ;
    }

    @Override
    public int concurrency() {
        return MOST_AT_ONCE;
    }

    @Override
    public void prepare() throws Exception {
        lookout.begin("aftershock-probe-" + name, finder);
        if (aside.isPresent()) {
            Question<Event> question = aside.get().question();
            aside.get().lookout().begin("aftershock-warnings-" + name, client -> question);
        }
    }

    @Override
    public void attempt(Attempt attempt, Reply reply) {
        LATER.execute(() -> reply.answer(attempt, lookout.answer()));
    }

    /** When there came to be too few, and enough again, by the time at which the watch told it. */
    @Override
    public List<SystemEvent> events() {
        return Stream.concat(diary.events().stream(), aside.stream().flatMap(each -> each.diary().events().stream()))
                .sorted(Comparator.comparingLong(SystemEvent::at))
                .toList();
    }

    @Override
    public void close() {
        lookout.close();
        aside.ifPresent(each -> each.lookout().close());
    }
}
