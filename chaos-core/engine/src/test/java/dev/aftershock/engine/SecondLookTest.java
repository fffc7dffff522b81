package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.TimelineEvent.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was seen healed is looked at once more at the end of a run. */
class SecondLookTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void twoFaultsWereHealed() throws Exception {
        bench = new Bench(folder);
        bench.inject(StagedFaults.step("1-break", "a", "b"));
        bench.injections.healAll(bench.healer);
        bench.faults.calls.clear();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void whatStaysHealedIsLookedAtAndLeftAlone() {
        List<String> before = bench.told();

        bench.injections.lookAgain(bench.healer);

        assertThat(bench.faults.calls).containsExactly("look b", "look a");
        assertThat(bench.told()).isEqualTo(before);
    }

    @Test
    void whatActsAgainIsHealedOnceMore() {
        bench.faults.acting.add("a");

        bench.injections.lookAgain(bench.healer);

        assertThat(bench.faults.calls).containsExactly("look b", "look a", "heal a", "look a");
        assertThat(bench.event(Type.HEAL_UNVERIFIED).subject()).isEqualTo("1-break-1");
        assertThat(bench.event(Type.HEAL_UNVERIFIED).fact("reason"))
                .isEqualTo("it acted again after it had been seen healed: a is still broken");
        assertThat(bench.event(Type.NOTE).subject()).isEqualTo("1-break-1");
        assertThat(bench.event(Type.NOTE).fact("text")).isEqualTo("healed once more: a is whole");
        assertThat(bench.states()).containsExactly("run 1-break-1 a VERIFIED", "run 1-break-2 b VERIFIED");
    }

    @Test
    void whatCannotBeHealedOnceMoreIsOpenInTheJournal() {
        bench.faults.acting.add("b");
        bench.faults.stuck.add("b");

        bench.injections.lookAgain(bench.healer);

        assertThat(bench.event(Type.NOTE).fact("text")).isEqualTo("not healed: b is still broken");
        assertThat(bench.states()).containsExactly("run 1-break-1 a VERIFIED", "run 1-break-2 b REVERTING");
    }

    @Test
    void lookingAgainEndsAfterTwoSeconds() {
        bench.faults.duringLook = target -> bench.pass(Duration.ofSeconds(2));

        bench.injections.lookAgain(bench.healer);

        assertThat(bench.faults.calls).containsExactly("look b");
        assertThat(bench.event(Type.NOTE).subject()).isEqualTo("healing");
        assertThat(bench.event(Type.NOTE).fact("text")).isEqualTo("not everything was looked at once more within 2 s");
    }

    @Test
    void whatWasNeverSeenHealedIsNotLookedAtAgain() throws Exception {
        bench.faults.stuck.add("c");
        bench.inject(StagedFaults.step("2-break", "c"));
        bench.injections.healAll(bench.healer);
        bench.faults.calls.clear();

        bench.injections.lookAgain(bench.healer);

        assertThat(bench.faults.calls).containsExactly("look b", "look a");
    }
}
