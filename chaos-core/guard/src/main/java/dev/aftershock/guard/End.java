package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A process is gone, and with it what it was starting. It is asked with SIGTERM first, so that it can put right what it did. One
 * that does not go within two seconds is stopped, so that it starts nothing more, and then killed, its descendants before it.
 *
 * @param pid its number
 * @param start its {@link ProcessStart}
 */
public record End(long pid, long start) implements Remedy {

    static final byte CODE = 6;

    @Override
    public String what() {
        return "process " + pid;
    }

    @Override
    public String apply() throws IOException {
        Optional<ProcessHandle> process = living();
        if (process.isEmpty()) {
            return what() + " is gone";
        }
        process.get().destroy();
        if (Waiting.until(this::gone)) {
            return what() + " was ended";
        }
        kill(process.get());
        if (Waiting.until(this::gone)) {
            return what() + " was killed";
        }
        throw new IOException(what() + " still lives 2 s after SIGKILL");
    }

    /** A handle knows by itself when its process started, so that a later one of the same number is sent nothing. */
    private Optional<ProcessHandle> living() {
        return ProcessHandle.of(pid).filter(process -> !gone());
    }

    private boolean gone() {
        return ProcessStart.of(pid).orElse(-1) != start || ProcessStart.dead(pid);
    }

    private void kill(ProcessHandle process) throws IOException {
        SystemProgram.run("kill", "-STOP", Long.toString(pid));
        Waiting.until(() -> ProcessStart.stopped(pid) || gone());
        List<ProcessHandle> descendants = process.descendants().toList();
        descendants.forEach(ProcessHandle::destroyForcibly);
        Waiting.until(() -> descendants.stream().allMatch(each -> ProcessStart.dead(each.pid())));
        process.destroyForcibly();
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeLong(pid);
        out.writeLong(start);
    }

    static End read(DataInputStream in) throws IOException {
        return new End(in.readLong(), in.readLong());
    }
}
