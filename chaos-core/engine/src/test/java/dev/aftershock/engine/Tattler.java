package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.Ledger;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A system, a fault and a probe that repeat their password wherever they say anything, each time in another spelling. */
final class Tattler implements TargetSet, SystemLog {

    /** What a file of somebody else's held. */
    static final String HELD = "bm90aGluZyB0byBiZSBmb3VuZA==";

    static final Pace PACE = new Pace(Duration.ofMillis(2), Duration.ofMillis(200));

    final List<String> spellings;
    final AtomicInteger said = new AtomicInteger();
    final Secret password;
    volatile boolean up = true;
    volatile boolean journals;
    volatile boolean startable = true;

    Tattler(String password) {
        this.password = new Secret(password);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        byte[] login = ("shop:" + password).getBytes(StandardCharsets.UTF_8);
        String json = password.replace("\\", "\\\\").replace("\"", "\\\"");
        this.spellings = List.of(
                password,
                json,
                URLEncoder.encode(password, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                Base64.getEncoder().encodeToString(login),
                Base64.getUrlEncoder().encodeToString(login));
    }

    /** The password in its next spelling, in a sentence. */
    String tell(String what) {
        return what + " as '" + spellings.get(said.getAndIncrement() % spellings.size()) + "'";
    }

    record Login(@Setting("The password.") Secret password) {}

    record Use(
            @Setting("Of what.") @Needs(Tattler.class) String target,
            @Setting("The password.") Secret password) {}

    Registry registry() {
        return new Registry(List.of(new Breaking()), List.of(new Asking()), List.of(new Systems()));
    }

    Experiment experiment() {
        return new Experiment(
                "It tells " + password.reveal(),
                "It comes back.",
                new Objectives(Optional.of(Duration.ofSeconds(5)), Optional.of(new Objectives.Writes(0))),
                List.of(new TargetSpec("tattler", new PartSpec("tattler", new Login(password)))),
                List.of(new ProbeSpec("asking", new PartSpec("ask", new Use("tattler", password)), PACE)),
                new SteadyStateSpec(Duration.ofMillis(50), new dev.aftershock.parts.Percent(5), Duration.ofMillis(200)),
                List.of(new Step.Inject(
                        "1-break",
                        new PartSpec("break", new Use("tattler", password)),
                        Optional.of(Duration.ofMillis(200)))),
                new Safeguards(Duration.ofSeconds(20), List.of()));
    }

    @Override
    public Map<String, Object> targets() {
        return Map.of("tattler", this);
    }

    @Override
    public List<SystemEvent> events() {
        return List.of(
                new SystemEvent(1, SystemEvent.Kind.DETECTED, "member", tell("detected")),
                new SystemEvent(2, SystemEvent.Kind.REDUNDANT, tell("member"), "whole again"));
    }

    @Override
    public void close() {
        throw new IllegalStateException(tell("cannot end"));
    }

    private final class Systems implements TargetProvider<Login> {
        @Override
        public String kind() {
            return "tattler";
        }

        @Override
        public String summary() {
            return "Tells its password.";
        }

        @Override
        public Class<Login> settings() {
            return Login.class;
        }

        @Override
        public boolean startsSystem() {
            return true;
        }

        @Override
        public List<TargetInfo> describe(String name, Login settings) {
            return List.of(new TargetInfo(name, tell("a system"), Set.of(Tattler.class)));
        }

        @Override
        public PreparedTargets prepare(String name, Login settings, RunContext context) {
            return new PreparedTargets() {
                @Override
                public List<UndoRecipe> undo() {
                    return List.of(new UndoRecipe("tattler", name, Map.of()));
                }

                @Override
                public TargetSet start() throws IOException {
                    if (!startable) {
                        throw new IOException(tell("refused"));
                    }
                    return Tattler.this;
                }
            };
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            up = true;
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            return HealCheck.healed(tell("removed"));
        }
    }

    private final class Breaking implements FaultProvider<Use> {
        @Override
        public String kind() {
            return "break";
        }

        @Override
        public String summary() {
            return "Breaks it.";
        }

        @Override
        public Class<Use> settings() {
            return Use.class;
        }

        @Override
        public FaultPlan plan(Use settings, List<TargetInfo> resolved) {
            return new FaultPlan(tell("break it"), tell("mend it"), true);
        }

        @Override
        public List<PreparedFault> prepare(Use settings, FaultContext context) {
            return List.of(new PreparedFault() {
                @Override
                public String target() {
                    return tell("the tattler");
                }

                @Override
                public UndoRecipe undo() {
                    String login = journals ? tell("log in") : "see the file";
                    return new UndoRecipe(
                            "break", "tattler", Map.of("login", login, UndoRecipe.CONTENT + "before", HELD));
                }

                @Override
                public Bound bound() {
                    return new Bound.ByItself("it is a field of this process");
                }

                @Override
                public void inject() throws IOException {
                    up = false;
                    throw new IOException(tell("the answer was lost"), new IOException(tell("refused")));
                }

                @Override
                public Optional<String> effect() {
                    return Optional.of(tell("it is down"));
                }
            });
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.target();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            up = true;
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            return HealCheck.healed(tell("whole again"));
        }
    }

    private final class Asking implements ProbeProvider<Use> {
        @Override
        public String kind() {
            return "ask";
        }

        @Override
        public String summary() {
            return "Asks it.";
        }

        @Override
        public Class<Use> settings() {
            return Use.class;
        }

        @Override
        public boolean keepsLedger() {
            return true;
        }

        @Override
        public Probe create(Use settings, ProbeContext context) {
            return new Writer(context.clock());
        }
    }

    private final class Writer implements BlockingProbe, Ledger {

        private final MonotonicClock clock;
        private final List<LedgerEntry> entries = new CopyOnWriteArrayList<>();

        Writer(MonotonicClock clock) {
            this.clock = clock;
        }

        @Override
        public ProbeClass probeClass() {
            return ProbeClass.WRITE;
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public void prepare() {
            // It can always write.
        }

        @Override
        public Answer attempt(Attempt attempt) {
            long now = clock.nanos();
            LedgerEntry.Result result = up ? LedgerEntry.Result.ACK : LedgerEntry.Result.REFUSED;
            entries.add(new LedgerEntry(0, entries.size() + 1, 7, now, clock.nanos(), result, tell("node")));
            return up ? Answer.OK : Answer.failed(tell("no such login"));
        }

        @Override
        public List<LedgerEntry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public List<Survivor> survivors(Duration within) throws IOException {
            throw new IOException(tell("nobody answers"));
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
