package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.parts.InvalidInputException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes before a fault acts, and what is written of it. */
class InjectionsTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void build() {
        bench = new Bench(folder);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void everyIntentIsOnTheDiskBeforeTheFirstCall() throws Exception {
        List<String> atTheFirstCall = new ArrayList<>();
        bench.faults.duringInject = target -> {
            if (atTheFirstCall.isEmpty()) {
                atTheFirstCall.addAll(bench.states());
            }
        };

        assertThat(bench.inject(StagedFaults.step("1-break", "a", "b"), StagedFaults.step("2-break", "c")))
                .isTrue();

        assertThat(atTheFirstCall)
                .containsExactly("run 1-break-1 a APPLYING", "run 1-break-2 b INTENT", "run 2-break c INTENT");
        assertThat(bench.states())
                .containsExactly("run 1-break-1 a ACTIVE", "run 1-break-2 b ACTIVE", "run 2-break c ACTIVE");
        assertThat(bench.injections.waiting()).isEqualTo(3);
    }

    @Test
    void allCallsComeOneRightAfterTheOtherAndAreWitnessedAfterTheLast() throws Exception {
        bench.inject(StagedFaults.step("1-break", "a"), StagedFaults.step("2-break", "b"));

        assertThat(bench.told())
                .containsExactly(
                        "FAULT_ISSUED 1-break",
                        "FAULT_RETURNED 1-break",
                        "FAULT_ISSUED 2-break",
                        "FAULT_RETURNED 2-break",
                        "FAULT_EFFECT 1-break",
                        "FAULT_EFFECT 2-break");
        assertThat(bench.event(Type.FAULT_ISSUED).facts()).isEqualTo(Map.of("kind", "staged", "target", "a"));
        assertThat(bench.event(Type.FAULT_RETURNED).facts()).isEmpty();
        assertThat(bench.event(Type.FAULT_EFFECT).fact("evidence")).isEqualTo("a is broken");
    }

    @Test
    void aFaultWhoseCallFailsCountsAsApplied() throws Exception {
        bench.faults.ambiguous.add("a");

        assertThat(bench.inject(StagedFaults.step("1-break", "a"))).isTrue();
        bench.injections.healAll(bench.healer);

        assertThat(bench.event(Type.FAULT_RETURNED).fact("failure"))
                .isEqualTo("treated as applied: IllegalStateException: the answer was lost");
        assertThat(bench.event(Type.FAULT_EFFECT).subject()).isEqualTo("1-break");
        assertThat(bench.faults.acting).isEmpty();
        assertThat(bench.states()).containsExactly("run 1-break a VERIFIED");
    }

    @Test
    void anEffectThatIsNotSeenWithinFiveSecondsIsNone() throws Exception {
        bench.faults.idle.add("a");
        long before = bench.millis();

        assertThat(bench.inject(StagedFaults.step("1-break", "a", "b"))).isFalse();

        assertThat(bench.millis() - before).isBetween(5_000L, 5_020L);
        assertThat(bench.event(Type.FAULT_NO_EFFECT).facts()).isEqualTo(Map.of("reason", "no effect was seen on a"));
        assertThat(bench.event(Type.FAULT_EFFECT).subject())
                .as("the others are looked at all the same")
                .isEqualTo("1-break-2");
        assertThat(bench.states()).containsExactly("run 1-break-1 a APPLYING", "run 1-break-2 b ACTIVE");
    }

    @Test
    void whatIsStoppedBeforeItsCallIsNeverCalled() throws Exception {
        bench.faults.duringInject = target -> bench.stop.stop("enough");

        bench.inject(StagedFaults.step("1-break", "a", "b"));
        bench.injections.healAll(bench.healer);

        assertThat(bench.faults.calls).contains("inject a").doesNotContain("inject b");
        assertThat(bench.told())
                .contains("FAULT_EFFECT 1-break-1")
                .doesNotContain("FAULT_ISSUED 1-break-2", "FAULT_NO_EFFECT 1-break-2");
        assertThat(bench.states())
                .as("its intent was written, so it is healed like the others")
                .containsExactly("run 1-break-1 a VERIFIED", "run 1-break-2 b VERIFIED");
    }

    @Test
    void aFaultThatCannotBePreparedKeepsTheOthersFromActing() {
        assertThatThrownBy(() -> bench.inject(StagedFaults.step("1-break", "a"), StagedFaults.step("2", "unknown")))
                .hasMessage("run/2: no such target");

        nothingWasDone();
        assertThat(bench.states()).isEmpty();
    }

    @Test
    void anEngagedLeverKeepsEverythingFromActing() {
        new Lever(bench.state).engage("the shop is open");

        assertThatThrownBy(() -> bench.inject(StagedFaults.step("1-break", "a")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the safety lever is engaged", "the shop is open");

        nothingWasDone();
        assertThat(bench.states()).isEmpty();
    }

    @Test
    void aTargetThatAnotherRunBreaksIsLeftToIt() {
        try (FaultJournal other = FaultJournal.create(bench.state, "other")) {
            other.intent("1-break", StagedFaults.recipe("b"));

            assertThatThrownBy(() -> bench.inject(StagedFaults.step("1-break", "a", "b")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'b' is being broken already");
        }
        nothingWasDone();
        assertThat(bench.states()).containsExactly("other 1-break b INTENT");
    }

    @Test
    void withoutAnAuditLogNothingIsInjected() throws Exception {
        Files.createDirectories(bench.audit().file());

        assertThatThrownBy(() -> bench.inject(StagedFaults.step("1-break", "a")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write the audit log");

        assertThat(bench.faults.calls).isEmpty();
        assertThat(bench.injections.waiting())
                .as("its intent stands in the journal")
                .isEqualTo(1);
    }

    @Test
    void aJournalThatCannotBeWrittenInjectsNothing() {
        bench.diskFull = true;

        assertThatThrownBy(() -> bench.inject(StagedFaults.step("1-break", "a")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nothing more is injected");

        nothingWasDone();
    }

    @Test
    void theAuditLogTellsWhoIsBrokenAndHowToUndoIt() throws Exception {
        bench.inject(StagedFaults.step("1-break", "a"));

        assertThat(bench.audit().file())
                .content()
                .contains("\"what\":\"inject\"", "\"run\":\"run\"", "\"fault\":\"1-break\"", "\"kind\":\"staged\"")
                .contains("\"target\":\"a\"", "\"undo\":\"{\\\"of\\\":\\\"the test\\\"}\"");
    }

    @Test
    void whatIsHealedWhileItsCallIsUnderWayIsHealedOnceMore() throws Exception {
        // The call acts after an emergency has healed it already.
        bench.faults.duringInject = target -> bench.injections.tell(
                bench.injections.healNextAtOnce(bench.healer).orElseThrow());

        bench.inject(StagedFaults.step("1-break", "a"));

        assertThat(bench.states()).as("it must not be called active").containsExactly("run 1-break a VERIFIED");
        assertThat(bench.injections.waiting()).isEqualTo(1);
        assertThat(bench.faults.acting).containsExactly("a");
        bench.injections.healAll(bench.healer);
        assertThat(bench.faults.acting).isEmpty();
        assertThat(bench.injections.waiting()).isZero();
    }

    @Test
    void aStopEndsTheWaitForAnEffect() throws Exception {
        bench.faults.idle.add("a");
        bench.faults.duringInject = target -> bench.stop.stop("enough");
        long before = bench.millis();

        assertThat(bench.inject(StagedFaults.step("1-break", "a"))).isFalse();

        assertThat(bench.millis() - before).isLessThan(Duration.ofSeconds(1).toMillis());
    }

    private void nothingWasDone() {
        assertThat(bench.faults.calls).isEmpty();
        assertThat(bench.told()).isEmpty();
        assertThat(bench.injections.waiting()).isZero();
    }
}
