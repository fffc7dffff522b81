package dev.aftershock.guard;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that injects: it holds what its arguments say, says so, and then only lives. */
final class Holder {

    private Holder() {}

    /** Arguments: the log, the lease and the deadline in milliseconds, a process to resume, and objects to restore. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Guard guard = Guard.start(
                "test", Path.of(arguments[0]), Duration.ofMillis(Long.parseLong(arguments[1])), System.out::println);
        Duration deadline = Duration.ofMillis(Long.parseLong(arguments[2]));
        long pid = Long.parseLong(arguments[3]);
        Resume resume =
                new Resume(List.of(new Resume.Member(pid, ProcessStart.of(pid).orElseThrow())), true);
        guard.hold("pause", deadline, List.of(resume));
        for (int i = 4; i < arguments.length; i++) {
            guard.hold(
                    "object-" + i,
                    deadline,
                    List.of(new Restore("POST", URI.create(arguments[i]), "{\"enabled\":true}", "\"enabled\":true")));
        }
        System.out.println("holding " + guard.pid());
        Thread.currentThread().join();
    }
}
