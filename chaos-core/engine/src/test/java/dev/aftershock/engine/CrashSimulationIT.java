package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The real engine's injecting, healing, journal and recovery in generated worlds, dying at every step that it takes outside
 * itself: between any two writes to the disk and calls to the network, and in the middle of each.
 *
 * <p>A failing world prints its seed; {@code -Daftershock.seed=N -Daftershock.crash=K} plays it alone.
 */
class CrashSimulationIT {

    private static final int CRASHES = Boolean.getBoolean("aftershock.nightly") ? 1_000_000 : 10_000;
    private static final long SEED = Long.getLong("aftershock.seed", new Random().nextLong());
    private static final Optional<Integer> ONLY = Optional.ofNullable(Integer.getInteger("aftershock.crash"));
    private static final ProcessIdentity DEAD = new ProcessIdentity(2_000_000_000L, 1);

    private static final Duration LEASE_AND_A_SECOND = Duration.ofSeconds(16);

    /** How long it tries to heal what a server does not let it heal at once. */
    private static final Duration GUARDS_PATIENCE = Duration.ofSeconds(60);

    @Test
    void noFaultOutlivesItsEngineInAnyWorld() throws IOException {
        int crashes = 0;
        long worlds = 0;
        for (long seed = SEED; crashes < CRASHES && (ONLY.isEmpty() || seed == SEED); seed++, worlds++) {
            int steps = ONLY.isPresent() ? 0 : play(seed, Integer.MAX_VALUE);
            for (int at = ONLY.orElse(1); at <= ONLY.orElse(steps) && crashes < CRASHES; at++, crashes++) {
                play(seed, at);
            }
        }
        System.out.printf(
                "simulation: %,d crashes in %,d worlds from seed %d on, 0 faults left%n", crashes, worlds, SEED);
    }

    /** How many steps the engine took. */
    private static int play(long seed, int dyingAt) throws IOException {
        Path folder = Files.createTempDirectory(shared(), "aftershock-simulation-");
        try {
            return new Play(seed, folder).run(dyingAt);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "play it alone with -Daftershock.seed=" + seed + " -Daftershock.crash=" + dyingAt, e);
        } finally {
            delete(folder);
        }
    }

    /** In memory, where the system has such a place: ten thousand worlds sync often. */
    private static Path shared() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One world and the processes that live and die in it. */
    private static final class Play {

        private final long seed;
        private final SimWorld world;
        private final StateDirectory state;
        private final Path folder;
        private final MonotonicClock clock;
        private final Registry registry;
        private final List<CrashingFile> files = new ArrayList<>();
        private Optional<Timeline> timeline = Optional.empty();

        Play(long seed, Path folder) {
            this.seed = seed;
            this.world = new SimWorld(seed);
            this.folder = folder;
            this.state = new StateDirectory(folder.resolve("state"));
            this.clock = world::now;
            this.registry = new Registry(List.of(new SimFaults(world)), List.of(), List.of());
        }

        int run(int dyingAt) throws IOException {
            world.begin(dyingAt);
            boolean died = dies(this::engine);
            int steps = world.steps();
            // Scrambled: the first numbers that seeds in a row give are nearly the same.
            Random after = new Random(new SplittableRandom(seed + steps).nextLong());
            if (died) {
                diedEngine(after);
            } else {
                endedEngine();
            }
            recoverAfterSomeDeaths(after);
            return steps;
        }

        private interface Process {
            void run() throws Exception;
        }

        private boolean dies(Process process) {
            try {
                process.run();
                return false;
            } catch (SimWorld.Death death) {
                files.forEach(CrashingFile::letGo);
                return true;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private void engine() throws Exception {
            RunContext context = new RunContext("run-1", clock, 1, folder);
            Timeline events =
                    new Timeline(clock, RunStore.create(folder.resolve("run")), new RunListener() {}, why -> {});
            timeline = Optional.of(events);
            StopSwitch stop = new StopSwitch(clock, (stopped, millis) -> {
                world.pass(millis * 1_000_000);
                return stopped.getCount() == 0;
            });
            try (FaultJournal journal = FaultJournal.create(state, "run-1", DEAD, this::crashing);
                    Precautions precautions = new Precautions(
                            "run-1",
                            new Claims(registry, state, BlastRadius.DEFAULT),
                            new AuditLog(state),
                            new Bounds(new Safeguards(Duration.ofMinutes(1), List.of()), world::guard))) {
                Injections injections = new Injections(new Systems(registry, context, journal, events), precautions);
                Healer healer = healer(Duration.ofSeconds(30));
                try {
                    injections.inject(List.of(step("1-sim", world.random().nextBoolean(), "a", "b")), stop);
                    if (world.random().nextBoolean()) {
                        injections.heal("1-sim", healer);
                    }
                    injections.inject(List.of(step("2-sim", world.random().nextBoolean(), "b", "c")), stop);
                } catch (IOException | UncheckedIOException refused) {
                    // A precaution that could not be taken, as a guard that does not confirm.
                    events.record(TimelineEvent.Type.NOTE, "engine", java.util.Map.of("text", OneLine.of(refused)));
                }
                injections.healAll(healer);
            }
        }

        private static Step.Inject step(String name, boolean leased, String... objects) {
            return new Step.Inject(
                    name, new PartSpec("sim", new SimFaults.Marking(List.of(objects), leased)), Optional.empty());
        }

        private Healer healer(Duration bound) {
            return new Healer(registry, clock, bound, world::pass);
        }

        private JournalFile crashing(JournalFile file) {
            CrashingFile crashing = new CrashingFile(world, file);
            files.add(crashing);
            return crashing;
        }

        /** Killed alone, it is outlived by its guard; when the machine dies, so does the guard, and the disk forgets. */
        private void diedEngine(Random after) throws IOException {
            boolean machine = after.nextInt(4) == 0;
            if (machine) {
                world.guardDies();
                for (CrashingFile file : files) {
                    file.forget(after, state);
                }
            } else {
                world.guardHeals(GUARDS_PATIENCE.plusNanos(world.outageLeft()));
                world.pass(LEASE_AND_A_SECOND.toNanos());
                assertThat(world.left()).as("after the guard").isEmpty();
            }
        }

        /** What it left, it said. */
        private void endedEngine() {
            if (!world.left().isEmpty()) {
                assertThat(timeline.orElseThrow().events())
                        .as("what it left, it said: %s", world.left())
                        .anyMatch(event -> event.type() == TimelineEvent.Type.HEAL_UNVERIFIED);
            }
        }

        private void recoverAfterSomeDeaths(Random after) {
            for (int deaths = after.nextInt(3); deaths > 0; deaths--) {
                world.begin(1 + after.nextInt(120));
                dies(this::recover);
            }
            world.begin(Integer.MAX_VALUE);
            world.pass(Duration.ofMinutes(3).toNanos());
            assertThat(recover().manual()).isEmpty();
            assertThat(world.left()).as("after recovery").isEmpty();
            assertThat(world.foreignIsWhole()).as("what was there before").isTrue();
            Leftovers.Report again = recover();
            assertThat(again.healed()).as("healed by a second recovery").isEmpty();
            assertThat(again.manual()).isEmpty();
        }

        private Leftovers.Report recover() {
            return new Leftovers(state, healer(Duration.ofSeconds(60)), (UnaryOperator<JournalFile>) this::crashing)
                    .recover();
        }
    }

    /** A journal's file that the process may die beside, before it is written, in the middle of a record, and after. */
    private static final class CrashingFile implements JournalFile {

        private final SimWorld world;
        private final JournalFile file;
        private long written;
        private long forced;

        CrashingFile(SimWorld world, JournalFile file) {
            this.world = world;
            this.file = file;
        }

        @Override
        public void append(ByteBuffer record) throws IOException {
            world.step();
            int half = world.random().nextInt(record.remaining() + 1);
            ByteBuffer first = record.slice(record.position(), half);
            file.append(first);
            written += half;
            world.step();
            record.position(record.position() + half);
            written += record.remaining();
            file.append(record);
        }

        @Override
        public void force() throws IOException {
            world.step();
            file.force();
            forced = written;
            world.step();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        void letGo() {
            try {
                file.close();
            } catch (IOException closedBefore) {
                // As it should be.
            }
        }

        /** The machine died: what was not forced to the disk is gone, from somewhere on. */
        void forget(Random after, StateDirectory state) throws IOException {
            Path journal = state.journalFiles().get(0);
            long lost = written - forced;
            try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - (lost == 0 ? 0 : after.nextLong(lost + 1)));
            }
        }
    }
}
