package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.engine.ToySystem.Break;
import dev.aftershock.parts.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
}
