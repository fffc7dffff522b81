package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.parts.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Production is broken only by who says so in the file, in the environment and by hand. */
class ProductionTest {

    private static final String NAME = "production-eu";
    private static final Map<String, String> ALLOWED = Map.of(Production.ENVIRONMENT, NAME, Production.ALLOW, NAME);

    private final ToySystem toy = new ToySystem();

    @TempDir
    Path folder;

    @Test
    void whateverIsMissingIsToldAndNothingIsTouched() {
        toy.started = false;
        assertThatThrownBy(() -> run(List.of(), Production.of(Map.of(Production.ENVIRONMENT, NAME))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("which the file does not allow")
                .hasMessageContaining("safeguards: {allow-production: [production-eu]}")
                .hasMessageContaining("AFTERSHOCK_ALLOW_PRODUCTION: it does not allow 'production-eu'")
                .hasMessageContaining("--confirm: 'production-eu' was not confirmed");
        assertThat(toy.injections.get()).isZero();
    }

    @Test
    void eachOfTheThreeIsNeeded() {
        toy.started = false;
        Production confirmed = Production.of(ALLOWED).confirmedAs(NAME);
        assertThatThrownBy(() -> run(List.of("production-us"), confirmed))
                .hasMessageContaining("which the file does not allow");
        assertThatThrownBy(() -> run(
                        List.of(NAME),
                        Production.of(Map.of(Production.ENVIRONMENT, NAME)).confirmedAs(NAME)))
                .hasMessageContaining("it does not allow");
        assertThatThrownBy(() -> run(List.of(NAME), Production.of(ALLOWED).confirmedAs("production-us")))
                .hasMessageContaining("'production-us' is not 'production-eu'");
        assertThat(toy.injections.get()).isZero();
    }

    @Test
    void withAllThreeItRuns() throws Exception {
        toy.started = false;
        run(List.of(NAME), Production.of(ALLOWED).confirmedAs(NAME + "\n"));
        assertThat(toy.injections.get()).isEqualTo(1);
    }

    @Test
    void systemsThatTheRunStartsAndOtherEnvironmentsNeedNothing() throws Exception {
        run(List.of(), Production.of(Map.of(Production.ENVIRONMENT, NAME)));
        toy.started = false;
        run(List.of(), Production.of(Map.of(Production.ENVIRONMENT, "staging")));
        run(List.of(), Production.of(Map.of(Production.ENVIRONMENT, "")));
        assertThat(toy.injections.get()).isEqualTo(3);
    }

    @Test
    void thePlanTellsWhatIsThere() {
        toy.started = false;
        Plan plan = Planner.plan(read(List.of()), toy.registry());
        assertThat(Production.of(ALLOWED).described(plan))
                .containsExactly("breaks running systems of 'production-eu': allowed by the file: no; by "
                        + "AFTERSHOCK_ALLOW_PRODUCTION: yes; its name must be typed");
    }

    private void run(List<String> allowed, Production production) throws Exception {
        RunOptions options = new RunOptions(folder.resolve("runs"), 7, List.of()).with(production);
        new Engine(toy.registry(), new StateDirectory(folder.resolve("state")), new RunListener() {})
                .run(read(allowed), options);
    }

    private ReadExperiment read(List<String> allowed) {
        Safeguards safeguards =
                new Safeguards(Duration.ofSeconds(20), List.of(), allowed, Optional.empty(), Optional.empty());
        return ReadExperiment.inCode(
                toy.experiment(Behaviour.SELF_HEALING, Duration.ofSeconds(2), Optional.empty(), safeguards));
    }
}
