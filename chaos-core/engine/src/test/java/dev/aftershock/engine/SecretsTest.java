package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a run leaves or tells holds a secret, whatever its systems say. */
class SecretsTest {

    private final Tattler tattler = new Tattler("hunter2/\"of+the=house\\");
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    private final RunListener listener = new RunListener() {
        @Override
        public void event(TimelineEvent event) {
            heard.add(event.toString());
        }

        @Override
        public void progress(Progress progress) {
            heard.add(progress.toString());
        }
    };

    @Test
    void noFileOfARunNeitherItsJournalNorItsLogNorAnyDisplayHoldsASecret() throws IOException {
        RunResult result = run(new ReadExperiment("t.yaml", tattler.experiment(), new Places(), source()));

        assertThat(tattler.said.get()).as("it told its password often").isGreaterThan(50);
        assertSilent("the listener", heard.toString());
        assertSilent("the result", result.toString());
        assertThat(texts()).hasSizeGreaterThan(8);
        for (Path file : texts()) {
            assertSilent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void whatIsLeftSaysWhereSomethingIsHidden() throws IOException {
        RunResult result = run(new ReadExperiment("t.yaml", tattler.experiment(), new Places(), source()));

        assertThat(result.recording().samples().get("asking"))
                .extracting(Sample::detail)
                .contains("no such login as '***'");
        assertThat(result.recording().events(TimelineEvent.Type.FAULT_RETURNED))
                .singleElement()
                .satisfies(event -> assertThat(event.fact("failure"))
                        .isEqualTo("treated as applied: IOException: the answer was lost as '***'"));
        assertThat(Files.readString(result.directory().resolve("experiment.yaml")))
                .isEqualTo("title: It tells ***\npassword: ${secret:PASSWORD}\n");
    }

    @Test
    void theVerdictIsTheSameWhenItIsComputedAgain() throws IOException {
        RunResult result = run(ReadExperiment.inCode(tattler.experiment()));

        assertThat(Engine.conclude(result.directory(), List.of()).assessment()).isEqualTo(result.assessment());
        assertThat(result.recording().events(TimelineEvent.Type.CALIBRATED))
                .singleElement()
                .satisfies(event -> assertThat(event.fact("error-ns")).isEqualTo("1000000"));
    }

    @Test
    void aSecretThatIsANumberOfTheRecordDoesNotChangeIt() throws IOException {
        Secret number = new Secret("1000000");
        RunResult result = run(new ReadExperiment("", tattler.experiment(), new Places(), "", Set.of(number)));

        assertThat(result.recording().events(TimelineEvent.Type.CALIBRATED))
                .singleElement()
                .satisfies(event -> assertThat(event.fact("error-ns")).isEqualTo("1000000"));
    }

    @Test
    void theTokenInsideASettingIsHiddenToo() throws IOException {
        Tattler bearer = new Tattler("0123-token");
        Experiment whole = new Tattler("Scheme 0123-token").experiment();
        Engine engine = new Engine(bearer.registry(), state(), listener, InstantSource.system(), ToySystem.INSTRUMENT);
        engine.run(new ReadExperiment("", whole, new Places(), "", Set.of(new Secret("0123-token"))), options());

        assertThat(texts()).allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .doesNotContain("0123-token"));
    }

    @Test
    void aRecipeThatWouldWriteASecretDownIsRefusedBeforeAnythingIsBroken() throws IOException {
        tattler.journals = true;
        RunResult result = run(ReadExperiment.inCode(tattler.experiment()));

        assertThat(result.recording().events(TimelineEvent.Type.FAULT_ISSUED)).isEmpty();
        assertThat(result.recording().events().toString())
                .contains(
                        "the undo recipe of 'break' holds a secret in 'login', which would stand in the fault journal");
        for (Path file : texts()) {
            assertSilent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void whatAFileHeldStandsInTheJournalAndNowhereElse() throws IOException {
        run(ReadExperiment.inCode(tattler.experiment()));

        assertThat(texts().stream().filter(file -> read(file).contains(Tattler.HELD)))
                .singleElement()
                .satisfies(file -> assertThat(file.toString()).endsWith(FaultJournal.SUFFIX))
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        assertThat(heard.toString()).doesNotContain(Tattler.HELD);
        assertThat(read(state().root().resolve(AuditLog.FILE)))
                .contains("content-before")
                .contains("***");
        assertThat(new UndoRecipe("break", "tattler", Map.of("content-before", Tattler.HELD)).toString())
                .doesNotContain(Tattler.HELD);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPlanAndItsProblemsHoldNoSecret() {
        Plan plan = Planner.plan(ReadExperiment.inCode(tattler.experiment()), tattler.registry());

        assertSilent("the plan", plan.targets() + " " + plan.faults());
    }

    @Test
    void aMonitorTellsNone() throws IOException {
        tattler.up = false;
        MonitorListener monitoring = new MonitorListener() {
            @Override
            public void samples(String probe, List<Sample> finished) {
                heard.add(finished.toString());
            }

            @Override
            public void trouble(String subject, String reason) {
                heard.add(reason);
            }
        };
        new Monitor(tattler.registry(), state(), monitoring)
                .watch(
                        ReadExperiment.inCode(tattler.experiment()),
                        folder.resolve("runs"),
                        1,
                        Optional.of(Duration.ofSeconds(1)));

        assertThat(heard.toString()).contains("no such login as '***'").contains("nobody answers as '***'");
        assertSilent("the monitor", heard.toString());
        for (Path file : texts()) {
            assertSilent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void whatASessionThrowsAtATestHoldsNone() throws IOException {
        tattler.startable = false;
        try (ChaosSession session = ChaosSession.open(tattler.registry(), state(), folder.resolve("runs"))) {
            assertThatThrownBy(
                            () -> session.start(tattler.experiment().targets().get(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("IOException: refused as '***'")
                    .hasNoCause();
        }
    }

    private static String source() {
        return "title: It tells hunter2/\"of+the=house\\\npassword: ${secret:PASSWORD}\n";
    }

    private RunResult run(ReadExperiment read) throws IOException {
        return new Engine(tattler.registry(), state(), listener, InstantSource.system(), ToySystem.INSTRUMENT)
                .run(read, options());
    }

    private RunOptions options() {
        return new RunOptions(folder.resolve("runs"), 1, List.of());
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }

    private void assertSilent(String where, String text) {
        for (String spelling : tattler.spellings) {
            assertThat(text).as(where).doesNotContain(spelling);
        }
        assertThat(text)
                .as(where)
                .doesNotContain("hunter2")
                .doesNotContain("aHVudGVyM")
                .doesNotContain("h1bnRlcj");
    }

    /** Every file below the runs' folder and the state directory. */
    private List<Path> texts() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
