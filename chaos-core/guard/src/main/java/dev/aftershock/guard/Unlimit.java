package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process may open as many files as before, and so may what it started meanwhile, which took its limit over. Only soft limits that
 * are still the lowered one are raised: whoever set another one meanwhile keeps it. Linux, with {@code prlimit}.
 *
 * @param process the one that was limited
 * @param known what descended from it before that, which took nothing over
 * @param lowered the soft limit that it was given
 * @param before the one that it had: a number, or {@code unlimited}
 */
public record Unlimit(Resume.Member process, List<Resume.Member> known, long lowered, String before) implements Remedy {

    static final byte CODE = 7;

    private static final String KEY = "Max open files";
    private static final int MOST_BYTES = 8_192;

    /** Who is started while its parent is still limited takes that over, and is there in the next round. */
    private static final int MOST_ROUNDS = 5;

    /** Copies the list. */
    public Unlimit {
        known = List.copyOf(known);
    }

    /** The soft limit of a process; nothing when it is gone, or where the system does not tell. */
    public static Optional<String> softLimit(long pid) {
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/limits")) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(KEY))
                    .map(line -> line.substring(KEY.length()).strip().split("\\s+")[0])
                    .findFirst();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public String what() {
        return "open files of process " + process.pid();
    }

    @Override
    public String apply() throws IOException {
        List<Long> raised = new ArrayList<>();
        List<Long> limited = limited();
        for (int round = 0; round < MOST_ROUNDS && !limited.isEmpty(); round++) {
            for (Long pid : limited) {
                SystemProgram.run("prlimit", "--pid=" + pid, "--nofile=" + before + ":");
                raised.add(pid);
            }
            limited = limited();
        }
        if (!limited.isEmpty()) {
            throw new IOException("may still open no more than " + lowered + " files: " + limited);
        }
        return raised.isEmpty() ? "none was limited" : "may open " + before + " files again: " + raised;
    }

    /** The numbers of those that are still limited, the process itself first. */
    public List<Long> limited() {
        if (!process.lives()) {
            return List.of();
        }
        Set<Long> others = known.stream()
                .filter(Resume.Member::lives)
                .map(Resume.Member::pid)
                .collect(Collectors.toSet());
        Stream<Long> descendants = ProcessHandle.of(process.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .filter(pid -> !others.contains(pid));
        return Stream.concat(Stream.of(process.pid()), descendants)
                .filter(pid -> !ProcessStart.dead(pid) && softLimit(pid).equals(Optional.of(Long.toString(lowered))))
                .toList();
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        process.write(out);
        out.writeInt(known.size());
        for (Resume.Member member : known) {
            member.write(out);
        }
        out.writeLong(lowered);
        out.writeUTF(before);
    }

    static Unlimit read(DataInputStream in) throws IOException {
        Resume.Member process = Resume.Member.read(in);
        List<Resume.Member> known = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            known.add(Resume.Member.read(in));
        }
        return new Unlimit(process, known, in.readLong(), in.readUTF());
    }
}
