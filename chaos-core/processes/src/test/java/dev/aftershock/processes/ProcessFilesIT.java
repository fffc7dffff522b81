package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.guard.Unlimit;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessFilesIT {

    private final ProcessFiles.Provider files = new ProcessFiles.Provider();

    @Test
    void bothLimitsAreAsTheyWere() throws Exception {
        try (OpeningProcess process = new OpeningProcess()) {
            String before = limits(process);
            PreparedFault fault = starved(process, 0);
            assertThat(limits(process)).isNotEqualTo(before);
            files.heal(fault.undo(), HealContext.afterDeath());
            assertThat(limits(process)).isEqualTo(before);
        }
    }

    private static String limits(OpeningProcess process) throws IOException {
        return Files.readAllLines(
                        Path.of("/proc", Long.toString(process.identity().pid()), "limits"))
                .stream()
                .filter(line -> line.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsSpareMayStillBeOpenedAndNotOneMore() throws Exception {
        try (OpeningProcess process = new OpeningProcess()) {
            PreparedFault fault = starved(process, 2);
            assertThat(process.healthy()).as("it opens one at a time").isTrue();
            files.heal(fault.undo(), HealContext.afterDeath());
            PreparedFault none = starved(process, 0);
            assertThat(process.broken()).isTrue();
            files.heal(none.undo(), HealContext.afterDeath());
        }
    }

    @Test
    void whoeverSetAnotherLimitMeanwhileKeepsIt() throws Exception {
        try (OpeningProcess process = new OpeningProcess()) {
            PreparedFault fault = starved(process, 0);
            long pid = process.identity().pid();
            Tool.named("prlimit").run("--pid=" + pid, "--nofile=77:");
            files.heal(fault.undo(), HealContext.afterDeath());
            assertThat(Unlimit.softLimit(pid)).contains("77");
            assertThat(files.verifyHealed(fault.undo(), HealContext.afterDeath())
                            .evidence())
                    .isEqualTo("process " + pid + " may open 77 files");
        }
    }

    @Test
    void aProcessThatDiedMeanwhileNeedsNothing() throws Exception {
        try (OpeningProcess process = new OpeningProcess()) {
            PreparedFault fault = starved(process, 0);
            long pid = process.identity().pid();
            process.identity().alive().orElseThrow().destroyForcibly();
            await().until(() -> ProcessHandle.of(pid).isEmpty());
            files.heal(fault.undo(), HealContext.afterDeath());
            assertThat(files.verifyHealed(fault.undo(), HealContext.afterDeath())
                            .evidence())
                    .isEqualTo("process " + pid + " is gone");
            assertThatThrownBy(fault::inject).hasMessageContaining("was gone before it was limited");
        }
    }

    @Test
    void moreThanItsOwnLimitAllowsIsRefused() throws Exception {
        try (OpeningProcess process = new OpeningProcess()) {
            Tool.named("prlimit").run("--pid=" + process.identity().pid(), "--nofile=100:");
            assertThatThrownBy(() -> starved(process, 1_000))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'spare' is 1000")
                    .hasMessageContaining("own limit of 100");
        }
        assertThatThrownBy(() -> new ProcessFiles("server", -1)).hasMessage("'spare' is -1; expected 0 to 1000000");
    }

    private PreparedFault starved(OpeningProcess process, int spare) throws Exception {
        FaultContext context = new FaultContext("run-1", "fault-1", process.targets());
        PreparedFault fault =
                files.prepare(new ProcessFiles("server", spare), context).get(0);
        fault.inject();
        assertThat(fault.effect()).isPresent();
        return fault;
    }
}
