package dev.aftershock.springboot;

import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ChaosSession;
import dev.aftershock.engine.Leftovers;
import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Percent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether all that Chaos Monkey is set to is the same, to the byte, before and after each fault. Arguments: {@code all FOLDER ROUNDS},
 * or {@code hold FOLDER KIND ENDPOINT}, which injects and waits to be killed.
 */
final class RestoredSettings {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ALL = "/actuator/chaosmonkey";
    private static final double SMALL = 0.7;

    /** In turn; each is undone in each way, since there are three of them and ten rounds in a turn of ways. */
    private static final Map<String, PartSpec> FAULTS = new TreeMap<>(Map.of(
            "spring-latency",
            part("spring-latency", new SpringLatency(
                    "prices", Duration.ofMillis(300), List.of(Watcher.SERVICE), List.of(), 1, Optional.empty())),
            "spring-exception",
            part("spring-exception", new SpringException(
                    "prices", Thrown.ILLEGAL_STATE, List.of(Watcher.SERVICE), List.of(), 1, Optional.empty())),
            "spring-memory",
            part("spring-memory", new SpringMemory("prices", new Percent(80)))));

    private static final String ASSAULTS = """
            {"level":7,"latencyActive":true,"latencyRangeStart":1234,"latencyRangeEnd":2345,"memoryFillTargetFraction":0.33,
             "memoryMillisecondsHoldFilledMemory":61000,"exception":{"type":"java.lang.IllegalArgumentException",
             "arguments":[{"type":"java.lang.String","value":"the shop is \\"closed\\""}]},
             "watchedCustomServices":["dev.aftershock.springboot.PriceApplication$Web.heap"]}""";

    private static final String WATCHERS = """
            {"controller":true,"restController":true,"service":false,"repository":true,"beans":["web","prices"]}""";

    private final RunningApplication application;
    private final Path folder;
    private final String before;

    private RestoredSettings(RunningApplication application, Path folder) {
        this.application = application;
        this.folder = folder;
        application.set("assaults", ASSAULTS);
        application.set("watchers", WATCHERS);
        before = settings();
        if (!before.contains("\"level\":7") || !before.contains("prices")) {
            throw new IllegalStateException("it did not take the unusual settings: " + before);
        }
    }

    private static PartSpec part(String kind, Record settings) {
        return new PartSpec(kind, settings);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("hold")) {
            hold(folder, arguments[2], URI.create(arguments[3]));
            return;
        }
        int rounds = Integer.parseInt(arguments[2]);
        try (RunningApplication application = RunningApplication.measured(
                "-XX:+UseSerialGC",
                "-XX:-ShrinkHeapInSteps",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-Xms48m",
                "-Xmx160m")) {
            if (!new RestoredSettings(application, folder).all(rounds)) {
                System.exit(1);
            }
        }
    }

    private boolean all(int rounds) throws Exception {
        Map<String, Integer> same = new TreeMap<>();
        int restored = 0;
        for (int round = 0; round < rounds; round++) {
            String kind = List.copyOf(FAULTS.keySet()).get(round % FAULTS.size());
            await().atMost(PATIENCE).until(() -> Double.parseDouble(application.get("/heap").body()) < SMALL);
            String way = play(round % 10, kind);
            if (settings().equals(before)) {
                restored++;
                same.merge(way + ", " + kind, 1, Integer::sum);
            } else {
                System.out.println("round " + round + ", " + way + ", " + kind + ":\n" + before + "\n" + settings());
            }
        }
        same.forEach((what, many) -> System.out.println(what + ": the same to the byte " + many + " times"));
        System.out.println(restored + " of " + rounds + " faults left all settings the same to the byte");
        return restored == rounds;
    }

    private String play(int turn, String kind) throws Exception {
        return switch (turn) {
            case 7 -> killed(kind);
            case 8, 9 -> killedWithItsGuard(kind);
            default -> healed(kind);
        };
    }

    private String healed(String kind) throws Exception {
        try (ChaosSession session = session(folder, application.endpoint());
                ActingFault fault = session.inject("assault", FAULTS.get(kind))) {
            mustAct(fault.evidence());
        }
        return "healed by its own process";
    }

    private String killed(String kind) throws Exception {
        Process holder = startHolder(kind);
        mustAct(kind);
        holder.destroyForcibly().waitFor();
        await().atMost(PATIENCE).until(() -> settings().equals(before));
        recover(0);
        return "killed, restored by its guard";
    }

    private String killedWithItsGuard(String kind) throws Exception {
        Process holder = startHolder(kind);
        List<ProcessHandle> guards = holder.descendants().toList();
        if (guards.size() != 1) {
            throw new IllegalStateException("it has " + guards.size() + " guards");
        }
        // Stopped first: neither may heal when it misses the other.
        new ProcessBuilder("kill", "-STOP", Long.toString(guards.get(0).pid())).start().waitFor();
        holder.destroyForcibly().waitFor();
        guards.get(0).destroyForcibly();
        guards.get(0).onExit().join();
        mustAct(kind);
        recover(1);
        return "killed with its guard, restored by a recovery";
    }

    private void recover(int expected) {
        Leftovers.Report report = new Leftovers(Registry.onClassPath(), state(folder)).recover();
        if (!report.manual().isEmpty() || report.healed().size() < expected) {
            throw new IllegalStateException("healed " + report.healed() + ", left to do " + report.manual());
        }
    }

    private Process startHolder(String kind) throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestoredSettings.class.getName(),
                        "hold",
                        folder.toString(),
                        kind,
                        application.endpoint().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = holder.inputReader().readLine();
        if (line == null || !line.startsWith("acts")) {
            throw new IllegalStateException("the fault was not injected: " + line);
        }
        return holder;
    }

    private static void hold(Path folder, String kind, URI endpoint) throws Exception {
        ChaosSession session = session(folder, endpoint);
        System.out.println("acts: " + session.inject("assault", FAULTS.get(kind)).evidence());
        Thread.currentThread().join();
    }

    private static ChaosSession session(Path folder, URI endpoint) throws Exception {
        ChaosSession session = ChaosSession.open(Registry.onClassPath(), state(folder), folder.resolve("records"));
        session.start(new TargetSpec("prices", part("chaos-monkey", new ChaosMonkey(endpoint, Optional.empty()))));
        return session;
    }

    private static StateDirectory state(Path folder) {
        return new StateDirectory(folder.resolve("state"));
    }

    private void mustAct(String evidence) {
        String now = settings();
        if (now.equals(before) || !now.contains("\"enabled\":true")) {
            throw new IllegalStateException("it does not act (" + evidence + "): " + now);
        }
    }

    /** All that it tells of itself, as it was sent; but for its own note of when it was last switched, which nobody can set. */
    private String settings() {
        return application.get(ALL).body().replaceFirst("\"lastEnabledToggleTimestamp\":(null|\\d+),", "");
    }
}
