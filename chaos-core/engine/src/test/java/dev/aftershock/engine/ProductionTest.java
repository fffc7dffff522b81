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
        RunOptions options = new RunOptions(folder.resolve("runs"), 7, List.of())
                .with(Production.of(Map.of(Production.ENVIRONMENT, NAME)));
        Engine engine = new Engine(toy.registry(), new StateDirectory(folder.resolve("state")), new RunListener() {});
        assertThatThrownBy(() -> engine.run(read(List.of()), options))
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
        Production here = Production.of(Map.of(Production.ENVIRONMENT, NAME));
        assertRefused(
                List.of("production-us"), Production.of(ALLOWED).confirmedAs(NAME), "which the file does not allow");
        assertRefused(List.of(NAME), here.confirmedAs(NAME), "it does not allow");
        assertRefused(List.of(NAME), Production.of(ALLOWED), "'production-eu' was not confirmed");
        assertRefused(
                List.of(NAME),
                Production.of(ALLOWED).confirmedAs("production-us"),
                "'production-us' is not 'production-eu'");
        Production.of(ALLOWED).confirmedAs(NAME + "\n").refuse(plan(List.of(NAME)));
    }

    @Test
    void systemsThatTheRunStartsAndOtherEnvironmentsNeedNothing() {
        Production.of(Map.of(Production.ENVIRONMENT, NAME)).refuse(plan(List.of()));
        toy.started = false;
        Production.of(Map.of(Production.ENVIRONMENT, "staging")).refuse(plan(List.of()));
        Production.of(Map.of(Production.ENVIRONMENT, " ")).refuse(plan(List.of()));
        assertRefused(List.of(), Production.of(Map.of(Production.ENVIRONMENT, " PROD ")), "systems of 'PROD'");
    }

    @Test
    void thePlanTellsWhatIsThere() {
        toy.started = false;
        assertThat(Production.of(ALLOWED).described(plan(List.of())))
                .containsExactly("breaks running systems of 'production-eu': allowed by the file: no; by "
                        + "AFTERSHOCK_ALLOW_PRODUCTION: yes; its name must be typed");
    }

    private void assertRefused(List<String> allowed, Production production, String because) {
        assertThatThrownBy(() -> production.refuse(plan(allowed)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(because);
    }

    private Plan plan(List<String> allowed) {
        return Planner.plan(read(allowed), toy.registry());
    }

    private ReadExperiment read(List<String> allowed) {
        Safeguards safeguards =
                new Safeguards(Duration.ofSeconds(20), List.of(), allowed, Optional.empty(), Optional.empty());
        return ReadExperiment.inCode(
                toy.experiment(Behaviour.SELF_HEALING, Duration.ofSeconds(2), Optional.empty(), safeguards));
    }
}
