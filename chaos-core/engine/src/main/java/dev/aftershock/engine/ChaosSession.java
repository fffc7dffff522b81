package dev.aftershock.engine;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.SecretSettings;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.Sampling;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Faults around code of one's own, such as the body of a test, rather than those of an experiment. They are held to the same
 * rules: written down before they act, bounded, proven while they act, and verified healed; levers, halts and other runs count.
 *
 * <p>A fault may act for at most two minutes; whoever holds it longer finds all faults healed and the session ended. Thread-safe;
 * one call waits for another.
 */
public final class ChaosSession implements AutoCloseable {

    private static final Duration HEAL_BOUND = Duration.ofSeconds(30);
    private static final Safeguards SAFEGUARDS = new Safeguards(Duration.ofMinutes(2), List.of());
    private static final Duration NO_FAULT = Duration.ofDays(365);

    private final FaultJournal journal;
    private final Precautions precautions;
    private final RunContext context;
    private final Timeline timeline;
    private final Watch watch;
    private final Systems systems;
    private final Injections injections;
    private final StopSwitch stop;
    private final Safety safety;
    private final Healer healer;
    private final Registry registry;
    private final Queue<ObservedProbe> observing = new ConcurrentLinkedQueue<>();
    private final Queue<String> unverified = new ConcurrentLinkedQueue<>();
    private int injected;
    private int acting;
    private boolean closed;

    /**
     * Opens a session.
     *
     * @param out the folder in which the session's own folder is made, with its timeline
     * @throws InvalidInputException in production, or while a safety lever is engaged
     * @throws IOException when the journal or the folder cannot be written
     */
    public static ChaosSession open(Registry registry, StateDirectory state, Path out) throws IOException {
        Optional<String> production = Production.ofProcess().here();
        if (production.isPresent()) {
            throw InvalidInputException.of(
                    "this is '" + production.get() + "' (" + Production.ENVIRONMENT + ")",
                    "an experiment, which can be planned and allowed, or another environment");
        }
        return new ChaosSession(registry, state, out, HEAL_BOUND);
    }

    ChaosSession(Registry registry, StateDirectory state, Path out, Duration healBound) throws IOException {
        Lever.refuseAny(state);
        this.registry = registry;
        MonotonicClock clock = MonotonicClock.startingNow();
        String id = Engine.newRunId(Instant.now());
        Path directory = out.resolve(id).toAbsolutePath();
        this.context = new RunContext(id, clock, 1, directory);
        this.stop = new StopSwitch(clock);
        RunListener leaks = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.type() == TimelineEvent.Type.HEAL_UNVERIFIED) {
                    unverified.add(event.subject() + ": " + event.fact("reason"));
                }
            }
        };
        this.timeline =
                new Timeline(clock, RunStore.create(directory, context.shared().mask()), leaks, stop::stop);
        new Leftovers(registry, state).recover();
        this.healer = new Healer(registry, clock, healBound);
        this.journal = FaultJournal.create(state, id);
        this.precautions = new Precautions(
                id,
                new Claims(registry, state, SAFEGUARDS.radius()),
                new AuditLog(state, timeline.mask()),
                Bounds.ofRun(id, state, SAFEGUARDS, stop));
        this.systems = new Systems(registry, context, journal, timeline);
        this.injections = new Injections(systems, precautions);
        this.watch = new Watch(clock, false);
        StopReasons reasons = new StopReasons(
                clock,
                () -> BootClock.nanos(InstantSource.system()),
                HaltFile.of(state),
                context.shared(),
                new AbortConditions(SAFEGUARDS.aborts(), watch));
        this.safety = new Safety(stop, reasons, injections, healer);
    }

    /** The clock of everything that it records. */
    public MonotonicClock clock() {
        return context.clock();
    }

    /** The folder of its record; ledgers are kept in {@code ledger} below it. */
    public Path directory() {
        return context.directory();
    }

    /** The live targets of the systems so far. */
    public Targets targets() {
        return systems.targets();
    }

    /**
     * Starts a system, or connects to one that runs already.
     *
     * @throws Exception when that fails; what was half started is ended with the session
     */
    public synchronized void start(TargetSpec spec) throws Exception {
        refuseAfterTheEnd();
        timeline.mask().hide(SecretSettings.in(spec.part().settings()).toList());
        try {
            systems.start(spec);
        } catch (Exception e) {
            Untold.check(e, timeline.mask());
            throw e;
        }
    }

    /**
     * Injects a fault on all its targets and waits until it was seen to act, for as long as {@link PreparedFault#effectWithin()}.
     *
     * @param name what to call it, of lower-case letters, digits and hyphens
     * @return the fault, to be healed
     * @throws NoEffectException when no effect was seen; it is healed
     * @throws InvalidInputException when a target is not there, is being broken by somebody else, or a lever is engaged
     * @throws IllegalStateException when the session has ended
     * @throws Exception when it could not be prepared; nothing acts
     */
    public synchronized ActingFault inject(String name, PartSpec fault) throws Exception {
        refuseAfterTheEnd();
        timeline.mask().hide(SecretSettings.in(fault.settings()).toList());
        injected++;
        String step = injected + "-" + name;
        acting++;
        safety.limit(SAFEGUARDS.stopAfter());
        boolean acts = false;
        try {
            acts = injections.inject(List.of(new Step.Inject(step, fault, Optional.empty())), stop);
        } catch (Exception e) {
            Untold.check(e, timeline.mask());
            throw e;
        } finally {
            if (!acts) {
                heal(step);
            }
        }
        if (!acts) {
            throw new NoEffectException("'" + fault.kind() + "' had no visible effect: "
                    + facts(TimelineEvent.Type.FAULT_NO_EFFECT, step, "reason"));
        }
        Moment onset = Onset.of(events(step).toList()).orElseThrow();
        return new ActingFault(this, step, facts(TimelineEvent.Type.FAULT_EFFECT, step, "evidence"), onset);
    }

    private String facts(TimelineEvent.Type type, String step, String fact) {
        return events(step)
                .filter(event -> event.type() == type)
                .map(event -> event.fact(fact))
                .collect(Collectors.joining("; "));
    }

    /** The events of a step, which stands for several faults when its target does. */
    private Stream<TimelineEvent> events(String step) {
        return timeline.events().stream()
                .filter(event -> event.subject().equals(step) || event.subject().startsWith(step + "-"));
    }

    Optional<Moment> healing(String step) {
        return Onset.ofHeal(events(step).toList());
    }

    /**
     * Watches with a probe of the catalogue from now on, until it is closed or the session is.
     *
     * @throws InvalidInputException when it cannot be made with these settings
     * @throws Exception when the system cannot be reached
     */
    public ObservedProbe observe(ProbeSpec spec, SteadyStateSpec steady) throws Exception {
        timeline.mask().hide(SecretSettings.in(spec.part().settings()).toList());
        Probe probe = watch.make(spec, registry, context, systems.targets());
        Watch.Asked asked = new Watch.Asked(spec.name(), spec.part().kind(), spec.pace());
        return observe(watch.sampled(asked, probe, steady, Watch.closerInTrouble(steady, context.seed())));
    }

    /**
     * Watches with a probe of one's own from now on, until it is closed or the session is. It is asked at an even pace, also in
     * trouble, since code of one's own may cost a system in trouble more than it can bear.
     *
     * @throws Exception when the system cannot be reached
     */
    public ObservedProbe observe(String name, Probe probe, Pace pace, SteadyStateSpec steady) throws Exception {
        Sampling even = Sampling.evenly(context.seed());
        return observe(watch.sampled(new Watch.Asked(name, "code", pace), probe, steady, even));
    }

    private synchronized ObservedProbe observe(Watch.Watched watched) throws Exception {
        refuseAfterTheEnd();
        ObservedProbe observed = new ObservedProbe(watch, watched, timeline.mask(), observing::remove);
        observing.add(observed);
        try {
            watched.probe().prepare();
        } catch (Exception e) {
            Untold.check(e, timeline.mask());
            throw e;
        }
        observed.start();
        return observed;
    }

    /** What was healed already, by this session's own safeguards, is not healed again, but told: it did not act all the time. */
    synchronized void heal(String step) {
        Optional<String> before = closed ? Optional.empty() : stop.reason();
        injections.heal(step, healer);
        acting--;
        if (acting == 0) {
            safety.limit(NO_FAULT);
        }
        refuseLeaks();
        before.ifPresent(why -> {
            throw new IllegalStateException(
                    "'" + step + "' was healed too soon, so that what ran under it proves nothing: " + why);
        });
    }

    private void refuseAfterTheEnd() {
        stop.reason().ifPresent(why -> {
            throw new IllegalStateException("all faults of this session were healed, and it has ended: " + why);
        });
    }

    private void refuseLeaks() {
        String leaks = String.join("; ", unverified);
        unverified.clear();
        if (!leaks.isEmpty()) {
            throw new LeakedFaultException(
                    "not verified healed: " + leaks + "; look at it, and run 'aftershock recover'");
        }
    }

    /**
     * Heals what still acts and ends the systems; afterwards nothing can be injected. Harmless when closed already.
     *
     * @throws LeakedFaultException when something could not be verified healed
     */
    @Override
    public void close() {
        // First, because an injection that waits for its effect holds the lock.
        stop.stop("it is closed");
        end();
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        injections.healAll(healer);
        injections.lookAgain(healer);
        safety.close();
        observing.forEach(ObservedProbe::close);
        watch.close();
        systems.end(healer);
        context.shared().close();
        precautions.close();
        journal.close();
        refuseLeaks();
    }
}
