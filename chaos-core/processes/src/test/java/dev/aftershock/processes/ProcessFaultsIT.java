package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the contract does not ask of every fault. */
class ProcessFaultsIT {

    private final ProcessKill.Provider kills = new ProcessKill.Provider();
    private final ProcessPause.Provider pauses = new ProcessPause.Provider();
    private final ProcessSlow.Provider slows = new ProcessSlow.Provider();

    @Test
    void thisProcessAndItsAncestorsAreRefused() {
        ProcessHandle here = ProcessHandle.current();
        refused(here, "runs this experiment");
        here.parent().ifPresent(parent -> refused(parent, "ancestor"));
    }

    private void refused(ProcessHandle process, String reason) {
        FaultContext context = context(OneTarget.named(
                "us", (ProcessTarget) () -> ProcessIdentity.of(process).orElseThrow()));
        assertThatThrownBy(() -> kills.prepare(new ProcessKill("us"), context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> pauses.prepare(new ProcessPause("us", true), context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> slows.prepare(slow("us", 50), context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
    }

    private static ProcessSlow slow(String target, int share) {
        return new ProcessSlow(target, new Percent(share), Duration.ofMillis(200), true);
    }

    @Test
    void aProcessWithTheSameNumberButAnotherStartIsLeftAlone() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            ProcessIdentity other = new ProcessIdentity(
                    process.identity().pid(), process.identity().start() - 6_000);
            SystemProcesses.signal("STOP", List.of(other));
            assertThat(SystemProcesses.gone(other)).isTrue();
            assertThat(process.everyOneBeats()).isTrue();
        }
    }

    @Test
    void withoutChildrenOnlyTheProcessItselfIsPaused() throws Exception {
        try (PulsingProcess process = new PulsingProcess(1)) {
            long root = process.identity().pid();
            PreparedFault pause = pauses.prepare(new ProcessPause("server", false), context(process))
                    .get(0);
            pause.inject();
            await().until(() -> pause.effect().isPresent());
            assertThat(process.silent(Set.of(root))).isTrue();
            assertThat(process.silent(process.pids()))
                    .as("the child is silent too")
                    .isFalse();
            pauses.heal(pause.undo(), HealContext.afterDeath());
            await().until(process::everyOneBeats);
        }
    }

    @Test
    void childrenOfAPausedProcessThatWasKilledAreResumedAllTheSame() throws Exception {
        try (PulsingProcess process = new PulsingProcess(1)) {
            long root = process.identity().pid();
            PreparedFault pause = pauses.prepare(new ProcessPause("server", true), context(process))
                    .get(0);
            pause.inject();
            await().until(() -> pause.effect().isPresent());
            process.identity().alive().orElseThrow().destroyForcibly();
            await().until(() -> SystemProcesses.gone(process.identity()));
            pauses.heal(pause.undo(), HealContext.afterDeath());
            HealCheck check = pauses.verifyHealed(pause.undo(), HealContext.afterDeath());
            assertThat(check.healed()).as(check.evidence()).isTrue();
            Set<Long> child = Set.copyOf(
                    process.pids().stream().filter(pid -> pid != root).toList());
            await().atMost(Duration.ofSeconds(5)).until(() -> !process.silent(child));
        }
    }

    @Test
    void aProcessThatSomebodyElseStoppedIsRefused() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            SystemProcesses.signal("STOP", List.of(process.identity()));
            await().until(() -> SystemProcesses.stopped(process.identity()));
            assertThatThrownBy(() -> pauses.prepare(new ProcessPause("server", true), context(process)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("already stopped");
        }
    }

    @Test
    void aVictimThatIsGoneBeforeTheKillIsNoSuccess() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            PreparedFault kill =
                    kills.prepare(new ProcessKill("server"), context(process)).get(0);
            process.identity().alive().orElseThrow().destroyForcibly();
            await().until(() -> SystemProcesses.gone(process.identity()));
            assertThatThrownBy(kill::inject).hasMessageContaining("was gone before");
            assertThatThrownBy(() -> kills.prepare(new ProcessKill("server"), context(process)))
                    .hasMessageContaining("already gone");
        }
    }

    @Test
    void afterTheDeathOfTheRunTheCheckSaysWhatBecameOfTheVictim() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            PreparedFault kept =
                    kills.prepare(new ProcessKill("server"), context(process)).get(0);
            Targets unkept = OneTarget.named("server", (ProcessTarget) process::identity);
            PreparedFault foreign =
                    kills.prepare(new ProcessKill("server"), context(unkept)).get(0);
            assertThat(kills.verifyHealed(kept.undo(), HealContext.afterDeath()).evidence())
                    .contains("was not killed");
            kept.inject();
            await().until(() -> kept.effect().isPresent());
            assertThat(kills.verifyHealed(kept.undo(), HealContext.afterDeath()).evidence())
                    .contains("is removed with its lab");
            assertThat(kills.verifyHealed(foreign.undo(), HealContext.afterDeath())
                            .evidence())
                    .startsWith("irreversible: ");
        }
    }

    private static FaultContext context(PulsingProcess process) {
        return context(OneTarget.named("server", process));
    }

    private static FaultContext context(Targets targets) {
        return new FaultContext("run-1", "fault-1", targets);
    }
}
