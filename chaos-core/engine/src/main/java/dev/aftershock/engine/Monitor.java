package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.OutageFeed;
import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.Mask;
import dev.aftershock.probes.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Watches systems with the probes of an experiment and breaks nothing: the recovery time and data loss monitor of a live
 * system.
 *
 * <p>Systems of {@code lab} are started for it and ended with it, journaled like those of a run; the method is not
 * played. {@link #stop} may be called from any thread; a monitor is used once.
 */
public final class Monitor {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration HEAL_BOUND = Duration.ofSeconds(30);
    private static final Duration SETTLE_BOUND = Duration.ofSeconds(20);
    private static final Duration FOR_GOOD = Duration.ofDays(365L * 100);

    private final Registry registry;
    private final StateDirectory state;
    private final MonitorListener listener;
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final Instant startedAt = Instant.now();
    private final StopSwitch stop = new StopSwitch(clock);
    private final Watch watch = new Watch(clock, true);
    private UnaryOperator<String> hiding = UnaryOperator.identity();
    private final List<Followed> followed = new ArrayList<>();

    /** A monitor that has not started. */
    public Monitor(Registry registry, StateDirectory state, MonitorListener listener) {
        this.registry = registry;
        this.state = state;
        this.listener = listener;
    }

    /** Ends it soon; what is still open is told then. */
    public void stop(String reason) {
        stop.stop(reason);
    }

    /**
     * Watches until stopped, for at most a time.
     *
     * @param out the folder in which its own folder is made, for the systems' logs and the ledgers' journals
     * @param atMost how long; empty for good
     * @return whether it could watch: false when a system or a probe could not be made ready, which the listener heard
     * @throws dev.aftershock.parts.InvalidInputException when it cannot be planned; nothing was touched then
     * @throws IOException when its folder or the journal cannot be written
     */
    public boolean watch(ReadExperiment read, Path out, long seed, Optional<Duration> atMost) throws IOException {
        Plan plan = Planner.planToWatch(read, registry);
        String id = Engine.newRunId(startedAt);
        Mask mask = read.mask();
        hiding = mask.remembering();
        Path directory = out.resolve(id).toAbsolutePath();
        RunContext context = new RunContext(id, clock, seed, directory, new RunShared(mask));
        Timeline timeline = new Timeline(clock, RunStore.create(directory, mask), new RunListener() {}, stop::stop);
        try (FaultJournal journal = FaultJournal.create(state, id)) {
            Systems systems = new Systems(registry, context, journal, timeline);
            try {
                boolean ready = begin(plan.experiment(), systems, context);
                if (ready) {
                    follow(atMost.orElse(FOR_GOOD));
                }
                return ready;
            } finally {
                watch.close();
                systems.end(new Healer(registry, clock, HEAL_BOUND));
                context.shared().close();
            }
        }
    }

    private boolean begin(Experiment experiment, Systems systems, RunContext context) {
        String subject = "";
        try {
            for (TargetSpec spec : experiment.targets()) {
                subject = spec.name();
                systems.start(spec);
            }
            watch.create(experiment, registry, context, systems.targets());
            for (Watch.Watched each : watch.watched()) {
                subject = each.header().name();
                each.probe().prepare();
                followed.add(new Followed(each, new OutageFeed(each.header().series())));
            }
            return true;
        } catch (Exception e) {
            listener.trouble(subject, "could not be made ready: " + hiding.apply(OneLine.of(e)));
            return false;
        }
    }

    private void follow(Duration atMost) {
        watch.start();
        listener.started(followed.stream().map(Followed::name).toList());
        long until = clock.nanos() + atMost.toNanos();
        while (clock.nanos() < until && stop.hold(shorter(LOOK, Duration.ofNanos(until - clock.nanos())))) {
            followed.forEach(each -> each.tell(false));
        }
        watch.stop();
        followed.forEach(each -> each.tell(true));
        followed.forEach(this::tellLedger);
    }

    private void tellLedger(Followed each) {
        if (!(each.watched().probe() instanceof Ledger ledger)) {
            return;
        }
        try {
            Moment since = each.firstTrouble().orElseGet(() -> new Moment(clock.nanos(), clock.nanos()));
            listener.ledger(
                    each.name(),
                    LedgerAnalysis.compare(ledger.entries(), ledger.survivors(SETTLE_BOUND), ledger.reads(), since));
        } catch (Exception e) {
            listener.trouble(each.name(), "the surviving writes could not be read: " + hiding.apply(OneLine.of(e)));
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** One probe, and how far its series has been told. */
    private final class Followed {
        private final Watch.Watched watched;
        private final OutageFeed feed;
        private Optional<Moment> firstTrouble = Optional.empty();
        private long heardUpTo = Long.MIN_VALUE;

        Followed(Watch.Watched watched, OutageFeed feed) {
            this.watched = watched;
            this.feed = feed;
        }

        Watch.Watched watched() {
            return watched;
        }

        String name() {
            return watched.header().name();
        }

        Optional<Moment> firstTrouble() {
            return firstTrouble;
        }

        void tell(boolean last) {
            List<Sample> samples = watched.sampler().samples();
            listener.samples(name(), masked(fresh(samples, last)));
            Observations seen = new Observations(samples, watch.pausesSince(feed.from()));
            for (Outage outage : last ? feed.remaining(seen) : feed.closed(seen)) {
                firstTrouble = firstTrouble.or(() -> Optional.of(outage.start()));
                listener.outage(
                        name(), outage, startedAt.plusNanos(outage.start().earliest()));
            }
        }

        private List<Sample> masked(List<Sample> samples) {
            return samples.stream()
                    .map(sample -> sample.withDetail(hiding.apply(sample.detail())))
                    .toList();
        }

        /** Those not heard yet of which no earlier one can still be waiting for its answer. */
        private List<Sample> fresh(List<Sample> samples, boolean last) {
            long settled = last
                    ? Long.MAX_VALUE
                    : clock.nanos() - watched.header().series().deadline() - LOOK.toNanos();
            int end = samples.size();
            while (end > 0 && samples.get(end - 1).due() > settled) {
                end--;
            }
            int first = end;
            while (first > 0 && samples.get(first - 1).due() > heardUpTo) {
                first--;
            }
            heardUpTo = end == 0 ? heardUpTo : samples.get(end - 1).due();
            return samples.subList(first, end);
        }
    }
}
