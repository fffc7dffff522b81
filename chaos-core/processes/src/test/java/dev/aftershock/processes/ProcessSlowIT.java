package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Percent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessSlowIT {

    private static final Duration TEN_PERIODS = Duration.ofSeconds(2);

    /** On a machine that is busy otherwise signals come late. */
    private static final double TOLERANCE = 0.2;

    private final ProcessSlow.Provider slows = new ProcessSlow.Provider();

    @ParameterizedTest
    @ValueSource(ints = {20, 50, 80})
    void aProcessIsStoppedForTheRestOfTheTime(int share) throws Exception {
        try (PulsingProcess process = new PulsingProcess(1)) {
            PreparedFault slow = slowed(process, share, true);
            await().until(() -> slow.effect().isPresent());
            double rest = 1 - share / 100.0;
            double stopped = stoppedShare(process.identity());
            System.out.printf("share %d %%: stopped for %.1f %% of the time%n", share, 100 * stopped);
            assertThat(stopped).isBetween(rest - TOLERANCE, rest + TOLERANCE);
            heal(slow);
        }
    }

    /** Of the moments at which it was looked, evenly over ten periods. */
    private static double stoppedShare(ProcessIdentity process) {
        MonotonicClock clock = MonotonicClock.startingNow();
        int[] seen = new int[2];
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(3)).until(() -> {
            seen[SystemProcesses.stopped(process) ? 1 : 0]++;
            return clock.nanos() > TEN_PERIODS.toNanos();
        });
        return (double) seen[1] / (seen[0] + seen[1]);
    }

    @Test
    void withoutChildrenOnlyTheProcessItselfIsSlow() throws Exception {
        try (PulsingProcess process = new PulsingProcess(1)) {
            long root = process.identity().pid();
            List<ProcessIdentity> children = process.pids().stream()
                    .filter(pid -> pid != root)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .flatMap(child -> ProcessIdentity.of(child).stream())
                    .toList();
            PreparedFault slow = slowed(process, 50, false);
            await().until(() -> slow.effect().isPresent());
            assertThat(children).hasSize(1);
            assertThat(stoppedShare(children.get(0))).isZero();
            heal(slow);
        }
    }

    @Test
    void anOrphanThatWasStoppedWithItsParentIsResumedWhateverItIsTheChildOfNow() throws Exception {
        try (PulsingProcess process = new PulsingProcess(1)) {
            long root = process.identity().pid();
            PreparedFault slow = slowed(process, 10, true);
            await().until(() -> slow.effect().isPresent());
            process.identity().alive().orElseThrow().destroyForcibly();
            await().until(() -> SystemProcesses.gone(process.identity()));
            heal(slow);
            Set<Long> child = Set.copyOf(
                    process.pids().stream().filter(pid -> pid != root).toList());
            await().atMost(Duration.ofSeconds(5)).until(() -> !process.silent(child));
        }
    }

    @Test
    void whatSlowsItDownIsSeenWhenItEndedAndNoEffectIsClaimedThen() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            PreparedFault slow = slowed(process, 50, true);
            await().until(() -> slow.effect().isPresent());
            Helper.of(slow.undo()).alive().orElseThrow().destroyForcibly();
            await().until(() -> Helper.gone(slow.undo()));
            assertThatThrownBy(slow::effect)
                    .hasMessageContaining("the helper of the fault")
                    .hasMessageContaining("ended");
            heal(slow);
            assertThat(process.everyOneBeats()).isTrue();
        }
    }

    @Test
    void aHelperOfAnEarlierBootIsNobodyThatLives() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            PreparedFault slow = slowed(process, 50, true);
            Map<String, String> facts = new HashMap<>(slow.undo().facts());
            facts.put("boot", "another");
            slows.heal(new UndoRecipe("process-slow", "server", facts), HealContext.afterDeath());
            assertThat(Helper.gone(slow.undo())).isFalse();
            heal(slow);
        }
    }

    @Test
    void aProcessThatSomebodyElseStoppedIsRefused() throws Exception {
        try (PulsingProcess process = new PulsingProcess(0)) {
            SystemProcesses.signal("STOP", List.of(process.identity()));
            await().until(() -> SystemProcesses.stopped(process.identity()));
            assertThatThrownBy(() -> slowed(process, 50, true))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("already stopped");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "5, PT0.2S, 'share' is 5%; expected 10% to 90%",
                "95, PT0.2S, 'share' is 95%",
                "50, PT0.05S, 'period' is 50ms; expected 100ms to 10s",
                "50, PT11S, 'period' is 11s"
            })
    void whatIsOutOfRangeIsRefused(int share, Duration period, String why) {
        assertThatThrownBy(() -> new ProcessSlow("server", new Percent(share), period, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private PreparedFault slowed(PulsingProcess process, int share, boolean children) throws Exception {
        ProcessSlow settings = new ProcessSlow("server", new Percent(share), Duration.ofMillis(200), children);
        FaultContext context = new FaultContext("run-1", "fault-1", OneTarget.named("server", process));
        PreparedFault slow = slows.prepare(settings, context).get(0);
        slow.inject();
        return slow;
    }

    private void heal(PreparedFault slow) throws Exception {
        slows.heal(slow.undo(), HealContext.afterDeath());
        assertThat(slows.verifyHealed(slow.undo(), HealContext.afterDeath()))
                .satisfies(
                        check -> assertThat(check.healed()).as(check.evidence()).isTrue());
    }
}
