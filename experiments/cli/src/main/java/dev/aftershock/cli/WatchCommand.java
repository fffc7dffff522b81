package dev.aftershock.cli;

import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.Monitor;
import dev.aftershock.engine.MonitorListener;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import dev.aftershock.reports.metrics.MetricsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Watches with an experiment's probes, breaks nothing, and prints each outage when it is over.")
final class WatchCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;

    @Mixin
    ExperimentArgument experiment = new ExperimentArgument();

    @Option(names = "--for", paramLabel = "TIME", description = "End after this time, such as 30s; default: Ctrl-C.")
    Optional<String> lasting = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object a line, durations in seconds.")
    boolean json;

    @Option(
            names = "--metrics",
            paramLabel = "PORT",
            description = "Offer OpenMetrics at http://127.0.0.1:PORT/metrics; 0 takes a free port.")
    Optional<Integer> metrics = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "aftershock-runs",
            description = "Where its own folder is made (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("aftershock-runs");

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "A Kubernetes cluster that is not on this machine, of which a Service is led over a proxy.")
    List<String> confirm = new ArrayList<>();

    @Option(names = "--no-color", description = "Print without colours; the NO_COLOR variable does the same.")
    boolean noColor;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Problems problems = new Problems();
        Optional<Duration> atMost = lasting.flatMap(given -> duration(given, problems));
        metrics.ifPresent(port -> checkPort(port, problems));
        problems.throwIfAny();
        Registry registry = Registry.onClassPath();
        ReadExperiment read = experiment.read(registry);
        Confirmed.of(confirm).refuseClusters(read.experiment(), registry);
        PrintWriter writer = spec.commandLine().getOut();
        MonitorListener view =
                json ? new WatchJson(writer) : new WatchView(writer, Style.of(noColor), Style.onTerminal());
        if (metrics.isEmpty()) {
            return watch(registry, read, view, atMost);
        }
        try (MetricsServer server = serve(metrics.get())) {
            spec.commandLine().getErr().println("metrics at " + server.url());
            return watch(registry, read, new Listeners(List.of(view, server.meters())), atMost);
        }
    }

    private int watch(Registry registry, ReadExperiment read, MonitorListener listener, Optional<Duration> atMost)
            throws IOException {
        Monitor monitor = new Monitor(registry, StateDirectory.ofUser(), listener);
        HealOnExit guard = HealOnExit.of(monitor::stop);
        try {
            boolean watched = monitor.watch(read, out, new SecureRandom().nextLong() >>> 1, atMost);
            return watched ? 0 : Verdict.INVALID.exitCode();
        } finally {
            guard.close();
        }
    }

    private static MetricsServer serve(int port) {
        try {
            return MetricsServer.start(port);
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "'--metrics' is " + port + ", which cannot be listened on: " + e.getMessage(), "a free port, or 0");
        }
    }

    private static Optional<Duration> duration(String text, Problems problems) {
        Optional<Duration> read = Quantities.duration(text).filter(given -> !given.isZero());
        if (read.isEmpty()) {
            problems.add(
                    new Place("--for", 0, 0),
                    "'" + text + "' is no time to end after",
                    Quantities.DURATION_EXAMPLES + ", above 0s");
        }
        return read;
    }

    private static void checkPort(int port, Problems problems) {
        if (port < 0 || port > HIGHEST_PORT) {
            problems.add(new Place("--metrics", 0, 0), port + " is no port", "one from 0 to " + HIGHEST_PORT);
        }
    }
}
