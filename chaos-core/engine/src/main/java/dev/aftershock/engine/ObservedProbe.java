package dev.aftershock.engine;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.parts.Mask;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A probe that watches a system while a {@link ChaosSession} breaks it: the instrument of an experiment, around code of one's own. Thread-safe. */
public final class ObservedProbe implements AutoCloseable {

    private final Watch watch;
    private final Watch.Watched watched;
    private final Mask mask;
    private final Consumer<ObservedProbe> ended;

    ObservedProbe(Watch watch, Watch.Watched watched, Mask mask, Consumer<ObservedProbe> ended) {
        this.watch = watch;
        this.watched = watched;
        this.mask = mask;
        this.ended = ended;
    }

    void start() {
        watched.sampler().start();
    }

    /** Its name. */
    public String name() {
        return watched.header().name();
    }

    /** Its schedule, and what counts as good. */
    public SeriesSpec series() {
        return watched.header().series();
    }

    /** The samples so far without any still awaited among them, ordered by due. */
    public List<Sample> samples() {
        return watched.sampler().settled();
    }

    /** A text such as a sample's detail as it may be shown, without secrets. */
    public String shown(String text) {
        return mask.of(text);
    }

    /** Whether the system was good for as long as the steady state asks for, up to now. */
    public boolean steady() {
        return watched.steady();
    }

    /** Tells, each time it is asked, whether the system has recovered since a moment; for one thread. */
    public BooleanSupplier recovering(Moment moment) {
        return watched.recovering(moment);
    }

    /** What it has seen of recovery since a moment; what came before that moment says what a healthy answer is. */
    public Recovery recovery(Moment since) {
        List<Sample> samples = samples();
        SteadyState baseline =
                SteadyState.of(Judge.before(since.earliest(), since.earliest(), series(), samples), series());
        OptionalLong healthy =
                baseline.samples() == 0 ? OptionalLong.empty() : OptionalLong.of(baseline.healthyLatency());
        Observations seen = new Observations(samples, watch.pausesSince(Long.MIN_VALUE));
        return RecoveryAnalysis.since(since, seen, series(), healthy);
    }

    /** Ends it; what it saw stays. Harmless when it has ended. */
    @Override
    public void close() {
        watched.sampler().close();
        watched.probe().close();
        ended.accept(this);
    }
}
