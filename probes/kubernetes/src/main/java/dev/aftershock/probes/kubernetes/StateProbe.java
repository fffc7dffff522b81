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

/** Tells from a watched copy whether enough of something is ready; an attempt sends nothing. Thread-safe. */
final class StateProbe<T extends HasMetadata> implements AsyncProbe, SystemLog {

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
        reply.answer(attempt, lookout.answer());
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
