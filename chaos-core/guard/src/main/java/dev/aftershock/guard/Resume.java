package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * No process of these, nor any that descends from them, is stopped by a signal.
 *
 * @param processes those known, the root first
 * @param children whether their descendants count too
 */
public record Resume(List<Member> processes, boolean children) implements Remedy {

    static final byte CODE = 1;

    /**
     * One process.
     *
     * @param pid its number
     * @param start its {@link ProcessStart}
     */
    public record Member(long pid, long start) {

        boolean lives() {
            return ProcessStart.of(pid).orElse(-1) == start;
        }

        void write(DataOutputStream out) throws IOException {
            out.writeLong(pid);
            out.writeLong(start);
        }

        static Member read(DataInputStream in) throws IOException {
            return new Member(in.readLong(), in.readLong());
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
            SystemProgram.run("kill", "-CONT", Long.toString(stopped.get(i)));
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

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeBoolean(children);
        out.writeInt(processes.size());
        for (Member member : processes) {
            member.write(out);
        }
    }

    static Resume read(DataInputStream in) throws IOException {
        boolean children = in.readBoolean();
        List<Member> processes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            processes.add(Member.read(in));
        }
        return new Resume(processes, children);
    }
}
