package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void threadsCountAsBusyWhenEachHadItsShareOfAProcessor() throws Exception {
        try (Load load = Load.start(2, 0)) {
            assertThat(load.awaitBusy(SOON)).isTrue();
            assertThat(used()).hasSize(2).allMatch(nanos -> nanos >= Load.PROOF.toNanos());
            List<Long> before = used();
            await().atMost(SOON)
                    .until(() -> used().stream().mapToLong(Long::longValue).sum()
                            > before.stream().mapToLong(Long::longValue).sum() + Load.PROOF.toNanos());
        }
        await().atMost(SOON).until(() -> used().isEmpty());
    }

    /** What each of its threads has used of the processors. */
    private static List<Long> used() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(Load.THREAD))
                .map(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime)
                .filter(nanos -> nanos >= 0)
                .toList();
    }

    @Test
    void memoryIsHeldInFact() throws Exception {
        assumeTrue(Files.isReadable(STATUS), "where /proc tells what a process holds");
        long before = residentKibibytes();
        try (Load load = Load.start(0, 100)) {
            assertThat(load.awaitBusy(Duration.ZERO)).isTrue();
            assertThat(residentKibibytes() - before).isBetween(90L * 1024, 200L * 1024);
        }
    }

    private static long residentKibibytes() throws IOException {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
