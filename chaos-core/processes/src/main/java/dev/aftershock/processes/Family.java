package dev.aftershock.processes;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Resume;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process, alone or with everything that descends from it. Its members are looked up anew each time, because they
 * fork and end while we look; those known from before are kept, so that a child that outlived its parent is not lost.
 */
final class Family {

    private static final String CHILDREN = "children";
    private static final String KNOWN = "known";
    private static final int MOST_ROUNDS = 100;

    private final ProcessIdentity root;
    private final boolean children;
    private final Collection<ProcessIdentity> known;

    Family(ProcessIdentity root, boolean children, Collection<ProcessIdentity> known) {
        this.root = root;
        this.children = children;
        this.known = List.copyOf(known);
    }

    /**
     * That of a target, which is to be stopped.
     *
     * @throws InvalidInputException when it runs this experiment, is gone, or somebody else has stopped some of it
     */
    static Family toStop(String target, ProcessIdentity root, boolean children) throws IOException {
        Tool.named("kill");
        SystemProcesses.refuseOurselves(target, root);
        Family family = new Family(root, children, List.of());
        if (SystemProcesses.gone(root)) {
            throw InvalidInputException.of(
                    "'" + target + "' is process " + root.pid() + ", which is gone", "a live process");
        }
        List<ProcessIdentity> stopped = family.stopped();
        if (!stopped.isEmpty()) {
            throw InvalidInputException.of(
                    "of '" + target + "' somebody else has already stopped the processes " + pids(stopped),
                    "running processes; resume them with SIGCONT first");
        }
        return family.withThoseThatLive();
    }

    /**
     * Looks once more, right before it is stopped.
     *
     * @throws IOException when its root is gone
     */
    void refuseGone(String target) throws IOException {
        if (SystemProcesses.gone(root)) {
            throw new IOException("process " + root.pid() + " of " + target + " was gone before it could be stopped");
        }
    }

    /** That of an undo recipe. */
    static Family of(UndoRecipe recipe) {
        return new Family(
                Facts.read(recipe.fact(Facts.PROCESS)),
                Boolean.parseBoolean(recipe.fact(CHILDREN)),
                Facts.readAll(recipe.fact(KNOWN)));
    }

    /** What an undo recipe has to tell of it. */
    Map<String, String> facts() {
        return Map.of(
                Facts.PROCESS, Facts.write(root), CHILDREN, Boolean.toString(children), KNOWN, Facts.write(known));
    }

    /** What {@link #toString} wrote. */
    static Family parse(String text) {
        String[] parts = text.split(";", 3);
        return new Family(Facts.read(parts[0]), Boolean.parseBoolean(parts[1]), Facts.readAll(parts[2]));
    }

    /** As an argument of a program. */
    @Override
    public String toString() {
        return Facts.write(root) + ";" + children + ";" + Facts.write(known);
    }

    /** The same, which keeps those in mind that live now. */
    Family withThoseThatLive() {
        return new Family(root, children, living());
    }

    ProcessIdentity root() {
        return root;
    }

    /** Resumes it when we are gone. */
    Resume remedy() {
        return new Resume(
                known.stream()
                        .map(process -> new Resume.Member(process.pid(), process.start()))
                        .toList(),
                children);
    }

    /** Whether none of it is stopped. */
    HealCheck check() throws IOException {
        List<ProcessIdentity> stopped = stopped();
        if (!stopped.isEmpty()) {
            return HealCheck.notHealed("still stopped: " + pids(stopped));
        }
        List<ProcessIdentity> living = living();
        return HealCheck.healed(
                living.isEmpty() ? "the paused processes are gone" : "not stopped any more: " + pids(living));
    }

    /** Those that live now, each parent before its children, the root first. */
    List<ProcessIdentity> living() {
        Set<ProcessIdentity> living = new LinkedHashSet<>();
        addLiving(root, living);
        known.forEach(member -> addLiving(member, living));
        return List.copyOf(living);
    }

    private void addLiving(ProcessIdentity member, Set<ProcessIdentity> living) {
        member.alive().ifPresent(process -> {
            // One that is there already came with its descendants.
            if (living.add(member) && children) {
                process.descendants()
                        .flatMap(child -> ProcessIdentity.of(child).stream())
                        .forEach(living::add);
            }
        });
    }

    /** Those that live and are stopped by a signal. */
    List<ProcessIdentity> stopped() throws IOException {
        List<ProcessIdentity> stopped = new ArrayList<>();
        for (ProcessIdentity member : living()) {
            if (SystemProcesses.stopped(member)) {
                stopped.add(member);
            }
        }
        return stopped;
    }

    /** Those that live, dead ones not yet asked about left out, and are not stopped. */
    List<ProcessIdentity> running() throws IOException {
        List<ProcessIdentity> running = new ArrayList<>();
        for (ProcessIdentity member : living()) {
            if (!SystemProcesses.stopped(member) && !SystemProcesses.gone(member)) {
                running.add(member);
            }
        }
        return running;
    }

    /**
     * Stops them, the root first: a stopped parent begets no child behind our back. Looks again until no running one is
     * found, or half a second has passed; a process inside the kernel stops when it comes out of there.
     */
    void stop() throws IOException {
        Set<ProcessIdentity> asked = new LinkedHashSet<>();
        try (Patience patience = new Patience()) {
            List<ProcessIdentity> running = running();
            for (int round = 0; round < MOST_ROUNDS && !running.isEmpty(); round++) {
                SystemProcesses.signal(
                        "STOP", running.stream().filter(asked::add).toList());
                patience.step();
                running = running();
            }
        }
    }

    /**
     * Resumes them, the root last, so that it finds its children awake.
     *
     * @throws IOException when some are still stopped after half a second
     */
    void resume() throws IOException {
        try (Patience patience = new Patience()) {
            List<ProcessIdentity> stopped = stopped();
            for (int round = 0; round < MOST_ROUNDS && !stopped.isEmpty(); round++) {
                List<ProcessIdentity> rootLast = new ArrayList<>(stopped);
                Collections.reverse(rootLast);
                SystemProcesses.signal("CONT", rootLast);
                patience.step();
                stopped = stopped();
            }
            if (!stopped.isEmpty()) {
                throw new IOException("still stopped after SIGCONT: " + pids(stopped));
            }
        }
    }

    /** Their numbers, for people. */
    static String pids(List<ProcessIdentity> processes) {
        return processes.stream().map(ProcessIdentity::pid).toList().toString();
    }
}
