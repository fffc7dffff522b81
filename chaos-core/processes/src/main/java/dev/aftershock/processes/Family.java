package dev.aftershock.processes;

import dev.aftershock.engine.ProcessIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process, alone or with everything that descends from it. Its members are looked up anew each time, because they
 * fork and end while we look; those known from before are kept, so that a child that outlived its parent is not lost.
 */
final class Family {

    private static final int MOST_ROUNDS = 100;

    private final ProcessIdentity root;
    private final boolean children;
    private final Collection<ProcessIdentity> known;

    Family(ProcessIdentity root, boolean children, Collection<ProcessIdentity> known) {
        this.root = root;
        this.children = children;
        this.known = List.copyOf(known);
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
                for (ProcessIdentity member : running) {
                    if (asked.add(member)) {
                        SystemProcesses.signal("STOP", member);
                    }
                }
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
                for (int i = stopped.size() - 1; i >= 0; i--) {
                    SystemProcesses.signal("CONT", stopped.get(i));
                }
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
