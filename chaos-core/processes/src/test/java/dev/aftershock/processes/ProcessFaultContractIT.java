package dev.aftershock.processes;

import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContract;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every process fault keeps the contract on real processes. */
class ProcessFaultContractIT extends FaultContract {

    @Override
    protected Class<?> module() {
        return ProcessKill.class;
    }

    @Override
    protected List<Case> cases() {
        Map<String, String> target = Map.of("target", "server");
        return List.of(
                new Case(
                        "process-kill",
                        target,
                        Heals.WITH_LIVE_TARGETS,
                        () -> new PulsingWorld(new PulsingProcess(0), kept -> kept)),
                new Case(
                        "process-kill",
                        target,
                        Heals.NEVER,
                        () -> new PulsingWorld(new PulsingProcess(0), PulsingWorld::unkept)),
                new Case(
                        "process-pause",
                        target,
                        Heals.FROM_RECIPE_ALONE,
                        () -> new PulsingWorld(new PulsingProcess(1), PulsingWorld::unkept)),
                new Case(
                        "process-slow",
                        Map.of("target", "server", "share", "20%", "period", "300ms"),
                        Heals.FROM_RECIPE_ALONE,
                        () -> new SlowWorld(new PulsingProcess(1))),
                new Case(
                        "process-hog",
                        Map.of("target", "server", "cpus", "1", "memory", "120"),
                        Heals.FROM_RECIPE_ALONE,
                        () -> new CrowdedWorld(new PulsingProcess(0))),
                new Case("process-files", target, Heals.FROM_RECIPE_ALONE, OpeningProcess::new));
    }

    private record PulsingWorld(PulsingProcess process, Function<PulsingProcess, ProcessTarget> view) implements World {

        static ProcessTarget unkept(PulsingProcess process) {
            return process::identity;
        }

        @Override
        public Targets targets() {
            return OneTarget.named("server", view.apply(process));
        }

        @Override
        public boolean healthy() {
            return process.identity().alive().isPresent() && process.everyOneBeats();
        }

        @Override
        public boolean broken() throws IOException {
            return process.silent(process.pids());
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }

    /** Slowed down it is silent for four fifths of 300 ms, and not for longer. */
    private record SlowWorld(PulsingProcess process) implements World {

        private static final Duration ONE_PERIOD = Duration.ofMillis(350);
        private static final Duration TWO_PERIODS = Duration.ofMillis(650);
        private static final Duration SHORT = Duration.ofMillis(120);
        private static final Duration LONG = Duration.ofMillis(180);
        private static final Duration TOO_LONG = Duration.ofMillis(550);

        @Override
        public Targets targets() {
            return OneTarget.named("server", PulsingWorld.unkept(process));
        }

        @Override
        public boolean healthy() {
            return process.longestSilence(ONE_PERIOD).compareTo(SHORT) < 0;
        }

        @Override
        public boolean broken() {
            Duration silence = process.longestSilence(TWO_PERIODS);
            return silence.compareTo(LONG) > 0 && silence.compareTo(TOO_LONG) < 0;
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }

    /** What other children of this process than the one that pulses use and hold. */
    private record CrowdedWorld(PulsingProcess process) implements World {

        private static final Duration WINDOW = Duration.ofMillis(300);
        private static final Duration BUSY = Duration.ofMillis(60);
        private static final long LARGE_MEBIBYTES = 120;

        @Override
        public Targets targets() {
            return OneTarget.named("server", PulsingWorld.unkept(process));
        }

        @Override
        public boolean healthy() {
            return process.everyOneBeats() && !computing() && !holding();
        }

        @Override
        public boolean broken() {
            return process.everyOneBeats() && computing() && holding();
        }

        private boolean computing() {
            Duration before = used();
            await().pollDelay(WINDOW).until(() -> true);
            return used().minus(before).compareTo(BUSY) > 0;
        }

        private Duration used() {
            return others().flatMap(child -> child.info().totalCpuDuration().stream())
                    .reduce(Duration.ZERO, Duration::plus);
        }

        private boolean holding() {
            return others().anyMatch(child -> resident(child) > LARGE_MEBIBYTES);
        }

        private static long resident(ProcessHandle child) {
            try {
                return Memory.resident(child.pid());
            } catch (IOException gone) {
                return 0;
            }
        }

        private Stream<ProcessHandle> others() {
            return ProcessHandle.current().children().filter(child -> !process.pids()
                    .contains(child.pid()));
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
