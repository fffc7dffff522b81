package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What a run is made of around its faults and its systems, on a clock on which waiting takes no time. */
final class Bench implements AutoCloseable {

    static final Duration HEAL_BOUND = Duration.ofSeconds(30);

    final StagedFaults faults = new StagedFaults();
    final StagedSystem system = new StagedSystem();
    final ToySystem toy = new ToySystem();
    final Registry registry =
            new Registry(List.of(faults), toy.registry().probes().values(), List.of(system));
    final AtomicLong now = new AtomicLong(1_000);
    final MonotonicClock clock;
    final StateDirectory state;
    final StopSwitch stop;
    final RunContext context;
    final FaultJournal journal;
    final Timeline timeline;
    final Systems systems;
    final Bounds bounds;
    final Precautions precautions;
    final Injections injections;
    final Healer healer;
    volatile boolean diskFull;
    private volatile Duration rush = Duration.ZERO;
    volatile RunListener listener = new RunListener() {};

    Bench(Path folder) {
        this(folder, new Safeguards(Duration.ofMinutes(2), List.of()));
    }

    Bench(Path folder, Safeguards safeguards) {
        this(folder, safeguards, () -> {
            throw new IOException("no fault here needs a guard");
        });
    }

    Bench(Path folder, Safeguards safeguards, Bounds.Starter guard) {
        clock = () -> now.getAndAdd(rush.toNanos());
        state = new StateDirectory(folder.resolve("state"), folder.resolve("machine"));
        stop = new StopSwitch(clock, (stopped, millis) -> {
            pass(Duration.ofMillis(millis));
            return stopped.getCount() == 0;
        });
        context = new RunContext("run", clock, 1, folder.resolve("run"));
        journal = FaultJournal.create(state, "run", ProcessIdentity.current(), Disk::new);
        timeline = new Timeline(
                clock,
                store(folder.resolve("run")),
                new RunListener() {
                    @Override
                    public void event(TimelineEvent event) {
                        listener.event(event);
                    }
                },
                why -> {});
        systems = new Systems(registry, context, journal, timeline);
        bounds = new Bounds(safeguards, guard);
        precautions =
                new Precautions("run", new Claims(registry, state, safeguards.radius()), new AuditLog(state), bounds);
        injections = new Injections(systems, precautions);
        healer = new Healer(registry, clock, HEAL_BOUND, now::addAndGet);
    }

    /** A thread for each task: the common pool may have one, which somebody else keeps busy. */
    static final Executor BESIDE = task -> new Thread(task, "beside").start();

    /** To wait for what other threads do; looks often, because a test is short. */
    static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2));
    }

    /** Whether something comes within so many milliseconds. */
    static boolean comes(CountDownLatch something, long millis) {
        try {
            return something.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static RunStore store(Path folder) {
        try {
            return RunStore.create(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A disk that can be full at once. */
    private final class Disk implements JournalFile {

        private final JournalFile file;

        Disk(JournalFile file) {
            this.file = file;
        }

        @Override
        public void append(ByteBuffer record) throws IOException {
            if (diskFull) {
                throw new IOException("No space left on device");
            }
            file.append(record);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** From now on so much time passes each time that somebody looks at the clock. */
    void rush(Duration time) {
        rush = time;
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(now.get());
    }

    boolean inject(Step.Inject... steps) throws Exception {
        return injections.inject(List.of(steps), stop);
    }

    /** The timeline so far, each event as its type and subject. */
    List<String> told() {
        return timeline.events().stream()
                .map(event -> event.type() + " " + event.subject())
                .toList();
    }

    List<TimelineEvent> events(TimelineEvent.Type type) {
        return timeline.events().stream().filter(event -> event.type() == type).toList();
    }

    TimelineEvent event(TimelineEvent.Type type) {
        return events(type).get(0);
    }

    /** What the journals say: the run, the fault, its target and how far it has come. */
    List<String> states() {
        return new Leftovers(registry, state).states();
    }

    AuditLog audit() {
        return new AuditLog(state);
    }

    @Override
    public void close() {
        precautions.close();
        journal.close();
    }
}
