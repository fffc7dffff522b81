package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Mask;
import dev.aftershock.probes.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs experiments, one at a time per engine. {@link #stop} may be called from any thread; everything else from one.
 *
 * <p>The steps of a run, in order: plan, heal what dead runs left, start the systems, calibrate the instrument, sample a
 * baseline until the steady state held, inject and witness, hold, heal and verify, watch recovery, read what survived,
 * record, judge, report. Only planning may refuse; from the first side effect on, everything that was done is undone,
 * whatever happens.
 */
public final class Engine {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final int STAMP_LENGTH = "yyyyMMdd-HHmmss".length();

    private final Registry registry;
    private final StateDirectory state;
    private final RunListener listener;
    private final InstantSource wall;
    private final Run.Instrument instrument;
    private final AtomicReference<StopSwitch> running = new AtomicReference<>();

    /** An engine with the given parts, journal folder and live view. */
    public Engine(Registry registry, StateDirectory state, RunListener listener) {
        this(registry, state, listener, InstantSource.system(), Calibration::run);
    }

    Engine(
            Registry registry,
            StateDirectory state,
            RunListener listener,
            InstantSource wall,
            Run.Instrument instrument) {
        this.registry = registry;
        this.state = state;
        this.listener = listener;
        this.wall = wall;
        this.instrument = instrument;
    }

    /** Ends the running method early; the run heals, records and judges as far as it came. Harmless when idle. */
    public void stop(String reason) {
        Optional.ofNullable(running.get()).ifPresent(stop -> stop.stop(reason));
    }

    /**
     * Runs one experiment from plan to report.
     *
     * @return the frozen result; its record is on disk
     * @throws dev.aftershock.parts.InvalidInputException when the experiment cannot be planned, production is
     *     not opted in, or a safety lever is engaged; nothing was touched then
     * @throws IOException when the record cannot be written; everything was healed before
     */
    public RunResult run(ReadExperiment read, RunOptions options) throws IOException {
        Plan plan = Planner.plan(read, registry);
        options.production().refuse(plan);
        Lever.refuseAny(state);
        MonotonicClock clock = MonotonicClock.startingNow();
        Instant startedAt = wall.instant();
        String runId = newRunId(startedAt);
        Path directory = options.out().resolve(options.folder().orElse(runId)).toAbsolutePath();
        Mask mask = read.mask();
        RunStore store = RunStore.create(directory, mask);
        if (!read.source().isEmpty()) {
            store.writeSource(read.source());
        }
        AuditLog audit = new AuditLog(state, mask);
        audit.add("run", Map.of("run", runId, "title", plan.experiment().title(), "folder", directory.toString()));
        RunContext context = new RunContext(runId, clock, options.seed(), directory, new RunShared(mask));
        StopSwitch stop = new StopSwitch(clock);
        if (!running.compareAndSet(null, stop)) {
            throw new IllegalStateException("this engine already runs an experiment");
        }
        try {
            Run.Around around = new Run.Around(registry, listener, stop, wall, options.phase(), instrument);
            new Run(plan, context, store, around).execute(state, startedAt);
        } catch (RuntimeException e) {
            Untold.check(e, mask);
            throw e;
        } finally {
            context.shared().close();
            running.set(null);
        }
        RunResult result = conclude(directory, options.reporters());
        Map<String, String> facts = Map.of(
                "run", runId,
                "verdict", result.assessment().verdict().name(),
                "line", result.assessment().line());
        return audit.tryAdd("verdict", facts).map(result::withFailedReport).orElse(result);
    }

    /** When the run of an id began; empty when the id is none of ours. */
    static Optional<Instant> begunAt(String runId) {
        try {
            return Optional.of(STAMP.parse(runId.substring(0, Math.min(runId.length(), STAMP_LENGTH)), Instant::from));
        } catch (DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    /** A name for a run that no other run has. */
    static String newRunId(Instant startedAt) {
        byte[] bytes = new byte[3];
        new SecureRandom().nextBytes(bytes);
        return STAMP.format(startedAt) + "-" + HexFormat.of().formatHex(bytes);
    }

    /**
     * Judges the record of a run and writes its reports.
     *
     * @param directory the run's folder
     * @throws IOException when the record cannot be read
     */
    public static RunResult conclude(Path directory, List<Reporter> reporters) throws IOException {
        Recording recording = RunStore.load(directory);
        Assessment assessment = judge(directory, recording);
        RunResult result = new RunResult(directory, recording, assessment, List.of(), List.of());
        List<Artifact> artifacts = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        reporters.stream()
                .sorted(java.util.Comparator.comparingInt(Reporter::order))
                .forEach(reporter -> report(reporter, result, artifacts, failed));
        return new RunResult(directory, recording, assessment, artifacts, failed);
    }

    /** A fact that is no number is found only by whoever needs it. */
    private static Assessment judge(Path directory, Recording recording) throws IOException {
        try {
            return Judge.judge(recording);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("the record in " + directory + " cannot be judged: " + OneLine.of(e), e);
        }
    }

    private static void report(Reporter reporter, RunResult result, List<Artifact> artifacts, List<String> failed) {
        try {
            artifacts.addAll(reporter.report(result, List.copyOf(artifacts)));
        } catch (IOException | RuntimeException e) {
            failed.add("report '" + reporter.kind() + "' could not be written: " + OneLine.of(e));
        }
    }
}
