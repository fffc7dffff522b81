package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.ToySystem.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What carries our mark when the journal that would tell of it is lost. */
class StraysTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final String OLD = "20260501-095959-abcdef";
    private static final String YOUNG = "20260501-100001-abcdef";

    private final ToySystem toy = new ToySystem();

    @TempDir
    Path folder;

    @Test
    void whatIsOlderThanAnyRunIsRemoved() {
        toy.marked.add(marked(OLD));
        assertThat(heal())
                .isEqualTo(new Strays.Report(
                        List.of("links of " + OLD + ", of which there is no journal here: removed"),
                        List.of(),
                        List.of()));
        assertThat(toy.removed).isTrue();
    }

    @Test
    void whatALiveRunOfAnotherMachineMayHaveMadeIsLeftAlone() {
        toy.marked.add(marked(YOUNG));
        toy.marked.add(marked("of-somebody"));
        Strays.Report report = heal();
        assertThat(report.young())
                .containsExactly("links of " + YOUNG
                        + ", of which there is no journal here, left alone: it may be a live run of "
                        + "another machine or user, begun at 2026-05-01T10:00:01Z");
        assertThat(report.manual())
                .containsExactly(
                        "links of of-somebody, of which there is no journal here, left alone: it may be a live run of "
                                + "another machine or user");
        assertThat(toy.removed).isFalse();
    }

    @Test
    void whoeverKnowsHowLongRunsLastHasWhatIsOlderRemoved() {
        toy.marked.add(marked(YOUNG));
        assertThat(heal(Duration.ofMinutes(120)).young()).hasSize(1);
        assertThat(toy.removed).isFalse();
        assertThat(heal(Duration.ofMinutes(119)).healed()).hasSize(1);
        assertThat(toy.removed).isTrue();
    }

    @Test
    void whatHasAJournalHereIsLeftToIt() {
        FaultJournal.create(state(), OLD).close();
        toy.marked.add(marked(OLD));
        assertThat(heal()).isEqualTo(new Strays.Report(List.of(), List.of(), List.of()));
        assertThat(toy.removed).isFalse();
    }

    @Test
    void aServerThatCannotBeAskedIsTold() {
        toy.reachable = false;
        assertThat(heal().manual())
                .singleElement()
                .asString()
                .contains("cannot look for what runs left on 'toy'", "connection refused");
    }

    @Test
    void whatWasFoundIsHealedThoughNotAllCouldBeLookedFor() {
        toy.marked.add(marked(OLD));
        toy.partly = true;
        Strays.Report report = heal();
        assertThat(report.healed()).hasSize(1);
        assertThat(toy.removed).isTrue();
        assertThat(report.manual())
                .singleElement()
                .asString()
                .contains("cannot look for all that runs left on 'toy'", "links cannot be listed");
    }

    private Strays.Report heal() {
        return heal(Duration.ofHours(2));
    }

    private Strays.Report heal(Duration longestRun) {
        return new Strays(toy.registry(), state(), () -> NOW, longestRun)
                .heal(toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty()));
    }

    private static Marked marked(String run) {
        return new Marked(run, new UndoRecipe("toy", "links of " + run, Map.of()));
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }
}
