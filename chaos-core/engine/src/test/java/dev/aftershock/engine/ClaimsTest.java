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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs that share a state directory may break at the same time. */
class ClaimsTest {

    private final ToySystem toy = new ToySystem();
    private final List<String> written = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void anotherRunHasBrokenOne() {
        try (FaultJournal journal = FaultJournal.create(state(), "other")) {
            journal.intent("1-break", broken("standby"));
        }
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
        try (FaultJournal journal = FaultJournal.create(state(), "own")) {
            journal.intent("1-break", broken("primary"));
        }
        claim(2, broken("primary"));
        assertThatThrownBy(() -> claim(2, broken("third"))).hasMessageContaining("3 targets would be broken at once");
    }

    @Test
    void onlyOneExperimentBreaksATarget() {
        assertThatThrownBy(() -> claim(9, broken("standby")))
                .hasMessageContaining("'standby' is being broken already, by fault '1-break' of run other");
    }

    private void claim(int most, UndoRecipe recipe) throws IOException {
        BlastRadius radius = new BlastRadius(Optional.of(most), Optional.empty(), 0, List.of());
        new Claims(toy.registry(), state(), radius)
                .claim(
                        state().journals().resolve("own" + FaultJournal.SUFFIX),
                        List.of(recipe),
                        () -> written.add("intents"));
    }

    private static UndoRecipe broken(String target) {
        return new UndoRecipe("toy-break", target, Map.of("how", "REAL"));
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }
}
