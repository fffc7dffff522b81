package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.Engine;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.RunListener;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import dev.aftershock.format.YamlExperimentReader;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAssertTest {

    @TempDir
    static Path folder;

    private static RunResult run;

    @BeforeAll
    static void shutAListenerFor200Milliseconds() throws IOException {
        Path file = Path.of("src/test/resources/blinker.yaml");
        run = new Engine(Registry.onClassPath(), new StateDirectory(folder.resolve("state")), new RunListener() {})
                .run(
                        new YamlExperimentReader().read("blinker.yaml", Files.readString(file), Map.of()),
                        new RunOptions(folder.resolve("runs"), 1, List.of()));
    }

    @Test
    void whatWasMeasuredHolds() {
        ChaosAssertions.assertThat(run)
                .hasVerdict(Verdict.PASS)
                .recoveredWithin("5s")
                .wasDownAtMost("5s");
    }

    @Test
    void whatWasSlowerIsToldWithItsBracketAndTheRecord() {
        assertThatThrownBy(() -> ChaosAssertions.assertThat(run).recoveredWithin("100ms"))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "(?s)expected recovery \\(R3\\) within 100ms, but probe 'connecting' measured"
                                + " 0\\.\\d+ s \\[0\\.\\d+, 0\\.\\d+\\]\n  .* after the fault: failed: ConnectException: .*\n  PASS: R3 = .*\n  record: /.*");
        assertThatThrownBy(() -> ChaosAssertions.assertThat(run).wasDownAtMost("100ms"))
                .hasMessageContaining("unavailability (R6)");
    }

    @Test
    void aBracketThatStraddlesTheLimitProvesNothing() {
        long low = run.assessment()
                .probes()
                .get(0)
                .recovery()
                .orElseThrow()
                .stable()
                .low();

        assertThatThrownBy(() -> ChaosAssertions.assertThat(run).recoveredWithin(low + 1 + "ns"))
                .hasMessageContaining(", which does not prove it");
    }

    @Test
    void withoutALedgerNobodyKnowsWhatWasLost() {
        assertThatThrownBy(() -> ChaosAssertions.assertThat(run).lostNoAcknowledgedWrites())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no probe counted writes");
    }

    @Test
    void anotherVerdictAndAWrongDurationAreTold() {
        assertThatThrownBy(() -> ChaosAssertions.assertThat(run).hasVerdict(Verdict.FAIL))
                .hasMessageStartingWith("expected the verdict FAIL\n  PASS: ");
        assertThatThrownBy(() -> ChaosAssertions.assertThat(run).recoveredWithin("5"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'5' is no duration");
    }
}
