package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

    private static final Objectives OBJECTIVES = new Objectives(
            Optional.of(Duration.ofSeconds(3)),
            Optional.of(new Objectives.Age(Duration.ofMillis(250))),
            Objectives.Start.DECLARED,
            Optional.of(Duration.ofSeconds(9)),
            Optional.of(Duration.ofSeconds(2)));
    private static final RunHeader.ProbeHeader ASKING =
            new RunHeader.ProbeHeader("asking", "http", "a read", new SeriesSpec(10, 200, 50, 500, 0.01), false);
    private static final RunHeader.ProbeHeader WRITING = new RunHeader.ProbeHeader(
            "writing", "jdbc-ledger", "a write", new SeriesSpec(11, 201, 51, 501, 0.25), true);

    @TempDir
    Path folder;

    @Test
    void aRecordThatIsLoadedIsTheOneThatWasWritten() throws IOException {
        Recording recording = whole(header(OBJECTIVES, OptionalInt.of(20_000)), Optional.of(survivors()));
        assertThat(RunStore.load(write(recording))).isEqualTo(recording);
    }

    @Test
    void whatWasNotGivenIsNotInventedWhenItIsLoaded() throws IOException {
        Recording recording = whole(header(Objectives.none(), OptionalInt.empty()), Optional.empty());
        Recording loaded = RunStore.load(write(recording));
        assertThat(loaded).isEqualTo(recording);
        assertThat(loaded.ledgers().get("writing").survivors())
                .as("nobody read what was left, which is not that nothing was left")
                .isEmpty();
    }

    @Test
    void anRpoInWritesIsLoadedAsOne() throws IOException {
        Objectives objectives = new Objectives(Optional.empty(), Optional.of(new Objectives.Writes(5)));
        RunHeader header = header(objectives, OptionalInt.empty());
        assertThat(RunStore.load(write(whole(header, Optional.empty()))).header())
                .isEqualTo(header);
    }

    @Test
    void whatHappenedIsLoadedInTheOrderOfTime() throws IOException {
        Path run = write(whole(header(OBJECTIVES, OptionalInt.empty()), Optional.empty()));
        List<String> lines = Files.readAllLines(run.resolve("timeline.jsonl"));
        alter(run, "timeline.jsonl", lines.get(1) + "\n" + lines.get(0) + "\n");
        assertThat(RunStore.load(run).events()).isEqualTo(events());
    }

    @Test
    void whatARecordOfSomebodyElsesPrintsCannotSteerATerminal() throws IOException {
        Path run = write(whole(header(OBJECTIVES, OptionalInt.empty()), Optional.empty()));
        String header = Files.readString(run.resolve("run.json"));
        alter(run, "run.json", header.replace("A title", "\\u001b[31mred").replace("kill db", "kill\\ndb"));
        assertThat(RunStore.load(run).header().title()).isEqualTo(" [31mred");
        assertThat(RunStore.load(run).header().faults()).containsExactly("kill db", "cut a -> b");
    }

    @Test
    void aRecordOfAnotherVersionIsToldWithWhatToDo() throws IOException {
        Path run = write(whole(header(OBJECTIVES, OptionalInt.empty()), Optional.empty()));
        String header = Files.readString(run.resolve("run.json"));
        alter(run, "run.json", header.replace("\"schema\" : 3", "\"schema\" : 4"));
        refused(run, "schema 4, where this version reads schema 3; judge it with the newer version");
        alter(run, "run.json", header.replace("\"schema\" : 3", "\"schema\" : 2"));
        refused(run, "schema 2, where this version reads schema 3; run again");
        alter(run, "run.json", "{}");
        refused(run, "where this version reads schema 3; run again");
    }

    @Test
    void nonsenseInARecordIsRefusedWithTheNameOfTheRecord() throws IOException {
        Path run = write(whole(header(OBJECTIVES, OptionalInt.empty()), Optional.of(survivors())));
        String header = Files.readString(run.resolve("run.json"));
        nonsense(run, "run.json", "{", "not JSON");
        nonsense(run, "run.json", header.replaceFirst("\"seed\" : -?\\d+", "\"seed\" : \"x\""), "'seed' is");
        nonsense(
                run, "run.json", header.replaceFirst("\"every-ns\" : \\d+", "\"every-ns\" : 1.5"), "'every-ns' is 1.5");
        nonsense(run, "timeline.jsonl", "nonsense", "not JSON");
        nonsense(run, "timeline.jsonl", "{\"at\":0,\"type\":\"FAULT\"}", "FAULT");
        nonsense(run, "timeline.jsonl", "{\"at\":9223372036854775807,\"type\":\"NOTE\"}", "at most a year");
        nonsense(run, "samples/asking.csv", "h\n1,2,3,0,1,MAYBE,", "MAYBE");
        nonsense(run, "samples/asking.csv", "h\n1,2,three,0,1,OK,", "three");
        nonsense(run, "samples/asking.csv", "h\n1,2,3,0,0,OK,", "'tries' is 0");
        nonsense(run, "pauses.csv", "h\n2,1", "latest 1 is before earliest 2");
        nonsense(run, "ledger/writing.csv", "h\n1,1", "a row of 2 cells instead of 7");
        nonsense(run, "ledger/writing.survivors.csv", "h\n1,1", "a row of 2 cells instead of 5");
        nonsense(run, "ledger/writing.reads.csv", "h\n1,1", "a row of 2 cells instead of 4");
        Files.write(run.resolve("pauses.csv"), new byte[] {(byte) 0xff, '\n'});
        seal(run);
        refused(run, "it is not text in UTF-8");
    }

    @Test
    void aFolderWithoutAHeaderIsNoFinishedRun() throws IOException {
        Path run = write(whole(header(OBJECTIVES, OptionalInt.empty()), Optional.empty()));
        Files.delete(run.resolve("run.json"));
        assertThatThrownBy(() -> RunStore.load(run))
                .isInstanceOf(IOException.class)
                .hasMessage(run + " is no folder of a finished run: it holds no run.json");
    }

    @Test
    void aRunIsNeverWrittenOverAnother() throws IOException {
        RunStore store = RunStore.create(folder.resolve("run"));
        assertThat(store.directory()).isEqualTo(folder.resolve("run"));
        assertThatThrownBy(() -> RunStore.create(folder.resolve("run"))).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aPlaceWhereNoFolderCanBeIsTheUsersMistake() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThatThrownBy(() -> RunStore.create(file.resolve("run")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the folder " + file.resolve("run").resolve("samples") + " cannot be made: ");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aTimelineThatCannotBeWrittenIsToldAtOnce() throws IOException {
        RunStore store = RunStore.create(folder.resolve("run"));
        Files.delete(store.directory().resolve("timeline.jsonl"));
        assertThatThrownBy(() -> store.append(events().get(0)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write the timeline in " + store.directory());
    }

    /** Each file as it is again afterwards. */
    private void nonsense(Path run, String file, String text, String why) throws IOException {
        String good = Files.readString(run.resolve(file));
        alter(run, file, text);
        refused(run, why);
        alter(run, file, good);
        assertThat(RunStore.load(run).events()).isNotEmpty();
    }

    private static void refused(Path run, String why) {
        assertThatThrownBy(() -> RunStore.load(run))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the record in " + run + " cannot be read: ")
                .hasMessageContaining(why);
    }

    private static void alter(Path run, String file, String text) throws IOException {
        Files.writeString(run.resolve(file), text);
        seal(run);
    }

    private static void seal(Path run) throws IOException {
        List<Path> sealed = Files.readAllLines(run.resolve(RecordSeal.FILE)).stream()
                .map(line -> run.resolve(line.split("  ", 2)[1]))
                .toList();
        RecordSeal.write(run, sealed);
    }

    private Path write(Recording recording) throws IOException {
        RunStore store = RunStore.create(folder.resolve("run"));
        recording.events().forEach(store::append);
        for (Map.Entry<String, List<Sample>> samples : recording.samples().entrySet()) {
            store.writeSamples(samples.getKey(), samples.getValue());
        }
        store.writePauses(recording.pauses());
        for (Map.Entry<String, Recording.LedgerRecord> ledger :
                recording.ledgers().entrySet()) {
            store.writeLedger(ledger.getKey(), ledger.getValue().entries());
            store.writeReads(ledger.getKey(), ledger.getValue().reads());
            if (ledger.getValue().survivors().isPresent()) {
                store.writeSurvivors(
                        ledger.getKey(), ledger.getValue().survivors().get());
            }
        }
        store.seal(recording.header());
        return store.directory();
    }

    private static Recording whole(RunHeader header, Optional<List<Survivor>> survivors) {
        List<LedgerEntry> entries = List.of(
                new LedgerEntry(0, 1, -7, 10, 12, LedgerEntry.Result.ACK, "db-1"),
                new LedgerEntry(0, 2, 8, 20, 20, LedgerEntry.Result.INDET, ""));
        return new Recording(
                header,
                events(),
                Map.of(
                        "asking",
                        List.of(
                                new Sample(10, 11, 12, Outcome.OK, "", 0),
                                new Sample(20, 21, 29, Outcome.FAIL_FAST, "refused, again", 4, 3)),
                        "writing",
                        List.of(new Sample(10, 10, 19, Outcome.TIMEOUT, "", 0))),
                List.of(new Moment(3, 9)),
                Map.of(
                        "writing",
                        new Recording.LedgerRecord(entries, survivors, List.of(new ReadBack(0, 1, 15, true)))));
    }

    private static List<Survivor> survivors() {
        return List.of(new Survivor(0, 1, -7, 1, 44), new Survivor(0, 2, 8, 2));
    }

    private static List<TimelineEvent> events() {
        return List.of(
                new TimelineEvent(-5, Type.SYSTEM, "db", Map.of("kind", "DETECTED", "detail", "before it began")),
                new TimelineEvent(10, Type.PHASE, "baseline", Map.of()));
    }

    private static RunHeader header(Objectives objectives, OptionalInt traffic) {
        return new RunHeader(
                "run-1",
                "A title",
                "It comes back.",
                "file.yaml",
                "2026-01-01T00:00:00Z",
                objectives,
                traffic,
                List.of(ASKING, WRITING),
                List.of("kill db", "cut a -> b"),
                Long.MAX_VALUE,
                Map.of("os", "Linux amd64", "processors", "2"));
    }
}
