package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever injects is killed at random moments: its helper ends by itself and leaves nothing stopped, though no guard is there. */
class InjectorDeathIT {

    private static final int KILLS = 8;
    private static final long SEED = Long.getLong("aftershock.seed", new Random().nextLong());
    private static final int LATEST_MICROS = 250_000;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Random random = new Random(SEED);
    private final List<Process> injectors = new ArrayList<>();
    private int whileStopped;

    @AfterEach
    void end() {
        injectors.forEach(Process::destroyForcibly);
    }

    @Test
    void nothingStaysStopped() throws Exception {
        try (PulsingProcess victim = new PulsingProcess(1)) {
            for (int kill = 0; kill < KILLS; kill++) {
                ProcessIdentity helper = killed(ProcessSlow.KIND, victim);
                await().atMost(SOON).alias("seed " + SEED).until(() -> SystemProcesses.gone(helper));
                assertThat(new Family(victim.identity(), true, List.of()).stopped())
                        .as("stopped when the helper is gone, seed " + SEED)
                        .isEmpty();
            }
            assertThat(victim.everyOneBeats()).isTrue();
        }
        System.out.println(KILLS + " kills, " + whileStopped + " while the process was stopped; seed " + SEED);
        assertThat(whileStopped).as("kills while it was stopped, seed " + SEED).isPositive();
    }

    @Test
    void nothingIsTakenFromTheMachine() throws Exception {
        try (PulsingProcess victim = new PulsingProcess(0)) {
            ProcessIdentity helper = killed(ProcessHog.KIND, victim);
            await().atMost(SOON).until(() -> SystemProcesses.gone(helper));
        }
    }

    private ProcessIdentity killed(String kind, PulsingProcess victim) throws IOException, InterruptedException {
        Process injector = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Injector.class.getName(),
                        kind,
                        Long.toString(victim.identity().pid()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        injectors.add(injector);
        BufferedReader output = injector.inputReader(StandardCharsets.US_ASCII);
        ProcessIdentity helper = ProcessIdentity.parse(output.readLine());
        if (kind.equals(ProcessSlow.KIND) && injectors.size() % 2 == 0) {
            await().atMost(SOON)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> SystemProcesses.stopped(victim.identity()));
        } else {
            LockSupport.parkNanos(random.nextInt(LATEST_MICROS) * 1_000L);
        }
        whileStopped += SystemProcesses.stopped(victim.identity()) ? 1 : 0;
        injector.destroyForcibly().waitFor();
        return helper;
    }
}
