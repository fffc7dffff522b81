package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.engine.ToySystem.Break;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.AllOf;
import dev.aftershock.probes.HttpGet;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private final ToySystem toy = new ToySystem();
    private final Experiment good = toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty());

    @Test
    void aGoodExperimentIsPlannedWithoutTouchingAnything() {
        Plan plan = Planner.plan(ReadExperiment.inCode(good), toy.registry());

        assertThat(plan.targets()).extracting(target -> target.name()).containsExactly("toy");
        assertThat(plan.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.plan().action()).isEqualTo("break toy");
            assertThat(fault.plan().undo()).isEqualTo("mend it");
        });
        assertThat(toy.injections.get()).isZero();
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        Step wrong = new Step.Inject(
                "1-break",
                new PartSpec("toy-break", new Break("tyo", Behaviour.REAL, Duration.ofMillis(1))),
                Optional.empty());
        Step unknown = new Step.Inject("2", new PartSpec("toy-brake", new ToySystem.NoSettings()), Optional.empty());
        Experiment bad = new Experiment(
                good.title(),
                good.hypothesis(),
                new Objectives(Optional.of(Duration.ofMillis(20)), Optional.of(new Objectives.Writes(0))),
                good.targets(),
                good.probes(),
                good.steadyState(),
                List.of(wrong, unknown),
                good.safeguards());

        InvalidInputException refused = catchThrowableOfType(
                InvalidInputException.class, () -> Planner.plan(ReadExperiment.inCode(bad), toy.registry()));

        assertThat(refused.problems()).hasSize(4);
        assertThat(refused.getMessage())
                .contains("unknown target 'tyo'", "did you mean 'toy'?")
                .contains("unknown fault 'toy-brake'", "did you mean 'toy-break'?")
                .contains("too seldom to resolve an RTO of 20ms")
                .contains("no probe keeps a ledger");
    }

    @Test
    void safeguardsThatAreBrokenOrNameNobodyAreRefused() {
        Safeguards safeguards = new Safeguards(
                Duration.ofMinutes(1),
                List.of(),
                List.of(),
                Optional.of(new AbortIf(
                        Optional.of(new AbortIf.BadFor("askin", Duration.ofSeconds(1))), Duration.ofSeconds(10))),
                Optional.of(new BlastRadius(Optional.empty(), Optional.empty(), 1, List.of())));
        Experiment bad = toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty(), safeguards);

        InvalidInputException refused = catchThrowableOfType(
                InvalidInputException.class, () -> Planner.plan(ReadExperiment.inCode(bad), toy.registry()));

        assertThat(refused.problems()).hasSize(2);
        assertThat(refused.getMessage())
                .contains("unknown probe 'askin'", "did you mean 'asking'?")
                .contains("and leave 0, fewer than the 1 of 'keep-healthy'");
    }

    @Test
    void whatACompositeProbeAsksMustStandBeforeIt() {
        PartSpec asksLater =
                new PartSpec("all-of", new AllOf(List.of(good.probes().get(0).name(), "last")));
        InvalidInputException refused = refusedWith(
                good.probes().get(0),
                new ProbeSpec("both", asksLater, good.probes().get(0).pace()),
                new ProbeSpec(
                        "last",
                        good.probes().get(0).part(),
                        good.probes().get(0).pace()));

        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.getMessage())
                .contains("unknown earlier probe 'last'")
                .contains("one of " + good.probes().get(0).name());
    }

    @Test
    void keysThatTakeTurnsAreSampledAsMuchMoreSeldom() {
        HttpGet keyed = new HttpGet(
                Optional.empty(),
                Optional.of("http://127.0.0.1:1"),
                List.of(),
                Optional.of("/items/{key}"),
                List.of("200"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                50,
                1,
                Duration.ofMillis(50));
        Pace pace = new Pace(Duration.ofMillis(10), Duration.ofMillis(200));

        assertThat(refusedWith(new ProbeSpec("keyed", new PartSpec("http", keyed), pace))
                        .getMessage())
                .contains("samples each of its 50 keys every 500ms, too seldom to resolve an RTO of 2s to 10 %")
                .contains("at most 2ms");
    }

    private InvalidInputException refusedWith(ProbeSpec... probes) {
        Experiment bad = new Experiment(
                good.title(),
                good.hypothesis(),
                good.objectives(),
                good.targets(),
                List.of(probes),
                good.steadyState(),
                good.method(),
                good.safeguards());
        Registry more = new Registry(
                List.copyOf(toy.registry().faults().values()),
                Stream.concat(
                                toy.registry().probes().values().stream(),
                                Stream.of(new AllOf.Provider(), new HttpGet.Provider()))
                        .toList(),
                List.copyOf(toy.registry().targets().values()));
        return catchThrowableOfType(InvalidInputException.class, () -> Planner.plan(ReadExperiment.inCode(bad), more));
    }

    @Test
    void withoutAMethodThereIsNothingToRunButSomethingToWatch() {
        Experiment idle = with(good.objectives(), good.probes(), List.of());

        assertThat(refused(idle)).contains("there is no 'method'").contains("aftershock watch");
        Plan plan = Planner.planToWatch(ReadExperiment.inCode(idle), toy.registry());
        assertThat(plan.faults()).isEmpty();
        assertThat(plan.targets()).hasSize(1);
    }

    @Test
    void whoOnlyWatchesIsToldOfProblemsToo() {
        ProbeSpec unknown = new ProbeSpec(
                "asking",
                new PartSpec("toy-wach", new ToySystem.NoSettings()),
                good.probes().get(0).pace());
        Experiment bad = with(good.objectives(), List.of(unknown), List.of());

        assertThat(catchThrowableOfType(
                                InvalidInputException.class,
                                () -> Planner.planToWatch(ReadExperiment.inCode(bad), toy.registry()))
                        .getMessage())
                .contains("unknown probe 'toy-wach'", "did you mean 'toy-watch'?");
    }

    @Test
    void aSpacingThatJustResolvesTheObjectiveIsEnough() {
        // The probe asks every 2 ms; a twentieth of the objective is resolved.
        assertThat(Planner.plan(ReadExperiment.inCode(promising(Duration.ofMillis(40))), toy.registry())
                        .faults())
                .hasSize(1);
        assertThat(refused(promising(Duration.ofMillis(39))))
                .contains("probe 'asking' samples every 2ms, too seldom to resolve an RTO of 39ms");
    }

    @Test
    void anAbortConditionOfAProbeThatIsThereIsAccepted() {
        Safeguards safeguards = new Safeguards(
                Duration.ofMinutes(1),
                List.of(),
                List.of(),
                Optional.of(new AbortIf(
                        Optional.of(new AbortIf.BadFor("asking", Duration.ofSeconds(1))), Duration.ofSeconds(10))),
                Optional.empty());
        Experiment experiment = toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty(), safeguards);

        assertThat(Planner.plan(ReadExperiment.inCode(experiment), toy.registry())
                        .faults())
                .hasSize(1);
    }

    @Test
    void aClockThatBeginsAtADeclarationTakesAStepThatDeclares() {
        Objectives declared = new Objectives(
                good.objectives().rto(),
                Optional.empty(),
                Objectives.Start.DECLARED,
                Optional.empty(),
                Optional.empty());

        assertThat(refused(with(declared, good.probes(), good.method())))
                .contains("the clock begins when an incident is declared, but no step declares one");
        List<Step> declaring = Stream.concat(good.method().stream(), Stream.of(new Step.Declare("2", "it is lost")))
                .toList();
        Plan plan = Planner.plan(ReadExperiment.inCode(with(declared, good.probes(), declaring)), toy.registry());
        assertThat(plan.faults()).hasSize(1);
    }

    @Test
    void anRpoIsAcceptedWhenAProbeKeepsALedger() {
        Objectives rpo = new Objectives(Optional.empty(), Optional.of(new Objectives.Writes(0)));
        ProbeSpec writing = new ProbeSpec(
                "writing",
                new PartSpec("toy-ledger", new ToySystem.NoSettings()),
                good.probes().get(0).pace());
        Registry more = new Registry(
                List.copyOf(toy.registry().faults().values()),
                Stream.concat(toy.registry().probes().values().stream(), Stream.of(new LedgerProvider()))
                        .toList(),
                List.copyOf(toy.registry().targets().values()));
        Experiment experiment = with(
                rpo, Stream.concat(good.probes().stream(), Stream.of(writing)).toList(), good.method());

        assertThat(Planner.plan(ReadExperiment.inCode(experiment), more).faults())
                .hasSize(1);
    }

    private Experiment promising(Duration rto) {
        return toy.experiment(Behaviour.REAL, rto, Optional.empty());
    }

    private Experiment with(Objectives objectives, List<ProbeSpec> probes, List<Step> method) {
        return new Experiment(
                good.title(),
                good.hypothesis(),
                objectives,
                good.targets(),
                probes,
                good.steadyState(),
                method,
                good.safeguards());
    }

    private String refused(Experiment bad) {
        return catchThrowableOfType(
                        InvalidInputException.class, () -> Planner.plan(ReadExperiment.inCode(bad), toy.registry()))
                .getMessage();
    }

    /** Only asked what it is. */
    private static final class LedgerProvider implements ProbeProvider<ToySystem.NoSettings> {
        @Override
        public String kind() {
            return "toy-ledger";
        }

        @Override
        public String summary() {
            return "Writes to a toy.";
        }

        @Override
        public Class<ToySystem.NoSettings> settings() {
            return ToySystem.NoSettings.class;
        }

        @Override
        public boolean keepsLedger() {
            return true;
        }

        @Override
        public Probe create(ToySystem.NoSettings settings, ProbeContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
