package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * No process of these, nor any that descends from them, is stopped by a signal.
 *
 * @param processes those known, the root first
 * @param children whether their descendants count too
 */
public record Resume(List<Member> processes, boolean children) implements Remedy {

    static final byte CODE = 1;

    private static final List<String> PLACES = List.of("/bin/kill", "/usr/bin/kill");
    private static final long BOUND_SECONDS = 2;

    /**
     * One process.
     *
     * @param pid its number
     * @param start its {@link ProcessStart}
     */
    public record Member(long pid, long start) {

        private boolean lives() {
            return ProcessStart.of(pid).orElse(-1) == start;
        }
    }

    /** Copies the list. */
    public Resume {
        processes = List.copyOf(processes);
    }

    @Override
    public String what() {
        return "process "
                + (processes.isEmpty() ? "none" : Long.toString(processes.get(0).pid()));
    }

    @Override
    public String apply() throws IOException {
        List<Long> stopped = stopped();
        // The root last, so that it finds its children awake.
        for (int i = stopped.size() - 1; i >= 0; i--) {
            resume(stopped.get(i));
        }
        List<Long> left = stopped();
        if (!left.isEmpty()) {
            throw new IOException("still stopped: " + left);
        }
        return stopped.isEmpty() ? "none was stopped" : "resumed " + stopped;
    }

    private List<Long> stopped() {
        return living().stream().filter(ProcessStart::stopped).toList();
    }

    private Set<Long> living() {
        Set<Long> living = new LinkedHashSet<>();
        for (Member member : processes) {
            if (member.lives()) {
                living.add(member.pid());
                if (children) {
                    ProcessHandle.of(member.pid())
                            .ifPresent(root -> root.descendants().forEach(child -> living.add(child.pid())));
                }
            }
        }
        return living;
    }

    private static void resume(long pid) throws IOException {
        Process kill = new ProcessBuilder(program(), "-CONT", Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!kill.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new IOException("kill -CONT " + pid + " did not end within " + BOUND_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while resuming " + pid, e);
        }
    }

    private static String program() throws IOException {
        for (String place : PLACES) {
            if (new java.io.File(place).canExecute()) {
                return place;
            }
        }
        throw new IOException("none of the programs " + PLACES + " is here");
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeBoolean(children);
        out.writeInt(processes.size());
        for (Member member : processes) {
            out.writeLong(member.pid());
            out.writeLong(member.start());
        }
    }

    static Resume read(DataInputStream in) throws IOException {
        boolean children = in.readBoolean();
        List<Member> processes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            processes.add(new Member(in.readLong(), in.readLong()));
        }
        return new Resume(processes, children);
    }
}
