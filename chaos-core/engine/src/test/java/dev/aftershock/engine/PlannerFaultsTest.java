package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.TcpTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the settings of faults name, and what a fault may do. */
class PlannerFaultsTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ToySystem toy = new ToySystem();
    private final Registry registry = new Registry(
            List.of(new CutProvider()),
            List.copyOf(toy.registry().probes().values()),
            Stream.concat(toy.registry().targets().values().stream(), Stream.of(new TcpAddress.Provider()))
                    .toList());

    @Test
    void aFaultTouchesTargetsOfTheSortThatEachSettingNeeds() {
        Plan plan = plan(LIMIT, cut("1", "toy", "edge"));

        assertThat(plan.blast().sorts())
                .extracting(Blast.Sort::text)
                .containsExactlyInAnyOrder("1 of 2: a toy system", "1 of 1: a tcp");
        assertThat(plan.faults().get(0).targets()).extracting(TargetInfo::name).containsExactly("toy", "edge");
    }

    @Test
    void whatAFaultOnlyLooksAtIsNotTouchedAndMustBeThere() {
        Plan plan = plan(LIMIT, watched("edge"));

        assertThat(plan.blast().sorts()).extracting(Blast.Sort::text).containsExactly("1 of 2: a toy system");
        assertThat(plan.faults().get(0).targets()).extracting(TargetInfo::name).containsExactly("toy");
        assertThat(refused(watched("egde"))).contains("unknown target 'egde'");
    }

    private static Step.Inject watched(String canary) {
        Cut cut = new Cut("toy", Optional.empty(), false, Optional.of(canary));
        return new Step.Inject("1", new PartSpec("toy-cut", cut), Optional.empty());
    }

    @Test
    void faultsThatActTogetherArePlannedOneByOne() {
        Plan plan = plan(LIMIT, new Step.Together("both", List.of(cut("1", "toy", "edge"), cut("2", "toy-2", "edge"))));

        assertThat(plan.faults()).extracting(Plan.PlannedFault::id).containsExactly("1", "2");
    }

    @Test
    void whatCannotBeUndoneTakesThePermissionToDoIt() {
        Step.Inject forEver =
                new Step.Inject("1", new PartSpec("toy-cut", new Cut("toy", Optional.empty(), true)), Optional.empty());

        assertThat(refused(forEver))
                .contains("'toy-cut' here cannot be undone: it stays cut")
                .contains("safeguards: {allow-irreversible: [toy-cut]}");
        assertThat(Planner.plan(
                                ReadExperiment.inCode(experiment(new Safeguards(LIMIT, List.of("toy-cut")), forEver)),
                                registry)
                        .faults())
                .hasSize(1);
    }

    @Test
    void aPatternForManyIsNoNameForOne() {
        assertThat(refused(cut("1", "toy*", "edge")))
                .contains("'toy*' stands for 2 targets")
                .contains("exactly one target");
    }

    @Test
    void aTargetOfAnotherSortIsToldFromOneThatIsNot() {
        assertThat(refused(cut("1", "edge", "edge")))
                .contains("'edge' is not a toy system")
                .contains("one of [toy, toy-2]");
        assertThat(refused(cut("1", "ege", "edge"))).contains("unknown target 'ege'");
    }

    @Test
    void aTargetOfAKindThatNobodyKnowsIsNamed() {
        Experiment good = experiment(new Safeguards(LIMIT, List.of()), cut("1", "toy", "edge"));
        Experiment bad = with(
                good,
                Stream.concat(
                                good.targets().stream(),
                                Stream.of(new TargetSpec("x", new PartSpec("tpc", new TcpAddress("127.0.0.1:1")))))
                        .toList());

        assertThat(refused(bad)).contains("unknown target 'tpc'", "did you mean 'tcp'?");
    }

    @Test
    void aTargetThatStandsUponAnotherComesAfterIt() {
        Registry more = new Registry(
                List.of(new CutProvider()),
                List.copyOf(registry.probes().values()),
                Stream.concat(registry.targets().values().stream(), Stream.of(new UponProvider()))
                        .toList());
        TargetSpec upon = new TargetSpec("upon", new PartSpec("upon", new Upon("edge")));
        Experiment good = experiment(new Safeguards(LIMIT, List.of()), cut("1", "toy", "edge"));
        List<TargetSpec> last =
                Stream.concat(good.targets().stream(), Stream.of(upon)).toList();
        List<TargetSpec> first =
                Stream.concat(Stream.of(upon), good.targets().stream()).toList();

        assertThat(Planner.plan(ReadExperiment.inCode(with(good, last)), more).targets())
                .extracting(TargetInfo::name)
                .contains("upon");
        assertThat(catchThrowableOfType(
                                InvalidInputException.class,
                                () -> Planner.plan(ReadExperiment.inCode(with(good, first)), more))
                        .getMessage())
                .contains("unknown target 'edge'");
    }

    private static Experiment with(Experiment good, List<TargetSpec> targets) {
        return new Experiment(
                good.title(),
                good.hypothesis(),
                good.objectives(),
                targets,
                good.probes(),
                good.steadyState(),
                good.method(),
                good.safeguards());
    }

    private record Upon(
            @Setting("What it stands upon.") @Needs(TcpTarget.class)
            String edge) {}

    private static final class UponProvider extends ReferenceProvider<Upon> {

        UponProvider() {
            super("upon", "Stands upon another target.", Upon.class, "");
        }

        @Override
        protected Object target(Upon settings) {
            return settings;
        }

        @Override
        public List<TargetInfo> describe(String name, Upon settings) {
            return List.of(new TargetInfo(name, "upon " + settings.edge(), java.util.Set.of()));
        }
    }

    private Plan plan(Duration limit, Step... method) {
        return Planner.plan(ReadExperiment.inCode(experiment(new Safeguards(limit, List.of()), method)), registry);
    }

    private String refused(Step... method) {
        return refused(experiment(new Safeguards(LIMIT, List.of()), method));
    }

    private String refused(Experiment bad) {
        return catchThrowableOfType(
                        InvalidInputException.class, () -> Planner.plan(ReadExperiment.inCode(bad), registry))
                .getMessage();
    }

    private Experiment experiment(Safeguards safeguards, Step... method) {
        Experiment good = toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty(), safeguards);
        return new Experiment(
                good.title(),
                good.hypothesis(),
                good.objectives(),
                List.of(
                        good.targets().get(0),
                        new TargetSpec("toy-2", good.targets().get(0).part()),
                        new TargetSpec("edge", new PartSpec("tcp", new TcpAddress("127.0.0.1:1")))),
                good.probes(),
                good.steadyState(),
                List.of(method),
                safeguards);
    }

    private static Step.Inject cut(String name, String target, String via) {
        return new Step.Inject(
                name, new PartSpec("toy-cut", new Cut(target, Optional.of(via), false)), Optional.empty());
    }

    private record Cut(
            @Setting("What to cut off.") @Needs(ToySystem.class)
            String target,

            @Setting("From where.") @Needs(TcpTarget.class) Optional<String> via,

            @Setting("Whether it stays cut.") boolean forEver,

            @Setting("What tells.") @Needs(value = TcpTarget.class, observed = true)
            Optional<String> canary) {

        Cut(String target, Optional<String> via, boolean forEver) {
            this(target, via, forEver, Optional.empty());
        }
    }

    /** Only its plan is asked for. */
    private static final class CutProvider implements FaultProvider<Cut> {
        @Override
        public String kind() {
            return "toy-cut";
        }

        @Override
        public String summary() {
            return "Cuts a toy off.";
        }

        @Override
        public Class<Cut> settings() {
            return Cut.class;
        }

        @Override
        public FaultPlan plan(Cut settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "cut " + settings.target() + " off",
                    settings.forEver() ? "it stays cut" : "mend it",
                    !settings.forEver());
        }

        @Override
        public List<PreparedFault> prepare(Cut settings, FaultContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String object(UndoRecipe recipe) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
