package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemEvent.Kind;
import dev.aftershock.probes.SystemLog;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the systems of a run are started and ended, and what they log of themselves. */
class SystemsTest {

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
    void howToRemoveASystemIsOnTheDiskBeforeItStarts() throws Exception {
        List<String> atStart = new ArrayList<>();
        bench.system.duringStart = name -> atStart.addAll(bench.states());

        bench.systems.start(StagedSystem.spec("db", "primary"));

        assertThat(atStart).containsExactly("run system-db primary INTENT");
        assertThat(bench.states()).containsExactly("run system-db primary ACTIVE");
    }

    @Test
    void aSystemFindsTheTargetsOfThoseBeforeIt() throws Exception {
        List<String> seen = new ArrayList<>();
        bench.systems.start(StagedSystem.spec("db", "primary"));
        bench.system.duringPrepare = context ->
                context.targets().find("*", StagedSystem.Piece.class).forEach(found -> seen.add(found.name()));

        bench.systems.start(StagedSystem.spec("web", "front"));

        assertThat(seen).containsExactly("db.primary");
    }

    @Test
    void theRecipesOfOneSystemAreWrittenSoThatARecoveryUndoesTheFirstFirst() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary", "network"));

        assertThat(bench.states()).containsExactly("run system-db-2 network ACTIVE", "run system-db-1 primary ACTIVE");
        JournalReader.Contents journal = JournalReader.read(bench.journal.file());
        assertThat(journal.open()).extracting(open -> open.recipe().target()).containsExactly("primary", "network");
        assertThat(journal.damaged()).isZero();
    }

    @Test
    void theTargetsOfASystemThatStartedCanBeFound() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary", "standby"));

        assertThat(bench.systems.targets().find("db.*", SystemLog.class))
                .extracting(Targets.Named::name)
                .containsExactly("db.primary", "db.standby");
    }

    @Test
    void aSystemThatDoesNotStartIsRemovedAllTheSame() {
        bench.system.duringStart = name -> {
            throw new IllegalStateException("the port is taken");
        };

        assertThatThrownBy(() -> bench.systems.start(StagedSystem.spec("db", "primary")))
                .hasMessage("the port is taken");
        assertThat(bench.states()).containsExactly("run system-db primary INTENT");
        bench.systems.end(bench.healer);

        assertThat(bench.system.calls).containsExactly("start db", "remove primary", "look primary");
        assertThat(bench.states()).containsExactly("run system-db primary VERIFIED");
    }

    @Test
    void withoutAJournalNothingIsStarted() {
        bench.diskFull = true;

        assertThatThrownBy(() -> bench.systems.start(StagedSystem.spec("db", "primary")))
                .isInstanceOf(UncheckedIOException.class);
        bench.systems.end(bench.healer);

        assertThat(bench.system.calls).isEmpty();
    }

    @Test
    void whatWasStartedLastEndsFirstAndIsLookedAt() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary", "network"));
        bench.systems.start(StagedSystem.spec("app", "web"));
        bench.system.calls.clear();

        bench.systems.end(bench.healer);

        assertThat(bench.system.calls)
                .containsExactly(
                        "close app",
                        "remove web",
                        "look web",
                        "close db",
                        "remove primary",
                        "look primary",
                        "remove network",
                        "look network");
        assertThat(bench.states()).hasSize(3).allMatch(line -> line.endsWith("VERIFIED"));
        assertThat(bench.told()).isEmpty();
        bench.systems.end(bench.healer);
        assertThat(bench.system.calls).as("it ends once").hasSize(8);
    }

    @Test
    void aSystemThatCannotBeClosedIsRemovedAllTheSame() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary"));
        bench.system.duringClose = name -> {
            throw new IllegalStateException("it hangs");
        };

        bench.systems.end(bench.healer);

        assertThat(bench.states()).containsExactly("run system-db primary VERIFIED");
        note("IllegalStateException: it hangs");
    }

    @Test
    void whatIsNotSeenGoneStaysOpenInTheJournal() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary", "network"));
        bench.system.stuck = java.util.Set.of("primary");

        bench.systems.end(bench.healer);

        assertThat(bench.event(Type.HEAL_UNVERIFIED).subject()).isEqualTo("system-db-1");
        assertThat(bench.event(Type.HEAL_UNVERIFIED).facts()).isEqualTo(Map.of("reason", "primary is still there"));
        assertThat(bench.states())
                .containsExactly("run system-db-2 network VERIFIED", "run system-db-1 primary REVERTING");
    }

    @Test
    void aFullDiskKeepsNoSystemFromBeingRemoved() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary"));
        bench.diskFull = true;

        bench.systems.end(bench.healer);

        assertThat(bench.system.calls).endsWith("close db", "remove primary", "look primary");
        assertThat(bench.event(Type.NOTE).fact("text")).contains("No space left on device");
    }

    @Test
    void aDiskThatIsFullOnlyInTheEndIsToldToo() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary"));
        bench.system.duringRemove = part -> bench.diskFull = true;

        bench.systems.end(bench.healer);

        assertThat(bench.event(Type.NOTE).fact("text")).contains("No space left on device");
        assertThat(bench.states()).containsExactly("run system-db primary REVERTING");
    }

    @Test
    void aSystemIsRedundantAgainOnceItSaysSoAfterTheLastTrouble() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary"));
        assertThat(bench.systems.redundant()).as("it noticed nothing").isTrue();
        for (Kind trouble : List.of(Kind.DETECTED, Kind.FENCED)) {
            log(trouble, 10);
            assertThat(bench.systems.redundant()).as("after %s", trouble).isFalse();
            log(Kind.PROMOTED, 15);
            assertThat(bench.systems.redundant()).isFalse();
            log(Kind.REDUNDANT, 10);
            assertThat(bench.systems.redundant()).as("at the same instant").isTrue();
            bench.system.log.clear();
        }
        log(Kind.REDUNDANT, 5);
        log(Kind.DETECTED, 6);
        assertThat(bench.systems.redundant()).as("it was before the trouble").isFalse();
        // Lines of several members come out of order.
        log(Kind.DETECTED, 1);
        log(Kind.REDUNDANT, 7);
        log(Kind.REDUNDANT, 2);
        assertThat(bench.systems.redundant()).isTrue();
    }

    @Test
    void everyLineOfASystemsLogIsInTheTimelineOnce() throws Exception {
        bench.systems.start(StagedSystem.spec("db", "primary", "standby"));
        bench.system.log.add(new SystemEvent(42, Kind.FENCED, "primary", "cut\u001boff"));
        log(Kind.PROMOTED, 43);

        bench.systems.recordLogs(List.of(() -> List.of(new SystemEvent(44, Kind.REDUNDANT, "pods", "3 ready"))));

        assertThat(bench.told()).containsExactly("SYSTEM primary", "SYSTEM standby", "SYSTEM pods");
        assertThat(bench.event(Type.SYSTEM).at()).isEqualTo(42);
        assertThat(bench.event(Type.SYSTEM).facts()).isEqualTo(Map.of("kind", "FENCED", "detail", "cut off"));
    }

    private void log(Kind kind, long at) {
        bench.system.log.add(new SystemEvent(at, kind, "standby", "seen"));
    }

    private void note(String text) {
        assertThat(bench.event(Type.NOTE).subject()).isEqualTo("systems");
        assertThat(bench.event(Type.NOTE).fact("text")).isEqualTo(text);
    }
}
