package dev.aftershock.cli;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Quantities;
import dev.aftershock.processes.Load;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the fault {@code node-stress} runs in its pods; in no list of commands, because nobody types it. */
@Command(
        name = "stress",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps processors busy and holds memory, and ends by itself; what the pods of the fault node-stress run.",
            "Its port is open while it does all of that, and not before."
        })
final class StressCommand implements Callable<Integer> {

    private static final int MOST_THREADS = 256;
    private static final int MOST_MEBIBYTES = 1 << 20;
    private static final int LAST_PORT = 65_535;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int TOUCH_EVERY_MILLIS = 1_000;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; 0 to 256 (default: 0).")
    int threads;

    @Option(names = "--mebibytes", paramLabel = "N", description = "Memory to hold, in MiB (default: 0).")
    int mebibytes;

    @Option(
            names = "--lasts",
            paramLabel = "TIME",
            required = true,
            description = "For how long, such as 2m; at most 1h.")
    Duration lasts = Duration.ZERO;

    @Option(names = "--port", paramLabel = "PORT", required = true, description = "The port; what connects is hung up.")
    int port;

    @Option(names = "--host", paramLabel = "HOST", description = "The address of the port (default: all of them).")
    Optional<String> host = Optional.empty();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--threads", threads, MOST_THREADS);
        check("--mebibytes", mebibytes, MOST_MEBIBYTES);
        check("--port", port, LAST_PORT);
        if (lasts.compareTo(LONGEST) > 0) {
            throw InvalidInputException.of("'--lasts' is " + Quantities.format(lasts), "at most 1h");
        }
        MonotonicClock clock = MonotonicClock.startingNow();
        try (Load load = Load.start(threads, mebibytes)) {
            if (!load.awaitBusy(lasts)) {
                spec.commandLine().getErr().println("aftershock: the threads did not get enough of the processors");
                return Main.INTERNAL_ERROR;
            }
            last(load, clock);
            return 0;
        }
    }

    private void last(Load load, MonotonicClock clock) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(
                    host.map(name -> new InetSocketAddress(name, port)).orElseGet(() -> new InetSocketAddress(port)));
            socket.setSoTimeout(TOUCH_EVERY_MILLIS);
            while (clock.nanos() < lasts.toNanos()) {
                hangUpOnOne(socket);
                load.touch();
            }
        }
    }

    private static void hangUpOnOne(ServerSocket socket) throws IOException {
        try {
            socket.accept().close();
        } catch (SocketTimeoutException e) {
            // Nobody looked meanwhile.
        }
    }

    private static void check(String option, int value, int most) {
        if (value < 0 || value > most) {
            throw InvalidInputException.of("'" + option + "' is " + value, "0 to " + most);
        }
    }
}
