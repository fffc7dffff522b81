package dev.aftershock.engine;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.Calibration;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A system in memory that can be broken in every way that the engine must cope with. */
final class ToySystem implements TargetSet {

    /** Takes no time to calibrate; most tests are about other things. */
    static final Run.Instrument INSTRUMENT =
            (pace, clock, seed) -> new Calibration.Result(1_000_000, List.of(1_000_000L), 0);

    static final TargetSpec TARGET = new TargetSpec("toy", new PartSpec("toy", new NoSettings()));

    volatile boolean up = true;
    volatile boolean faultActs;
    volatile boolean removed;
    volatile boolean reachable = true;
    volatile boolean partly;
    volatile boolean started = true;
    final AtomicInteger injections = new AtomicInteger();
    final AtomicInteger heals = new AtomicInteger();
    final AtomicInteger attempts = new AtomicInteger();
    final List<Marked> marked = new CopyOnWriteArrayList<>();
    final CountDownLatch letGo = new CountDownLatch(1);

    /** How the fault behaves. */
    enum Behaviour {
        /** It breaks the system and can be healed. */
        REAL,
        /** It does nothing at all. */
        NOTHING,
        /** It breaks the system, then its call fails. */
        AMBIGUOUS,
        /** It breaks the system and healing never works. */
        STUCK,
        /** It breaks the system for a moment; the system recovers by itself. */
        SELF_HEALING,
        /** It breaks the system, and once more when its call returns, which it does when it is let go. */
        HANGING
    }

    record NoSettings() {}

    record Break(
            @Setting("What to break.") @Needs(ToySystem.class)
            String target,

            @Setting("How.") Behaviour how,

            @Setting(value = "How long a self-healing outage lasts.", byDefault = "100ms")
            Duration outage) {}

    record Watch(
            @Setting("What to ask.") @Needs(ToySystem.class) String target) {}

    @Override
    public Map<String, Object> targets() {
        return Map.of("toy", this);
    }

    @Override
    public void close() {
        removed = true;
    }

    Registry registry(ProbeProvider<?>... more) {
        List<ProbeProvider<?>> probes = new ArrayList<>(List.of(more));
        probes.add(new WatchProvider());
        return new Registry(List.of(new BreakProvider()), probes, List.of(new ToyProvider()));
    }

    Engine engine(StateDirectory state, RunListener listener, ProbeProvider<?>... more) {
        return new Engine(registry(more), state, listener, InstantSource.system(), INSTRUMENT);
    }

    /** The same with a probe that writes, and no write to be lost. */
    Experiment writing(Experiment experiment) {
        return new Experiment(
                experiment.title(),
                experiment.hypothesis(),
                new Objectives(experiment.objectives().rto(), Optional.of(new Objectives.Writes(0))),
                experiment.targets(),
                List.of(ToyLedger.spec()),
                experiment.steadyState(),
                experiment.method(),
                experiment.safeguards());
    }

    Experiment experiment(Behaviour how, Duration rto, Optional<Duration> lasting) {
        return experiment(how, rto, lasting, new Safeguards(Duration.ofSeconds(20), List.of()));
    }

    Experiment experiment(Behaviour how, Duration rto, Optional<Duration> lasting, Safeguards safeguards) {
        return new Experiment(
                "A toy breaks",
                "It comes back.",
                new Objectives(Optional.of(rto), Optional.empty()),
                List.of(TARGET),
                List.of(new ProbeSpec(
                        "asking",
                        new PartSpec("toy-watch", new Watch("toy")),
                        new Pace(Duration.ofMillis(2), Duration.ofMillis(200)))),
                new SteadyStateSpec(Duration.ofMillis(50), new dev.aftershock.parts.Percent(5), Duration.ofMillis(300)),
                List.of(new Step.Inject("1-break", fault(how), lasting)),
                safeguards);
    }

    PartSpec fault(Behaviour how) {
        return new PartSpec("toy-break", new Break("toy", how, Duration.ofMillis(100)));
    }

    private final class ToyProvider implements TargetProvider<NoSettings> {
        @Override
        public String kind() {
            return "toy";
        }

        @Override
        public String summary() {
            return "A system in memory.";
        }

        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public boolean startsSystem() {
            return started;
        }

        @Override
        public List<TargetInfo> describe(String name, NoSettings settings) {
            return List.of(new TargetInfo(name, "a toy", Set.of(ToySystem.class)));
        }

        @Override
        public List<Marked> marked(NoSettings settings) throws IOException {
            if (!reachable) {
                throw new IOException("connection refused");
            }
            if (partly) {
                throw new PartlyLookedException(marked, new IOException("links cannot be listed"));
            }
            return marked;
        }

        @Override
        public PreparedTargets prepare(String name, NoSettings settings, RunContext context) {
            return new PreparedTargets() {
                @Override
                public List<UndoRecipe> undo() {
                    return List.of(new UndoRecipe("toy", name, Map.of()));
                }

                @Override
                public TargetSet start() {
                    return ToySystem.this;
                }
            };
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            removed = true;
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            return removed ? HealCheck.healed("removed") : HealCheck.notHealed("still there");
        }
    }

    private final class BreakProvider implements FaultProvider<Break> {
        @Override
        public String kind() {
            return "toy-break";
        }

        @Override
        public String summary() {
            return "Breaks a toy.";
        }

        @Override
        public Class<Break> settings() {
            return Break.class;
        }

        @Override
        public FaultPlan plan(Break settings, List<TargetInfo> resolved) {
            return new FaultPlan("break " + resolved.get(0).name(), "mend it", true);
        }

        @Override
        public List<PreparedFault> prepare(Break settings, FaultContext context) {
            Targets.Named<ToySystem> target =
                    context.targets().find(settings.target(), ToySystem.class).get(0);
            return List.of(new PreparedFault() {
                @Override
                public String target() {
                    return target.name();
                }

                @Override
                public UndoRecipe undo() {
                    return new UndoRecipe(
                            "toy-break",
                            target.name(),
                            Map.of("how", settings.how().name()));
                }

                @Override
                public Bound bound() {
                    return new Bound.ByItself("it is a field of this process");
                }

                @Override
                public void inject() {
                    breakIt(settings);
                }

                @Override
                public Optional<String> effect() {
                    return faultActs ? Optional.of("the toy is broken") : Optional.empty();
                }
            });
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.target();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            heals.incrementAndGet();
            if (!recipe.fact("how").equals(Behaviour.STUCK.name())) {
                up = true;
                faultActs = false;
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            return faultActs ? HealCheck.notHealed("still broken") : HealCheck.healed("whole again");
        }
    }

    private void breakIt(Break settings) {
        injections.incrementAndGet();
        if (settings.how() == Behaviour.NOTHING) {
            return;
        }
        faultActs = true;
        up = false;
        if (settings.how() == Behaviour.SELF_HEALING) {
            Thread mend = new Thread(() -> {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        settings.outage().toNanos());
                up = true;
            });
            mend.setDaemon(true);
            mend.start();
        }
        if (settings.how() == Behaviour.HANGING) {
            awaitLetGo();
            faultActs = true;
            up = false;
        }
        if (settings.how() == Behaviour.AMBIGUOUS) {
            throw new IllegalStateException("the answer was lost");
        }
    }

    private void awaitLetGo() {
        try {
            letGo.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class WatchProvider implements ProbeProvider<Watch> {
        @Override
        public String kind() {
            return "toy-watch";
        }

        @Override
        public String summary() {
            return "Asks a toy whether it is up.";
        }

        @Override
        public Class<Watch> settings() {
            return Watch.class;
        }

        @Override
        public Probe create(Watch settings, ProbeContext context) {
            return new BlockingProbe() {
                @Override
                public ProbeClass probeClass() {
                    return ProbeClass.READ;
                }

                @Override
                public int concurrency() {
                    return 4;
                }

                @Override
                public void prepare() {
                    if (!reachable) {
                        throw new IllegalStateException("connection refused");
                    }
                }

                @Override
                public Answer attempt(Attempt attempt) {
                    attempts.incrementAndGet();
                    return up ? Answer.OK : Answer.failed("the toy is down");
                }

                @Override
                public void close() {}
            };
        }
    }
}
