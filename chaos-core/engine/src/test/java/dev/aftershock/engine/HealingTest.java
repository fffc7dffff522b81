package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.TimelineEvent.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the faults of a run are healed, and what is written of it. */
class HealingTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final CountDownLatch letGo = new CountDownLatch(1);

    @TempDir
    Path folder;

    private Bench bench;
    private CompletableFuture<Void> elsewhere = CompletableFuture.completedFuture(null);

    @BeforeEach
    void build() {
        bench = new Bench(folder);
    }

    @AfterEach
    void end() throws Exception {
        letGo.countDown();
        elsewhere.get(10, TimeUnit.SECONDS);
        bench.close();
    }

    @Test
    void whatIsInjectedLastIsHealedFirst() throws Exception {
        inject("a", "b");
        bench.inject(StagedFaults.step("2-break", "c"));

        bench.injections.healAll(bench.healer);

        assertThat(heals()).containsExactly("heal c", "heal b", "heal a");
        assertThat(bench.states())
                .containsExactly("run 1-break-1 a VERIFIED", "run 1-break-2 b VERIFIED", "run 2-break c VERIFIED");
        assertThat(bench.injections.waiting()).isZero();
        bench.injections.healAll(bench.healer);
        assertThat(heals()).as("what is healed is not healed again").hasSize(3);
    }

    @Test
    void healingIsTimedFromItsCallToItsReturn() throws Exception {
        inject("a");
        bench.faults.duringHeal = target -> bench.now.addAndGet(7);

        long before = bench.now.get();
        bench.injections.healAll(bench.healer);

        assertThat(bench.told()).endsWith("HEAL_ISSUED 1-break", "HEAL_RETURNED 1-break", "HEAL_VERIFIED 1-break");
        assertThat(bench.event(Type.HEAL_ISSUED).facts()).isEqualTo(Map.of("target", "a"));
        assertThat(bench.event(Type.HEAL_ISSUED).at()).isEqualTo(before);
        assertThat(bench.event(Type.HEAL_RETURNED).at()).isEqualTo(before + 7);
        assertThat(bench.event(Type.HEAL_VERIFIED).fact("evidence")).isEqualTo("a is whole");
    }

    @Test
    void theJournalSaysThatAFaultIsBeingHealedBeforeItIs() throws Exception {
        inject("a");
        bench.faults.duringHeal = target -> assertStates("run 1-break a REVERTING");
        bench.injections.healAll(bench.healer);
        assertStates("run 1-break a VERIFIED");
    }

    @Test
    void aStepIsHealedAlone() throws Exception {
        inject("a", "b");
        bench.inject(StagedFaults.step("2-break", "c"));

        bench.injections.heal("1-break", bench.healer);

        assertThat(bench.faults.acting).containsExactly("c");
        assertThat(bench.injections.waiting()).isEqualTo(1);
    }

    @Test
    void allOfAStepAreCalledToHealBeforeOneIsWaitedFor() throws Exception {
        inject("a", "b", "c");
        bench.faults.stuck.add("c");

        bench.injections.healAll(bench.healer);

        assertThat(bench.faults.calls.stream().filter(call -> !call.startsWith("inject")))
                .as("the last first, then each is looked at in turn")
                .containsSubsequence("heal c", "heal b", "heal a", "look c", "look b", "look a", "look c");
        assertThat(bench.told())
                .as("what is whole is not told late because something else is not")
                .containsSubsequence("HEAL_VERIFIED 1-break-2", "HEAL_VERIFIED 1-break-1", "HEAL_UNVERIFIED 1-break-3");
        assertStates("run 1-break-1 a VERIFIED", "run 1-break-2 b VERIFIED", "run 1-break-3 c REVERTING");
    }

    @Test
    void aCallThatDoesNotReturnKeepsNobodyFromHealingTheRestOfItsStep() throws Exception {
        inject("a", "b");
        bench.faults.duringHeal = target -> Bench.soon().until(() -> target.equals("a") || letGo.getCount() == 0);
        elsewhere = CompletableFuture.runAsync(() -> bench.injections.heal("1-break", bench.healer), Bench.BESIDE);
        Bench.soon().until(() -> heals().contains("heal b"));

        Injections.Untold rest = bench.injections.healNextAtOnce(bench.healer).orElseThrow();

        assertThat(rest.fault().fault().target()).isEqualTo("a");
        assertThat(bench.faults.acting).containsExactly("b");
    }

    @Test
    void aCallThatFailedLeavesItsFaultToWhoeverHealsInAnEmergencyWhileOthersOfTheStepAreWaitedFor() throws Exception {
        inject("a", "b");
        AtomicBoolean first = new AtomicBoolean(true);
        bench.faults.duringHeal = target -> {
            if (target.equals("a") && first.compareAndSet(true, false)) {
                throw new NoClassDefFoundError("a/part/of/it");
            }
        };
        bench.faults.duringLook = target -> Bench.soon().until(() -> !target.equals("b") || letGo.getCount() == 0);
        elsewhere = CompletableFuture.runAsync(() -> bench.injections.heal("1-break", bench.healer), Bench.BESIDE);
        Bench.soon().until(() -> bench.faults.calls.contains("look b"));

        Injections.Untold rest = bench.injections.healNextAtOnce(bench.healer).orElseThrow();
        bench.injections.tell(rest);
        letGo.countDown();
        elsewhere.get(10, TimeUnit.SECONDS);

        assertThat(rest.fault().fault().target()).isEqualTo("a");
        assertThat(rest.check().healed()).isTrue();
        assertStates("run 1-break-1 a VERIFIED", "run 1-break-2 b VERIFIED");
        assertThat(bench.events(Type.HEAL_VERIFIED)).hasSize(2);
    }

    @Test
    void aCallThatFailedIsMadeAgainHoweverLongTheOthersOfTheStepTook() throws Exception {
        inject("a", "b");
        AtomicBoolean first = new AtomicBoolean(true);
        bench.faults.duringHeal = target -> {
            if (target.equals("b") && first.compareAndSet(true, false)) {
                throw new IllegalStateException("the connection was reset");
            }
            if (target.equals("a")) {
                bench.now.addAndGet(2 * Bench.HEAL_BOUND.toNanos());
            }
        };

        bench.injections.healAll(bench.healer);

        assertThat(heals()).containsExactly("heal b", "heal a", "heal b");
        assertStates("run 1-break-1 a VERIFIED", "run 1-break-2 b VERIFIED");
    }

    @Test
    void whatIsNotSeenHealedStaysOpenAndIsToldWithItsReason() throws Exception {
        inject("a");
        bench.faults.stuck.add("a");

        bench.injections.healAll(bench.healer);

        assertThat(bench.event(Type.HEAL_UNVERIFIED).facts()).isEqualTo(Map.of("reason", "a is still broken"));
        assertThat(bench.events(Type.HEAL_VERIFIED)).isEmpty();
        assertStates("run 1-break a REVERTING");
        assertThat(bench.audit().file())
                .content()
                .contains("\"what\":\"not-healed\"", "\"evidence\":\"a is still broken\"")
                .doesNotContain("\"what\":\"healed\"");
        assertThat(bench.injections.waiting()).isZero();
    }

    @Test
    void aFullDiskKeepsNothingFromBeingHealed() throws Exception {
        inject("a", "b");
        bench.diskFull = true;

        bench.injections.healAll(bench.healer);

        assertThat(bench.faults.acting).isEmpty();
        assertThat(bench.events(Type.HEAL_VERIFIED)).hasSize(2);
        assertThat(bench.events(Type.NOTE)).as("told once").singleElement().satisfies(note -> {
            assertThat(note.subject()).isEqualTo("1-break-2");
            assertThat(note.fact("text")).contains("cannot write the fault journal", "No space left on device");
        });
        assertStates("run 1-break-1 a ACTIVE", "run 1-break-2 b ACTIVE");
    }

    @Test
    void anAuditLogThatCannotBeWrittenKeepsNothingFromBeingHealed() throws Exception {
        inject("a", "b");
        Files.delete(bench.audit().file());
        Files.createDirectory(bench.audit().file());

        bench.injections.healAll(bench.healer);

        assertThat(bench.faults.acting).isEmpty();
        assertThat(bench.events(Type.NOTE)).hasSize(2).allMatch(note -> note.fact("text")
                .contains("cannot write the audit log"));
        assertThat(bench.event(Type.NOTE).subject()).isEqualTo("1-break-2");
    }

    @Test
    void theCallsOfAnEmergencyHealAndLookAtNothing() throws Exception {
        inject("a", "b");

        List<Runnable> calls = bench.injections.calls(bench.healer);
        assertThat(heals()).isEmpty();
        calls.forEach(Runnable::run);

        assertThat(bench.faults.calls).endsWith("heal b", "heal a").doesNotContain("look a", "look b");
        assertThat(bench.injections.waiting()).as("they are verified later").isEqualTo(2);
    }

    @Test
    void whatIsHealedAtOnceIsWrittenDownOnlyWhenItIsTold() throws Exception {
        inject("a", "b");
        List<String> before = bench.told();
        bench.faults.duringHeal = target -> bench.now.addAndGet(7);
        long healing = bench.now.get();

        Injections.Untold untold = bench.injections.healNextAtOnce(bench.healer).orElseThrow();
        assertThat(bench.faults.acting).containsExactly("a");
        assertThat(bench.told()).isEqualTo(before);
        assertStates("run 1-break-1 a ACTIVE", "run 1-break-2 b ACTIVE");

        bench.pass(Duration.ofSeconds(1));
        bench.injections.tell(untold);
        assertThat(bench.told())
                .endsWith("HEAL_ISSUED 1-break-2", "HEAL_RETURNED 1-break-2", "HEAL_VERIFIED 1-break-2");
        assertThat(bench.event(Type.HEAL_ISSUED).at()).isEqualTo(healing);
        assertThat(bench.event(Type.HEAL_ISSUED).facts()).isEqualTo(Map.of("target", "b"));
        assertThat(bench.event(Type.HEAL_RETURNED).at()).isEqualTo(healing + 7);
        assertStates("run 1-break-1 a ACTIVE", "run 1-break-2 b VERIFIED");

        bench.injections.healAll(bench.healer);
        assertThat(bench.injections.healNextAtOnce(bench.healer)).isEmpty();
    }

    @Test
    void aFaultThatIsToldIsRevertingInTheJournalWhenItWasNotSeenHealed() throws Exception {
        inject("a");
        bench.faults.stuck.add("a");
        bench.injections.tell(bench.injections.healNextAtOnce(bench.healer).orElseThrow());
        assertStates("run 1-break a REVERTING");
    }

    @Test
    void healingEverythingWaitsForWhatAnotherThreadHeals() throws Exception {
        inject("a");
        healElsewhere();
        AtomicBoolean healedInTheEnd = new AtomicBoolean();
        Thread own = new Thread(() -> {
            bench.injections.healAll(bench.healer);
            healedInTheEnd.set(bench.faults.acting.isEmpty());
        });
        own.start();
        Bench.soon().until(() -> own.getState() == Thread.State.TIMED_WAITING);
        assertThat(heals()).as("nobody else touches it").hasSize(1);

        letGo.countDown();
        own.join(SOON.toMillis());

        assertThat(healedInTheEnd).isTrue();
        assertThat(bench.told()).contains("HEAL_VERIFIED 1-break");
        assertThat(bench.events(Type.NOTE)).isEmpty();
    }

    @Test
    void healingEverythingDoesNotWaitForEverForAnotherThread() throws Exception {
        inject("a");
        healElsewhere();
        bench.rush(Bench.HEAL_BOUND.plusSeconds(5));

        bench.injections.healAll(bench.healer);

        assertThat(bench.event(Type.NOTE).subject()).isEqualTo("healing");
        assertThat(bench.event(Type.NOTE).fact("text"))
                .isEqualTo("another thread is still healing; what is open stays in the journal");
    }

    @Test
    void anInterruptEndsTheWaitForAnotherThreadAndIsKept() throws Exception {
        inject("a");
        healElsewhere();
        Thread.currentThread().interrupt();

        bench.injections.healAll(bench.healer);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.events(Type.NOTE)).isEmpty();
    }

    /** On a thread that does not come back from its call until it is let go. */
    private void healElsewhere() {
        bench.faults.duringHeal = target -> Bench.soon().until(() -> letGo.getCount() == 0);
        elsewhere = CompletableFuture.runAsync(
                () -> bench.injections.tell(
                        bench.injections.healNextAtOnce(bench.healer).orElseThrow()),
                Bench.BESIDE);
        Bench.soon().until(() -> !heals().isEmpty());
    }

    private void inject(String... targets) throws Exception {
        bench.inject(StagedFaults.step("1-break", targets));
    }

    private List<String> heals() {
        return bench.faults.calls.stream()
                .filter(call -> call.startsWith("heal"))
                .toList();
    }

    private void assertStates(String... states) {
        assertThat(bench.states()).containsExactly(states);
    }
}
