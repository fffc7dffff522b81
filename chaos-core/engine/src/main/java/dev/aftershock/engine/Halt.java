package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Heals everything on this machine at once: asks every run that shares a state directory to end, and heals from here, by their
 * journals, what runs do not heal in time because they are stuck.
 */
public final class Halt {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 25;

    private final Registry registry;
    private final StateDirectory state;
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final Healer healer;

    /** For the runs of one state directory. */
    public Halt(Registry registry, StateDirectory state) {
        this(registry, state, BOUND);
    }

    /** With the longest that healing one fault from here takes. */
    Halt(Registry registry, StateDirectory state, Duration bound) {
        this.registry = registry;
        this.state = state;
        this.healer = new Healer(registry, clock, bound);
    }

    /**
     * What came of it.
     *
     * @param runs how many live runs were asked
     * @param own how many faults they healed themselves
     * @param healed one line for each fault that was healed from here
     * @param manual one line for each thing that a person must check
     */
    public record Report(int runs, int own, List<String> healed, List<String> manual) {
        /** Copies the lists, as lines for a terminal. */
        public Report {
            healed = healed.stream().map(OneLine::shown).toList();
            manual = manual.stream().map(OneLine::shown).toList();
        }
    }

    private record Open(Path journal, JournaledFault fault) {

        private String line(HealCheck check) {
            return StateDirectory.runOf(journal) + " " + fault.id() + " on "
                    + fault.recipe().target() + " (was " + fault.state() + "): " + check.evidence();
        }
    }

    /**
     * Halts.
     *
     * @param patience how long live runs may take to heal themselves
     * @throws UncheckedIOException when the state directory cannot be read
     */
    public Report haltAll(Duration patience) {
        List<JournalReader.Contents> live = live();
        int before = open(live).size();
        Queue<String> manual = new ConcurrentLinkedQueue<>();
        tellRuns(live.size(), manual);
        long deadline = clock.nanos() + patience.toNanos();
        List<Open> left = open(live);
        while (!left.isEmpty() && clock.nanos() < deadline) {
            LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
            left = open(live());
        }
        Leftovers.Report dead = new Leftovers(registry, state).recover();
        Queue<String> healed = new ConcurrentLinkedQueue<>(dead.healed());
        manual.addAll(dead.manual());
        healHere(left, healed, manual);
        // A run may have broken more before it got stuck.
        return new Report(live.size(), Math.max(0, before - left.size()), List.copyOf(healed), List.copyOf(manual));
    }

    /** Whoever cannot be told to heal itself is healed from here. */
    private void tellRuns(int runs, Queue<String> manual) {
        try {
            HaltFile.of(state).touch();
        } catch (UncheckedIOException e) {
            manual.add(OneLine.of(e) + "; runs were not told, and are healed from here");
        }
        new AuditLog(state)
                .tryAdd("halt", Map.of("runs", Integer.toString(runs)))
                .ifPresent(manual::add);
    }

    /** Journals that cannot be read are told by the recovery. */
    private List<JournalReader.Contents> live() {
        List<JournalReader.Contents> live = new ArrayList<>();
        for (Path journal : state.journalFiles()) {
            try {
                JournalReader.Contents contents = JournalReader.read(journal);
                if (contents.ownerAlive() && !contents.open().isEmpty()) {
                    live.add(contents);
                }
            } catch (IOException e) {
                // As above.
            }
        }
        return live;
    }

    /** The faults alone: the systems of a run it ends itself, and no hurry is in them. */
    private List<Open> open(List<JournalReader.Contents> live) {
        return live.stream()
                .flatMap(contents -> contents.open().stream().map(fault -> new Open(contents.file(), fault)))
                .filter(open ->
                        registry.faults().containsKey(open.fault().recipe().kind()))
                .toList();
    }

    /** Their journals stay as they are: their owners hold them. */
    private void healHere(List<Open> left, Queue<String> healed, Queue<String> manual) {
        if (left.size() > Crew.MOST) {
            // All of them end before the first is verified.
            join(Crew.startOn(left, "aftershock-halt-call", this::call));
        }
        join(Crew.startOn(left, "aftershock-halt", open -> heal(open, healed, manual)));
    }

    private static void join(List<Thread> crew) {
        boolean interrupted = false;
        for (Thread thread : crew) {
            interrupted |= !joined(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(Open open) {
        healer.call(open.fault().recipe(), HealContext.afterDeath());
    }

    private void heal(Open open, Queue<String> healed, Queue<String> manual) {
        HealCheck check = healer.heal(open.fault().recipe(), HealContext.afterDeath(), at -> {});
        (check.healed() ? healed : manual).add(open.line(check));
    }

    /** Waits for it, come what may, because what is not told could be left behind; false when it was interrupted. */
    private static boolean joined(Thread helper) {
        try {
            helper.join();
            return true;
        } catch (InterruptedException e) {
            joined(helper);
            return false;
        }
    }
}
