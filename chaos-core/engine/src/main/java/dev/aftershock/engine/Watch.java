package dev.aftershock.engine;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.RecoveryWatch;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.probes.Burst;
import dev.aftershock.probes.Ledger;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.ProbeProvider;
import dev.aftershock.probes.Sampler;
import dev.aftershock.probes.Sampling;
import dev.aftershock.probes.SystemLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The probes of a run with their samplers: the instrument, which knows nothing of any fault. */
final class Watch implements AutoCloseable {

    private final List<Watched> watched = new ArrayList<>();
    private final ProbeGroup group;
    private final boolean endless;

    /** A watch of a run, or one without an end, which keeps the newest samples. */
    Watch(MonotonicClock clock, boolean endless) {
        this.group = new ProbeGroup(clock);
        this.endless = endless;
    }

    /** One probe with its sampler. */
    record Watched(RunHeader.ProbeHeader header, Probe probe, Sampler sampler) {

        boolean steady() {
            SeriesSpec series = header.series();
            return SteadyState.of(tail(series.hold() + series.hold() / 20), series)
                    .held();
        }

        private List<Sample> tail(long nanos) {
            List<Sample> samples = sampler.samples();
            long from = samples.isEmpty() ? 0 : samples.get(samples.size() - 1).due() - nanos;
            return samples.stream().filter(sample -> sample.due() >= from).toList();
        }

        /** Tells, each time it is asked, whether the probe has recovered since a moment. */
        BooleanSupplier recovering(Moment moment) {
            RecoveryWatch recovery = new RecoveryWatch(moment, header.series(), OptionalLong.empty());
            return () -> recovery.recovered(sampler.samples());
        }

        OptionalLong downSince() {
            List<Sample> samples = sampler.samples();
            long since = -1;
            for (int i = samples.size() - 1; i >= 0; i--) {
                Outcome outcome = samples.get(i).outcome();
                if (outcome == Outcome.OK) {
                    break;
                }
                since = outcome == Outcome.NOT_SENT ? since : samples.get(i).sent();
            }
            return since < 0 ? OptionalLong.empty() : OptionalLong.of(since);
        }
    }

    List<Watched> watched() {
        return watched;
    }

    /** What probes that read the system's own state say of it. */
    List<SystemLog> logs() {
        return watched.stream()
                .map(Watched::probe)
                .filter(SystemLog.class::isInstance)
                .map(SystemLog.class::cast)
                .toList();
    }

    /** Makes the probes; nothing is sent yet. */
    void create(Experiment experiment, Registry registry, RunContext context, LiveTargets targets) {
        for (ProbeSpec spec : experiment.probes()) {
            Probe probe = make(spec, registry, context, targets);
            Asked asked = new Asked(spec.name(), spec.part().kind(), spec.pace());
            SteadyStateSpec steady = experiment.steadyState();
            Sampling sampling = closerInTrouble(steady, context.seed());
            watched.add(sampled(asked, probe, steady, endless ? sampling.withoutEnd() : sampling));
        }
    }

    /** Makes a probe of the catalogue. */
    Probe make(ProbeSpec spec, Registry registry, RunContext context, LiveTargets targets) {
        ProbeContext probeContext = new ProbeContext(
                spec.name(),
                spec.pace(),
                targets,
                context.clock(),
                context.seed(),
                context.directory().resolve("ledger"),
                group.loop(),
                others(),
                context.shared().mask());
        return create(registry.probes().get(spec.part().kind()), spec, probeContext);
    }

    /** How a probe is called, and how often it asks. */
    record Asked(String name, String kind, Pace pace) {}

    /** Attempts come closer together while something is bad. */
    static Sampling closerInTrouble(SteadyStateSpec steady, long seed) {
        return Sampling.evenly(seed).bursting(new Burst(steady.within(), steady.lasting()));
    }

    /** The probe with a sampler that has not started; who asks for it here closes both. */
    Watched sampled(Asked asked, Probe probe, SteadyStateSpec steady, Sampling sampling) {
        Sampler sampler = group.add(asked.name(), probe, asked.pace(), sampling);
        return new Watched(header(asked, probe, steady), probe, sampler);
    }

    private Map<String, Probe> others() {
        return watched.stream().collect(Collectors.toMap(each -> each.header().name(), Watched::probe));
    }

    private static <S extends Record> Probe create(ProbeProvider<S> provider, ProbeSpec spec, ProbeContext context) {
        return provider.create(provider.settings().cast(spec.part().settings()), context);
    }

    private static RunHeader.ProbeHeader header(Asked asked, Probe probe, SteadyStateSpec steady) {
        SeriesSpec series = new SeriesSpec(
                asked.pace().every().toNanos(),
                asked.pace().deadline().toNanos(),
                steady.within().toNanos(),
                steady.lasting().toNanos(),
                steady.badAtMost().fraction());
        return new RunHeader.ProbeHeader(
                asked.name(), asked.kind(), probe.probeClass().word(), series, probe instanceof Ledger);
    }

    /** Starts sampling. */
    void start() {
        watched.forEach(each -> each.sampler().start());
    }

    boolean steady() {
        return watched.stream().allMatch(Watched::steady);
    }

    /** Tells, each time it is asked, whether every probe has recovered since a moment. */
    BooleanSupplier recovering(Moment moment) {
        List<BooleanSupplier> all =
                watched.stream().map(each -> each.recovering(moment)).toList();
        // Each is asked every time, so that all of them keep up.
        return () -> all.stream().filter(each -> !each.getAsBoolean()).count() == 0;
    }

    /** When the observer's process was held up, from an instant on. */
    List<Moment> pausesSince(long instant) {
        return group.pausesSince(instant);
    }

    long maxGap() {
        return watched.stream()
                .mapToLong(each -> each.sampler().maxGapNanos())
                .max()
                .orElse(0);
    }

    /** Ends sampling and waits for the last answers, each at most its deadline. */
    void stop() {
        watched.forEach(each -> each.sampler().stop());
    }

    @Override
    public void close() {
        for (Watched each : watched) {
            each.sampler().close();
            each.probe().close();
        }
        group.close();
    }
}
