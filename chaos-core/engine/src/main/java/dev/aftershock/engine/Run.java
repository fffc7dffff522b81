package dev.aftershock.engine;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.probes.Calibration;
import dev.aftershock.probes.Ledger;
import dev.aftershock.probes.Pace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One execution of a plan; a run is used once. */
final class Run {

    private static final Duration HEAL_BOUND = Duration.ofSeconds(30);
    private static final Duration REDUNDANCY_BOUND = Duration.ofSeconds(30);
    private static final Duration SETTLE_BOUND = Duration.ofSeconds(20);
    private static final Duration SHORTEST_BASELINE_BOUND = Duration.ofSeconds(20);
    private static final int LEFTOVERS_TOLD = 5;
    private static final Duration AFTER_HEAL_SLACK = Duration.ofSeconds(10);

    /** To heal what is left, prepare, calibrate, read logs and write reports, none of which waits for anything. */
    private static final Duration CHORES = Duration.ofSeconds(60);

    private final Plan plan;
    private final Experiment experiment;
    private final Registry registry;
    private final RunContext context;
    private final RunStore store;
    private final Around around;
    private final StopSwitch stop;
    private final Timeline timeline;
    private final Healer healer;
    private final Watch watch;

    /**
     * What a run shares with whoever started it; the wall clock is for display and to be compared with ours, the phase is
     * waited before the method.
     */
    record Around(
            Registry registry,
            RunListener listener,
            StopSwitch stop,
            InstantSource wall,
            Duration phase,
            Instrument instrument) {}

    /** How the instrument's own error is found, which takes a second. */
    interface Instrument {
        Calibration.Result calibrate(Pace pace, MonotonicClock clock, long seed);
    }

    Run(Plan plan, RunContext context, RunStore store, Around around) {
        this.plan = plan;
        this.experiment = plan.experiment();
        this.registry = around.registry();
        this.context = context;
        this.store = store;
        this.around = around;
        this.stop = around.stop();
        this.timeline = new Timeline(context.clock(), store, around.listener(), why -> context.shared()
                .end(why));
        this.watch = new Watch(context.clock(), false);
        this.healer = new Healer(registry, context.clock(), HEAL_BOUND);
    }

    /** The longest that all phases take together, of systems that run already, when each fault takes its time to be healed. */
    static Duration longest(Plan plan) {
        Experiment experiment = plan.experiment();
        Duration hold = experiment.steadyState().lasting();
        return CHORES.plus(plan.starting())
                .plus(baselineBound(hold))
                .plus(experiment.safeguards().stopAfter())
                .plus(longestHealing(plan))
                .plus(REDUNDANCY_BOUND)
                .plus(hold.multipliedBy(2))
                .plus(AFTER_HEAL_SLACK)
                .plus(SETTLE_BOUND);
    }

    /** The longest that healing takes, and the second look. */
    static Duration longestHealing(Plan plan) {
        return HEAL_BOUND.multipliedBy(1 + plan.faults().size());
    }

    private static Duration baselineBound(Duration hold) {
        return max(hold.multipliedBy(5), SHORTEST_BASELINE_BOUND);
    }

    /** Runs and records; whatever happens on the way, everything that was done is undone before this returns. */
    void execute(StateDirectory state, Instant startedAt) throws IOException {
        healLeftovers(state);
        try (FaultJournal journal = FaultJournal.create(state, context.runId());
                Precautions precautions = precautions(state);
                Ticker ticker = new Ticker(context.clock(), timeline, watch, around)) {
            Systems systems = new Systems(registry, context, journal, timeline);
            Injections injections = new Injections(systems, precautions);
            ticker.start();
            StopReasons reasons = new StopReasons(
                    context.clock(),
                    () -> BootClock.nanos(around.wall()),
                    HaltFile.of(state),
                    context.shared(),
                    new AbortConditions(experiment.safeguards().aborts(), watch));
            try (Safety safety = new Safety(stop, reasons, injections, healer)) {
                healing(injections, () -> {
                    if (begin(systems)) {
                        breakAndWatch(injections, systems, safety);
                    }
                });
            } finally {
                injections.lookAgain(healer);
                stop.reason().ifPresent(this::aborted);
                // It writes to the timeline too, which is about to be sealed.
                ticker.end();
                finish(systems, startedAt);
            }
        }
    }

    private Precautions precautions(StateDirectory state) {
        Bounds bounds = Bounds.ofRun(context.runId(), state, experiment.safeguards(), stop);
        Claims claims = new Claims(registry, state, experiment.safeguards().radius());
        return new Precautions(context.runId(), claims, new AuditLog(state, timeline.mask()), bounds);
    }

    private void healing(Injections injections, Runnable work) {
        try {
            work.run();
        } finally {
            injections.healAll(healer);
        }
    }

    private void healLeftovers(StateDirectory state) {
        timeline.phase("prepare");
        Leftovers.Report report = new Leftovers(registry, state).recover();
        report.healed().forEach(line -> note("leftovers", "healed what a dead run left: " + line));
        String manual = "a dead run left something that a person must check: ";
        report.manual().stream().limit(LEFTOVERS_TOLD).forEach(line -> note("leftovers", manual + line));
        if (report.manual().size() > LEFTOVERS_TOLD) {
            int more = report.manual().size() - LEFTOVERS_TOLD;
            note("leftovers", manual + more + " more, which 'aftershock recover' tells");
        }
        Strays.Report strays = new Strays(registry, state).heal(experiment);
        strays.healed().forEach(line -> note("leftovers", "removed by its mark: " + line));
        strays.young().forEach(line -> note("leftovers", line));
        strays.manual().forEach(line -> note("leftovers", line));
    }

    /** From nothing to a steady baseline; false when the run proves nothing and must not inject. */
    private boolean begin(Systems systems) {
        for (TargetSpec spec : experiment.targets()) {
            timeline.phase("start " + spec.name());
            try {
                systems.start(spec);
            } catch (Exception e) {
                return notSteady(spec.name(), "the system could not be started: " + OneLine.of(e));
            }
        }
        timeline.phase("prepare probes");
        watch.create(experiment, registry, context, systems.targets());
        for (Watch.Watched each : watch.watched()) {
            try {
                each.probe().prepare();
            } catch (Exception e) {
                return notSteady(each.header().name(), "the probe could not be made ready: " + OneLine.of(e));
            }
        }
        return calibrate() && baseline() && awaitPhase();
    }

    private boolean calibrate() {
        timeline.phase("calibrate");
        Pace finest = experiment.probes().stream()
                .map(ProbeSpec::pace)
                .min(java.util.Comparator.comparing(Pace::every))
                .orElseThrow();
        Calibration.Result result = around.instrument().calibrate(finest, context.clock(), context.seed());
        timeline.record(
                TimelineEvent.Type.CALIBRATED,
                "instrument",
                Map.of(
                        "error-ns",
                        Long.toString(result.errorNanos()),
                        "max-gap-ns",
                        Long.toString(result.maxGapNanos())));
        return stop.reason().isEmpty();
    }

    private boolean baseline() {
        timeline.phase("baseline");
        watch.start();
        if (!steady()) {
            return false;
        }
        watch.watched()
                .forEach(each ->
                        timeline.record(TimelineEvent.Type.STEADY, each.header().name(), Map.of()));
        return true;
    }

    /** Watching goes on while the method waits for its phase; a system that fails meanwhile is not broken further. */
    private boolean awaitPhase() {
        if (around.phase().isZero()) {
            return true;
        }
        timeline.phase("await phase");
        note("phase", "the method begins " + Nanos.seconds(around.phase().toNanos()) + " after the steady state held");
        return stop.hold(around.phase()) && steady();
    }

    private boolean steady() {
        Duration hold = experiment.steadyState().lasting();
        Duration bound = baselineBound(hold);
        if (stop.await(bound, watch::steady)) {
            return true;
        }
        if (stop.reason().isPresent()) {
            return false;
        }
        watch.watched().stream()
                .filter(each -> !each.steady())
                .forEach(each -> notSteady(
                        each.header().name(), "the steady state did not hold within " + bound.toSeconds() + " s"));
        return false;
    }

    private boolean notSteady(String subject, String reason) {
        timeline.record(TimelineEvent.Type.NOT_STEADY, subject, Map.of("reason", reason));
        return false;
    }

    private void breakAndWatch(Injections injections, Systems systems, Safety safety) {
        timeline.phase("method");
        Method method = new Method(injections, watch, timeline, healer, stop);
        safety.limit(experiment.safeguards().stopAfter());
        method.play(experiment.method());
        Optional<Moment> fault = method.onset();
        if (fault.isPresent() && method.effective()) {
            timeline.phase("recover");
            stop.await(recoveryBound(), watch.recovering(fault.get()));
        }
        timeline.phase("heal");
        long healing = context.clock().nanos();
        injections.healAll(healer);
        if (fault.isPresent() && method.effective() && stop.reason().isEmpty()) {
            afterHeal(systems, new Moment(healing, context.clock().nanos()));
        }
    }

    private void afterHeal(Systems systems, Moment heal) {
        timeline.phase("watch the heal");
        Duration hold = experiment.steadyState().lasting();
        stop.await(REDUNDANCY_BOUND, systems::redundant);
        stop.await(hold.multipliedBy(2).plus(AFTER_HEAL_SLACK), watch.recovering(heal));
    }

    /** Long enough to tell a missed RTO from none at all, within the safeguard that the ticker enforces. */
    private Duration recoveryBound() {
        Duration hold = experiment.steadyState().lasting();
        return experiment
                .objectives()
                .rto()
                .map(rto -> rto.multipliedBy(2).plus(hold.multipliedBy(2)))
                .orElse(experiment.safeguards().stopAfter());
    }

    private void finish(Systems systems, Instant startedAt) throws IOException {
        timeline.phase("settle");
        try {
            watch.stop();
            settle();
            systems.recordLogs(watch.logs());
        } finally {
            timeline.phase("end systems");
            // What a probe holds open may keep its system from ending.
            watch.close();
            systems.end(healer);
        }
        timeline.phase("record");
        for (Watch.Watched each : watch.watched()) {
            store.writeSamples(each.header().name(), each.sampler().samples());
        }
        store.writePauses(watch.pausesSince(0));
        timeline.refuseGaps();
        store.seal(Headers.of(plan, context, startedAt, watch));
    }

    private void settle() throws IOException {
        boolean injected = timeline.events().stream().anyMatch(e -> e.type() == TimelineEvent.Type.FAULT_ISSUED);
        for (Watch.Watched each : watch.watched()) {
            if (each.probe() instanceof Ledger ledger) {
                store.writeLedger(each.header().name(), ledger.entries());
                store.writeReads(each.header().name(), ledger.reads());
                if (injected) {
                    readSurvivors(each.header().name(), ledger);
                }
            }
        }
    }

    /** A system that cannot be asked is a finding; only a record that cannot be written ends the run with an error. */
    private void readSurvivors(String name, Ledger ledger) throws IOException {
        List<Survivor> survivors;
        try {
            survivors = ledger.survivors(SETTLE_BOUND);
        } catch (Exception e) {
            timeline.record(TimelineEvent.Type.NOT_SETTLED, name, Map.of("reason", OneLine.of(e)));
            return;
        }
        store.writeSurvivors(name, survivors);
        timeline.record(TimelineEvent.Type.SETTLED, name, Map.of("survivors", Integer.toString(survivors.size())));
    }

    private void aborted(String reason) {
        timeline.record(TimelineEvent.Type.ABORTED, "method", Map.of("reason", reason));
    }

    private void note(String subject, String text) {
        timeline.record(TimelineEvent.Type.NOTE, subject, Map.of("text", text));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
