package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.ToySystem.Behaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record's disk is full, or taken away, while a fault acts. */
class LostRecordTest {

    private final ToySystem toy = new ToySystem();

    @TempDir
    Path folder;

    @Test
    void aTimelineThatCannotBeWrittenKeepsNothingFromBeingHealed() {
        assertThatThrownBy(() -> run("timeline.jsonl", TimelineEvent.Type.FAULT_EFFECT, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write the timeline in")
                .hasMessageContaining("everything was healed as far as it could be");

        everythingIsAsItWas();
    }

    @Test
    void aLedgerThatCannotBeWrittenKeepsNoSystemFromBeingEnded() {
        assertThatThrownBy(
                        () -> run("ledger/writing.csv", TimelineEvent.Type.FAULT_EFFECT, List.of(new ToyLedger(toy))))
                .isInstanceOf(IOException.class);

        everythingIsAsItWas();
    }

    private void everythingIsAsItWas() {
        assertThat(toy.up).isTrue();
        assertThat(toy.faultActs).isFalse();
        assertThat(toy.removed).isTrue();
        assertThat(new Leftovers(toy.registry(), state()).states())
                .isNotEmpty()
                .allMatch(line -> line.endsWith("VERIFIED"));
    }

    /** A folder in the place of a file, which even the superuser cannot write to. */
    private void run(String lost, TimelineEvent.Type when, List<ToyLedger> ledgers) throws IOException {
        RunListener taking = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.type() == when) {
                    takeAway(lost);
                }
            }
        };
        Experiment asking = toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.of(Duration.ofMillis(100)));
        Experiment experiment = ledgers.isEmpty() ? asking : toy.writing(asking);
        toy.engine(state(), taking, ledgers.toArray(ToyLedger[]::new))
                .run(ReadExperiment.inCode(experiment), new RunOptions(folder.resolve("runs"), 7, List.of()));
    }

    private void takeAway(String lost) {
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            Path file = runs.findFirst().orElseThrow().resolve(lost);
            Files.deleteIfExists(file);
            Files.createDirectory(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"), folder.resolve("machine"));
    }
}
