package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs that share a state directory may break at the same time. */
class ClaimsTest {

    private final ToySystem toy = new ToySystem();
    private final List<String> written = new ArrayList<>();

    @TempDir
    Path folder;

    private FaultJournal other;
    private FaultJournal own;

    @BeforeEach
    void anotherRunHasBrokenOne() {
        other = FaultJournal.create(state(), "other");
        other.intent("1-break", broken("standby"));
        own = FaultJournal.create(state(), "own");
    }

    @AfterEach
    void letGo() {
        other.close();
        own.close();
    }

    @Test
    void allRunsTogetherBreakNoMoreThanTheBudget() throws IOException {
        assertThatThrownBy(() -> claim(1, broken("primary")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 targets would be broken at once, 1 of them by other runs")
                .hasMessageContaining("fault '1-break' of run other")
                .hasMessageContaining("more than the 1 of 'targets'");
        assertThat(written).isEmpty();

        claim(2, broken("primary"));
        assertThat(written).containsExactly("intents");
    }

    @Test
    void whatThisRunHasBrokenAlreadyCountsOnce() throws IOException {
        own.intent("1-break", broken("primary"));
        claim(2, broken("primary"));
        assertThatThrownBy(() -> claim(2, broken("third"))).hasMessageContaining("3 targets would be broken at once");
    }

    @Test
    void whatThisRunHasHealedCountsNoMore() throws IOException {
        own.intent("1-break", broken("primary"));
        own.mark("1-break", FaultState.VERIFIED);
        claim(2, broken("third"));
    }

    @Test
    void onlyOneExperimentBreaksATarget() {
        assertThatThrownBy(() -> claim(9, broken("standby")))
                .hasMessageContaining("'standby' is being broken already, by fault '1-break' of run other");
    }

    @Test
    void whatAnotherRunWritesLaterIsSeen() throws IOException {
        Claims claims = claims(9);
        claim(claims, broken("primary"));

        other.intent("2-break", broken("primary"));
        assertThatThrownBy(() -> claim(claims, broken("primary"))).hasMessageContaining("by fault '2-break'");

        other.mark("2-break", FaultState.VERIFIED);
        claim(claims, broken("primary"));
    }

    private void claim(int most, UndoRecipe recipe) throws IOException {
        claim(claims(most), recipe);
    }

    private Claims claims(int most) {
        return new Claims(toy.registry(), state(), new BlastRadius(Optional.of(most), Optional.empty(), 0, List.of()));
    }

    private void claim(Claims claims, UndoRecipe recipe) throws IOException {
        claims.claim(own, List.of(recipe), () -> written.add("intents"));
    }

    private static UndoRecipe broken(String target) {
        return new UndoRecipe("toy-break", target, Map.of("how", "REAL"));
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }
}
