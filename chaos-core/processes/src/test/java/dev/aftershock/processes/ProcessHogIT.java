package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessHogIT {

    private final ProcessHog.Provider hogs = new ProcessHog.Provider();

    @Test
    void ofWhatIsShortItTakesNothing() throws Exception {
        assumeTrue(Memory.available().isPresent(), "where the system tells what it has to spare");
        try (PulsingProcess process = new PulsingProcess(0)) {
            int all = (int) Math.min(1 << 20, Memory.available().getAsLong());
            assertThatThrownBy(() -> hog(process, new ProcessHog("server", Optional.empty(), Optional.of(all))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'memory' is " + all + " MiB, more than this machine has to spare");
        }
    }

    @Test
    void whenMemoryGetsShortAllTheSameItGoesFirst() throws Exception {
        Path score = Path.of("/proc/self/oom_score_adj");
        assumeTrue(Files.isReadable(score), "where /proc tells whom Linux ends first");
        try (PulsingProcess process = new PulsingProcess(0)) {
            PreparedFault hog = hog(process, new ProcessHog("server", Optional.of(1), Optional.empty()));
            Path ofHelper = Path.of("/proc", Long.toString(Helper.of(hog.undo()).pid()), "oom_score_adj");
            assertThat(Files.readString(ofHelper)).isEqualToIgnoringNewLines("1000");
            hogs.heal(hog.undo(), HealContext.afterDeath());
        }
    }

    @Test
    void memoryAloneIsHeldWithoutComputing() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            PreparedFault hog = hog(process, new ProcessHog("server", Optional.empty(), Optional.of(64)));
            long before = Memory.resident(Helper.of(hog.undo()).pid());
            hog.inject();
            await().until(() -> hog.effect().isPresent());
            assertThat(Memory.resident(Helper.of(hog.undo()).pid()) - before).isBetween(60L, 90L);
            hogs.heal(hog.undo(), HealContext.afterDeath());
            assertThat(hogs.verifyHealed(hog.undo(), HealContext.afterDeath()).healed())
                    .isTrue();
        }
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new ProcessHog("server", Optional.empty(), Optional.empty()))
                .hasMessageContaining("neither 'cpus' nor 'memory' is given");
        assertThatThrownBy(() -> new ProcessHog("server", Optional.of(0), Optional.empty()))
                .hasMessage("'cpus' is 0; expected 1 to 256");
        assertThatThrownBy(() -> new ProcessHog("server", Optional.empty(), Optional.of(2_000_000)))
                .hasMessage("'memory' is 2000000; expected 1 to 1048576");
    }

    @Test
    void besideAProcessThatIsGoneThereIsNothing() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            process.identity().alive().orElseThrow().destroyForcibly();
            await().until(() -> SystemProcesses.gone(process.identity()));
            assertThatThrownBy(() -> hog(process, new ProcessHog("server", Optional.of(1), Optional.empty())))
                    .hasMessageContaining("which is gone");
        }
    }

    private PreparedFault hog(PulsingProcess process, ProcessHog settings) throws Exception {
        return hogs.prepare(settings, new FaultContext("run-1", "fault-1", OneTarget.named("server", process)))
                .get(0);
    }
}
