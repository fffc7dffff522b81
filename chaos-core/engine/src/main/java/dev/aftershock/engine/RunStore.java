package dev.aftershock.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.measurement.Writes;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Mask;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The record of one run on disk, from which its verdict can be recomputed.
 *
 * <p>{@code run.json} says what was run, {@code timeline.jsonl} what happened, {@code samples/PROBE.csv} what each probe
 * saw, {@code pauses.csv} when the observer itself was held up, {@code ledger/PROBE.csv} what was written,
 * {@code ledger/PROBE.reads.csv} what was read back on the way and {@code ledger/PROBE.survivors.csv} what was left of it.
 * {@code SHA256SUMS} seals them all once the record is complete.
 */
public final class RunStore {

    private static final String HEADER = "run.json";
    private static final String TIMELINE = "timeline.jsonl";
    private static final String PAUSES = "pauses.csv";

    private final Path directory;
    private final Mask mask;
    private final List<Path> written = new ArrayList<>();

    private RunStore(Path directory, Mask mask) {
        this.directory = directory;
        this.mask = mask;
    }

    /** Makes the folder of a new run that knows no secrets. */
    static RunStore create(Path directory) throws IOException {
        return create(directory, Mask.ofShapes());
    }

    /** Makes the folder of a new run, to which nothing goes that a mask hides. */
    static RunStore create(Path directory, Mask mask) throws IOException {
        makeFolder(directory.resolve("samples"));
        Files.createDirectories(directory.resolve("ledger"));
        Files.createFile(directory.resolve(TIMELINE));
        RunStore store = new RunStore(directory, mask);
        store.written.add(directory.resolve(TIMELINE));
        return store;
    }

    /** Makes a folder where the user wants it, which may be a place where none can be. */
    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "the folder " + folder + " cannot be made: " + OneLine.of(e), "a place where folders can be made");
        }
    }

    Mask mask() {
        return mask;
    }

    Path directory() {
        return directory;
    }

    void append(TimelineEvent event) {
        JsonNode node = Json.object()
                .put("at", event.at())
                .put("type", event.type().name())
                .put("subject", event.subject())
                .set("facts", Json.strings(event.facts()));
        try {
            Files.writeString(directory.resolve(TIMELINE), Json.write(node) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the timeline in " + directory, e);
        }
    }

    /** Keeps what was read, without secrets that stand in it. */
    void writeSource(String source) throws IOException {
        Files.writeString(directory.resolve("experiment.yaml"), mask.of(source));
    }

    /** Completes the record: nothing is written to it afterwards. */
    void seal(RunHeader header) throws IOException {
        Files.writeString(directory.resolve(HEADER), Json.writePretty(HeaderJson.write(header.masked(mask))));
        written.add(directory.resolve(HEADER));
        RecordSeal.write(directory, written);
    }

    void writePauses(List<Moment> pauses) throws IOException {
        writeLines(directory.resolve(PAUSES), RunCsv.PAUSES, pauses, RunCsv::line);
    }

    void writeSamples(String probe, List<Sample> samples) throws IOException {
        UnaryOperator<String> hiding = mask.remembering();
        writeLines(
                directory.resolve("samples").resolve(probe + ".csv"),
                RunCsv.SAMPLES,
                samples,
                sample -> RunCsv.line(sample, hiding));
    }

    void writeLedger(String probe, List<LedgerEntry> entries) throws IOException {
        UnaryOperator<String> hiding = mask.remembering();
        writeLines(
                directory.resolve("ledger").resolve(probe + ".csv"),
                RunCsv.LEDGER,
                entries,
                entry -> RunCsv.line(entry, hiding));
    }

    void writeSurvivors(String probe, List<Survivor> survivors) throws IOException {
        Path file = directory.resolve("ledger").resolve(probe + ".survivors.csv");
        writeLines(file, RunCsv.SURVIVORS, survivors, RunCsv::line);
    }

    void writeReads(String probe, List<ReadBack> reads) throws IOException {
        writeLines(directory.resolve("ledger").resolve(probe + ".reads.csv"), RunCsv.READS, reads, RunCsv::line);
    }

    private <T> void writeLines(Path file, String header, List<T> rows, Function<T, String> line) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(header + "\n");
            for (T row : rows) {
                writer.write(line.apply(row) + "\n");
            }
        }
        written.add(file);
    }

    /**
     * Reads a run back.
     *
     * @param directory the run's folder
     * @throws IOException when something is missing or cannot be read
     */
    public static Recording load(Path directory) throws IOException {
        if (!Files.isRegularFile(directory.resolve(HEADER))) {
            throw new IOException(directory + " is no folder of a finished run: it holds no " + HEADER);
        }
        try {
            RecordSeal seal = RecordSeal.check(directory);
            RunHeader header = HeaderJson.read(Json.read(Files.readString(seal.of(directory.resolve(HEADER)))));
            Map<String, List<Sample>> samples = new HashMap<>();
            Map<String, Recording.LedgerRecord> ledgers = new HashMap<>();
            for (RunHeader.ProbeHeader probe : header.probes()) {
                Path file = directory.resolve("samples").resolve(probe.name() + ".csv");
                samples.put(probe.name(), rows(seal, file, RunCsv::sample));
                if (probe.ledger()) {
                    ledgers.put(probe.name(), loadLedger(seal, directory.resolve("ledger"), probe.name()));
                }
            }
            List<Moment> pauses = rows(seal, directory.resolve(PAUSES), RunCsv::pause);
            List<TimelineEvent> events = loadEvents(seal.of(directory.resolve(TIMELINE)));
            return new Recording(header, events, samples, pauses, ledgers);
        } catch (IllegalArgumentException e) {
            throw new IOException("the record in " + directory + " cannot be read: " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new IOException("the record in " + directory + " cannot be read: it is not text in UTF-8", e);
        }
    }

    private static Recording.LedgerRecord loadLedger(RecordSeal seal, Path directory, String probe) throws IOException {
        List<LedgerEntry> entries = Writes.of(rows(seal, directory.resolve(probe + ".csv"), RunCsv::entry));
        Path survivors = directory.resolve(probe + ".survivors.csv");
        Optional<List<Survivor>> read =
                Files.exists(survivors) ? Optional.of(rows(seal, survivors, RunCsv::survivor)) : Optional.empty();
        List<ReadBack> reads = rows(seal, directory.resolve(probe + ".reads.csv"), RunCsv::read);
        return new Recording.LedgerRecord(entries, read, reads);
    }

    /** Read one at a time: all of them as text take more memory than what they say. */
    private static <T> List<T> rows(RecordSeal seal, Path file, Function<String, T> parse) throws IOException {
        List<T> rows = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(seal.of(file))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(parse.apply(line));
            }
        }
        return Collections.unmodifiableList(rows);
    }

    private static List<TimelineEvent> loadEvents(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(Json::read)
                .map(RunStore::event)
                .sorted(java.util.Comparator.comparingLong(TimelineEvent::at))
                .toList();
    }

    private static TimelineEvent event(JsonNode node) {
        return new TimelineEvent(
                RunCsv.moment(Json.whole(node, "at")),
                TimelineEvent.Type.valueOf(node.path("type").asText()),
                node.path("subject").asText(),
                Json.strings(node.path("facts")));
    }
}
