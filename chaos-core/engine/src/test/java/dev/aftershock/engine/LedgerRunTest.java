package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs whose probe writes. */
class LedgerRunTest {

    private final ToySystem toy = new ToySystem();
    private final ToyLedger ledger = new ToyLedger(toy);

    @TempDir
    Path folder;

    @Test
    void everyWriteAndWhatIsLeftOfItIsInTheRecord() throws IOException {
        RunResult result = run(ToySystem.Behaviour.SELF_HEALING);

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.PASS);
        Recording.LedgerRecord recorded = result.recording().ledgers().get("writing");
        assertThat(recorded.entries()).isEqualTo(ledger.entries);
        assertThat(recorded.survivors().orElseThrow()).hasSize((int) ledger.entries.stream()
                .filter(entry -> entry.result().acknowledged())
                .count());
        assertThat(result.recording().events(TimelineEvent.Type.SETTLED))
                .singleElement()
                .satisfies(event -> assertThat(event.fact("survivors"))
                        .isEqualTo(Integer.toString(
                                recorded.survivors().orElseThrow().size())));
    }

    @Test
    void acknowledgedWritesThatAreGoneFailTheRun() throws IOException {
        ledger.forgotten = 2;
        RunResult result = run(ToySystem.Behaviour.SELF_HEALING);

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.FAIL);
        assertThat(result.assessment().line()).contains("2 of ").contains("lost");
    }

    @Test
    void survivorsThatNobodyTellsAreNoProofThatNothingWasLost() throws IOException {
        ledger.mute = true;
        RunResult result = run(ToySystem.Behaviour.SELF_HEALING);

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isNotEqualTo(Verdict.PASS);
        assertThat(result.recording().events(TimelineEvent.Type.NOT_SETTLED))
                .singleElement()
                .satisfies(event -> assertThat(event.fact("reason")).isEqualTo("IOException: nobody answers"));
    }

    @Test
    void withoutAFaultNobodyIsAskedWhatSurvived() throws IOException {
        RunListener engaging = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.subject().equals("method")) {
                    new Lever(state()).engage("stop it");
                }
            }
        };
        RunResult result = run(ToySystem.Behaviour.SELF_HEALING, engaging);

        assertThat(result.recording().events(TimelineEvent.Type.SETTLED)).isEmpty();
        assertThat(result.recording().ledgers().get("writing").entries()).isNotEmpty();
        assertThat(result.recording().ledgers().get("writing").survivors()).isEmpty();
    }

    private RunResult run(ToySystem.Behaviour how) throws IOException {
        return run(how, new RunListener() {});
    }

    private RunResult run(ToySystem.Behaviour how, RunListener listener) throws IOException {
        Experiment experiment = toy.writing(toy.experiment(how, Duration.ofSeconds(2), Optional.empty()));
        return toy.engine(state(), listener, ledger)
                .run(ReadExperiment.inCode(experiment), new RunOptions(folder.resolve("runs"), 7, List.of()));
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"), folder.resolve("machine"));
    }
}
