package dev.aftershock.probes.kubernetes;

import dev.aftershock.probes.AsyncProbe;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.Reply;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

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

    StateProbe(String name, Diary diary, Question.Finder<T> finder, Sight sight) {
        this.name = name;
        this.diary = diary;
        this.finder = finder;
        Access access = new Access(sight.cluster(), sight.staleAfter().dividedBy(2));
        this.lookout = new Lookout<>(access, diary, sight.staleAfter());
    }

    /** Where to look, and for how long what was seen counts. */
    record Sight(ClusterTarget cluster, Duration staleAfter) {}

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
    }

    @Override
    public void attempt(Attempt attempt, Reply reply) {
        LATER.execute(() -> reply.answer(attempt, lookout.answer()));
    }

    /** When there came to be too few, and enough again, by the time at which the watch told it. */
    @Override
    public List<SystemEvent> events() {
        return diary.events();
    }

    @Override
    public void close() {
        lookout.close();
    }
}
