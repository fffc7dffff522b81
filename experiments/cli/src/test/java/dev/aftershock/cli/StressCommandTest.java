package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.processes.Load;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StressCommandTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final StringWriter told = new StringWriter();

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
    void itsPortIsOpenWhileItActsAndThenItEndsByItself() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(open(port)).isFalse();
        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(
                () -> execute("--threads=1", "--mebibytes=8", "--lasts=4s", "--port=" + port, "--host=localhost"));

        await().atMost(SOON).until(() -> open(port));
        assertThat(used()).hasSize(1).allMatch(nanos -> nanos >= Load.PROOF.toNanos());

        assertThat(ended.join()).as(told.toString()).isZero();
        assertThat(open(port)).isFalse();
    }

    @Test
    void itsPortStaysShutWhereItsThreadsDoNotGetTheirShare() {
        assertThat(execute("--threads=16", "--lasts=1ms", "--port=0", "--host=localhost"))
                .isEqualTo(Main.INTERNAL_ERROR);
        assertThat(told.toString()).contains("did not get enough of the processors");
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThat(execute("--threads=257", "--lasts=1s", "--port=0")).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("--lasts=2h", "--port=0")).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("--lasts=1s", "--port=65536")).isEqualTo(Main.BAD_INPUT);
        assertThat(told.toString())
                .contains("'--threads' is 257; expected 0 to 256")
                .contains("'--lasts' is 2h; expected at most 1h")
                .contains("'--port' is 65536");
    }

    private static boolean open(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 1_000);
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private int execute(String... arguments) {
        PrintWriter to = new PrintWriter(told, true);
        return Main.execute(
                to, to, Stream.concat(Stream.of("stress"), Stream.of(arguments)).toArray(String[]::new));
    }
}
