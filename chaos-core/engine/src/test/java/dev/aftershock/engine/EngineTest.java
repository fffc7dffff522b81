package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

    private final ToySystem toy = new ToySystem();

    @TempDir
    Path folder;

    @Test
    void aSystemThatRecoversInTimePassesWithItsRecoveryInsideTheBracket() throws IOException {
        RunResult result = new Engine(toy.registry(), state(), new RunListener() {})
                .run(
                        ReadExperiment.inCode(
                                toy.experiment(Behaviour.SELF_HEALING, Duration.ofSeconds(2), Optional.empty())),
                        options());

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.PASS);
        var stable =
                result.assessment().probes().get(0).recovery().orElseThrow().stable();
        assertThat(stable.low()).isLessThan(150_000_000L).isGreaterThan(50_000_000L);
        assertThat(result.assessment().line()).startsWith("PASS: R3 = ");
        assertThat(toy.removed).isTrue();
        assertThat(states()).isNotEmpty().allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void aSystemThatRecoversTooLateFails() throws IOException {
        RunResult result = run(Behaviour.SELF_HEALING, Duration.ofMillis(80), new RunListener() {});

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.FAIL);
        assertThat(result.assessment().line()).contains("too slow");
    }

    @Test
    void aSystemThatRecoversOnlyByHealingFailsWhenThatTookTooLong() throws IOException {
        RunResult result = run(Behaviour.REAL, Duration.ofMillis(100), new RunListener() {});

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.FAIL);
        assertThat(toy.up).isTrue();
    }

    @Test
    void recoveryByHealingIsCalledByHeal() throws IOException {
        Experiment experiment =
                toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.of(Duration.ofMillis(150)));
        RunResult result = run(experiment, new RunListener() {});

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.PASS);
        assertThat(result.assessment().line()).contains("only because the fault was healed");
    }

    @Test
    void anInjectorThatDoesNothingIsInvalidNeverPass() throws IOException {
        RunResult result = run(Behaviour.NOTHING, Duration.ofSeconds(2), new RunListener() {});

        assertThat(result.assessment().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.assessment().line()).contains("no visible effect");
        assertThat(toy.heals.get()).as("it is healed all the same").isPositive();
    }

    @Test
    void aProbeThatCannotConnectIsInvalidAndNothingIsInjected() throws IOException {
        toy.reachable = false;
        RunResult result = run(Behaviour.REAL, Duration.ofSeconds(2), new RunListener() {});

        assertThat(result.assessment().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.assessment().line()).contains("connection refused");
        assertThat(toy.injections.get()).isZero();
        assertThat(toy.removed).isTrue();
    }

    @Test
    void aCallWhoseAnswerWasLostCountsAsAppliedAndIsHealed() throws IOException {
        Experiment experiment =
                toy.experiment(Behaviour.AMBIGUOUS, Duration.ofSeconds(2), Optional.of(Duration.ofMillis(100)));
        RunResult result = run(experiment, new RunListener() {});

        assertThat(toy.up).isTrue();
        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.PASS);
        assertThat(states()).allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void aStopInTheMiddleHealsAndNeverPasses() throws IOException {
        Experiment experiment =
                toy.experiment(Behaviour.REAL, Duration.ofSeconds(10), Optional.of(Duration.ofSeconds(10)));
        Engine[] engine = new Engine[1];
        RunListener stopper = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.type() == TimelineEvent.Type.FAULT_EFFECT) {
                    awaitAnswers(10);
                    engine[0].stop("somebody pressed Ctrl-C");
                }
            }
        };
        engine[0] = toy.engine(state(), stopper);
        RunResult result = engine[0].run(ReadExperiment.inCode(experiment), options());

        assertThat(toy.up).isTrue();
        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.assessment().line()).contains("somebody pressed Ctrl-C");
    }

    /** So that the probe has seen some of what happens now. */
    private void awaitAnswers(int more) {
        int enough = toy.attempts.get() + more;
        await().atMost(Duration.ofSeconds(10)).until(() -> toy.attempts.get() >= enough);
    }

    @Test
    void aStopBeforeAnythingWasInjectedIsCalledByItsName() throws IOException {
        Engine[] engine = new Engine[1];
        RunListener stopper = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.subject().equals("baseline")) {
                    engine[0].stop("somebody pressed Ctrl-C");
                }
            }
        };
        engine[0] = toy.engine(state(), stopper);
        RunResult result = engine[0].run(
                ReadExperiment.inCode(toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty())),
                options());

        assertThat(result.assessment().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.assessment().line())
                .contains("somebody pressed Ctrl-C")
                .doesNotContain("steady state");
        assertThat(toy.injections.get()).isZero();
        assertThat(toy.removed).isTrue();
    }

    @Test
    void theVerdictIsTheSameWhenItIsComputedAgainFromTheRecord() throws IOException {
        RunResult result = run(Behaviour.SELF_HEALING, Duration.ofSeconds(2), new RunListener() {});

        assertThat(Judge.judge(RunStore.load(result.directory()))).isEqualTo(result.assessment());
    }

    @Test
    void aWallClockThatStepsInTheMiddleOfTheOutageMovesNoDuration() throws IOException {
        for (long seconds : new long[] {10, -10}) {
            AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);
            RunListener stepper = new RunListener() {
                @Override
                public void event(TimelineEvent event) {
                    if (event.type() == TimelineEvent.Type.FAULT_EFFECT) {
                        step.set(Duration.ofSeconds(seconds));
                    }
                }
            };
            Engine engine = new Engine(
                    toy.registry(), state(), stepper, () -> Instant.now().plus(step.get()), ToySystem.INSTRUMENT);
            RunResult result = engine.run(
                    ReadExperiment.inCode(
                            toy.experiment(Behaviour.REAL, Duration.ofSeconds(3), Optional.of(Duration.ofMillis(400)))),
                    options());

            var stable =
                    result.assessment().probes().get(0).recovery().orElseThrow().stable();
            assertThat(stable.low()).as("%+d s", seconds).isBetween(300_000_000L, 600_000_000L);
            assertThat(stable.high()).as("%+d s", seconds).isLessThan(900_000_000L);
            assertThat(result.recording().events(TimelineEvent.Type.CLOCK_STEP))
                    .as("the step is in the record")
                    .anyMatch(event ->
                            Math.abs(Long.parseLong(event.fact("step-ns")) - seconds * 1_000_000_000L) < 100_000_000L);
        }
    }

    @Test
    void aDamagedRecordIsNotJudgedAndSaysWhatIsWrong() throws IOException {
        RunResult result = run(Behaviour.SELF_HEALING, Duration.ofSeconds(2), new RunListener() {});
        Path samples = result.directory().resolve("samples/asking.csv");
        byte[] whole = Files.readAllBytes(samples);

        Files.write(samples, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(result.directory(), "samples/asking.csv", "restore the folder from a copy");
        byte[] flipped = whole.clone();
        flipped[whole.length / 3] ^= 1;
        Files.write(samples, flipped);
        assertRefused(result.directory(), "samples/asking.csv", "is not what was recorded");
        Files.delete(samples);
        assertRefused(result.directory(), "asking.csv is missing");
        Files.write(samples, whole);
        assertThat(Judge.judge(RunStore.load(result.directory()))).isEqualTo(result.assessment());

        Files.delete(result.directory().resolve(RecordSeal.FILE));
        assertRefused(result.directory(), "did not finish recording");
    }

    @Test
    void aFileThatTheSealDoesNotNameIsNotJudged() throws IOException {
        Path record = run(Behaviour.SELF_HEALING, Duration.ofSeconds(2), new RunListener() {})
                .directory();
        Path seal = record.resolve(RecordSeal.FILE);
        List<String> lines = Files.readAllLines(seal);

        for (String line : lines) {
            Files.write(
                    seal, lines.stream().filter(other -> !other.equals(line)).toList());
            assertRefused(record, line.split("  ")[1] + " is not named in SHA256SUMS");
        }
        Files.write(seal, List.of("0".repeat(64) + "  a\0b"));
        assertRefused(record, "SHA256SUMS:1: expected a digest and a file's name");
        Files.write(seal, new byte[] {(byte) 0xff});
        assertRefused(record, "not text in UTF-8");
    }

    @Test
    void aRecordLeadsToNoFileOutsideOfIt() throws IOException {
        Path record = run(Behaviour.SELF_HEALING, Duration.ofSeconds(2), new RunListener() {})
                .directory();
        Path samples = record.resolve("samples/asking.csv");
        Path elsewhere = Files.move(samples, folder.resolve("elsewhere.csv"));
        Files.createSymbolicLink(samples, elsewhere);
        assertRefused(record, "asking.csv is no file of the record's own");

        Path seal = record.resolve(RecordSeal.FILE);
        Files.writeString(
                seal,
                Files.readString(seal)
                        .replace(
                                "samples/asking.csv",
                                record.relativize(elsewhere).toString()));
        assertRefused(record, "elsewhere.csv is no file of the record's own");
    }

    @Test
    void aResealedRecordIsRefusedWhereItHoldsNonsense() throws IOException {
        Path record = run(Behaviour.SELF_HEALING, Duration.ofSeconds(2), new RunListener() {})
                .directory();
        Path timeline = record.resolve("timeline.jsonl");
        String events = Files.readString(timeline);

        reseal(record, timeline, events.replaceFirst("\"at\":\\d+", "\"at\":" + Long.MAX_VALUE));
        assertRefused(record, "a moment " + Long.MAX_VALUE + " ns from the begin of the run; expected at most a year");
        reseal(record, timeline, events.replaceFirst("\"error-ns\":\"\\d+\"", "\"error-ns\":\"x\\\\u001b[2J\""));
        assertThatThrownBy(() -> Engine.conclude(record, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be judged: NumberFormatException: For input string: \"x [2J\"");
    }

    @Test
    void aResealedRecordCannotWriteToTheTerminal() throws IOException {
        Path record = run(Behaviour.SELF_HEALING, Duration.ofSeconds(2), new RunListener() {})
                .directory();
        String reason = "\\u001b[2J\\u009b31m\\nPASS: R3 = 0 s\\u202e";
        Path timeline = record.resolve("timeline.jsonl");
        reseal(
                record,
                timeline,
                Files.readString(timeline) + "{\"at\":1,\"type\":\"ABORTED\",\"subject\":\"" + reason
                        + "\",\"facts\":{\"reason\":\"" + reason + "\"}}\n");
        Path header = record.resolve("run.json");
        reseal(
                record,
                header,
                Files.readString(header).replaceFirst("\"title\" : \"", "$0" + reason.replace("\\", "\\\\")));

        RunResult judged = Engine.conclude(record, List.of());
        assertThat(judged.assessment().line()).contains("ended early:  [2J 31m PASS");
        assertThat(judged.recording().header().title() + judged.assessment().findings())
                .contains("[2J")
                .doesNotContainPattern("[\\p{Cc}\\u202e]");
    }

    private static void reseal(Path record, Path changed, String text) throws IOException {
        Files.writeString(changed, text);
        List<Path> sealed = Files.readAllLines(record.resolve(RecordSeal.FILE)).stream()
                .map(line -> record.resolve(line.split("  ")[1]))
                .toList();
        RecordSeal.write(record, sealed);
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedBeforeAnythingIsTouched() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> RunStore.create(file.resolve("run")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void aRecordOfANewerVersionIsRefusedWithTheRemedy() throws IOException {
        RunResult result = run(Behaviour.SELF_HEALING, Duration.ofSeconds(2), new RunListener() {});
        Path header = result.directory().resolve("run.json");
        Files.writeString(header, Files.readString(header).replaceFirst("\"schema\" : \\d+", "\"schema\" : 999"));
        RecordSeal.write(result.directory(), List.of(header, result.directory().resolve("timeline.jsonl")));

        assertRefused(result.directory(), "schema 999", "judge it with the newer version");
    }

    private static void assertRefused(Path directory, String... words) {
        assertThatThrownBy(() -> RunStore.load(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void aFailingReporterIsNamedAndLeavesTheVerdictAlone() throws IOException {
        Reporter broken = new Reporter() {
            @Override
            public String kind() {
                return "broken";
            }

            @Override
            public int order() {
                return 0;
            }

            @Override
            public List<Artifact> report(RunResult result, List<Artifact> before) throws IOException {
                throw new IOException("disk full");
            }
        };
        RunOptions options = new RunOptions(folder.resolve("runs"), 7, List.of(broken));
        RunResult result = toy.engine(state(), new RunListener() {})
                .run(
                        ReadExperiment.inCode(
                                toy.experiment(Behaviour.SELF_HEALING, Duration.ofSeconds(2), Optional.empty())),
                        options);

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.PASS);
        assertThat(result.failedReports()).singleElement().asString().contains("disk full");
    }

    private RunResult run(Behaviour how, Duration rto, RunListener listener) throws IOException {
        return run(toy.experiment(how, rto, Optional.empty()), listener);
    }

    private RunResult run(Experiment experiment, RunListener listener) throws IOException {
        return toy.engine(state(), listener).run(ReadExperiment.inCode(experiment), options());
    }

    private RunOptions options() {
        return new RunOptions(folder.resolve("runs"), 7, List.of());
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }

    private List<String> states() {
        return new Leftovers(toy.registry(), state()).states();
    }
}
