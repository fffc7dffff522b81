package dev.aftershock.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.jdbc.FakeDatabase.Insert;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadYourWriteProbeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final ProbeGroup group = new ProbeGroup(clock);

    @TempDir
    private Path directory;

    private FakeDatabase primary;
    private FakeDatabase replica;
    private ReadYourWriteProbe probe;

    @BeforeEach
    void start() throws Exception {
        primary = new FakeDatabase();
        replica = new FakeDatabase();
        probe = probe(Optional.empty());
        probe.prepare();
    }

    @AfterEach
    void end() throws SQLException {
        probe.close();
        group.close();
        primary.close();
        replica.close();
    }

    @Test
    void aRowThatIsFoundRightAfterItsWriteIsGood() throws Exception {
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(attempt()).isEqualTo(Answer.OK);
        assertThat(primary.rows).hasSize(2).doesNotHaveDuplicates();
        assertThat(probe.probeClass()).isEqualTo(ProbeClass.READ_YOUR_WRITE);
    }

    @Test
    void aRowThatIsWrittenButNotFoundIsBad() throws Exception {
        primary.blindReads.set(1);
        assertThat(attempt())
                .isEqualTo(Answer.failed("the row was acknowledged, but a read right after did not find it"));
        assertThat(primary.rows).hasSize(1);
        assertThat(attempt()).isEqualTo(Answer.OK);
    }

    @Test
    void aWriteThatFailsIsNotReadAndAReadThatFailsIsBad() throws Exception {
        primary.failingReads.set(1);
        primary.inserts.add(Insert.failing("08006"));
        Answer unwritten = attempt();
        assertThat(unwritten.outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(unwritten.detail()).startsWith("write: ");
        assertThat(primary.failingReads).hasValue(1);
        Answer unread = attempt();
        assertThat(unread.outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(unread.detail()).startsWith("read: ");
    }

    @Test
    void aReplicaThatHasNotTheRowYetIsSeen() throws Exception {
        probe.close();
        probe = probe(Optional.of("replica"));
        probe.prepare();
        assertThat(attempt().detail()).contains("did not find it");
        assertThat(primary.rows).hasSize(1);
        assertThat(replica.rows).isEmpty();
    }

    @Test
    void aSilentDatabaseIsATimeoutAndItsConnectionIsReplaced() throws Exception {
        primary.inserts.add(Insert.afterAbort(Insert.failing("08006")));
        assertThat(attempt(Duration.ofMillis(200)).outcome()).isEqualTo(Outcome.TIMEOUT);
        await().until(() -> attempt().equals(Answer.OK));
    }

    @Test
    void aTableThatIsNoPlainNameIsRefused() {
        assertThatThrownBy(() -> new JdbcReadYourWrite("db", Optional.empty(), "a; DROP TABLE b", 1, 1))
                .hasMessageContaining("'table' is 'a; DROP TABLE b'");
    }

    private ReadYourWriteProbe probe(Optional<String> reader) {
        JdbcReadYourWrite settings = new JdbcReadYourWrite("primary", reader, "aftershock_ledger", 1, 1);
        ProbeContext context = new ProbeContext(
                "ryw",
                new Pace(Duration.ofMillis(10), DEADLINE),
                targets(),
                clock,
                7,
                directory,
                group.loop(),
                Map.of());
        return (ReadYourWriteProbe) new JdbcReadYourWrite.Provider().create(settings, context);
    }

    private Targets targets() {
        Map<String, JdbcTarget> databases = Map.of("primary", primary, "replica", replica);
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(databases.get(name))));
            }
        };
    }

    private Answer attempt() throws InterruptedException {
        return attempt(DEADLINE);
    }

    private Answer attempt(Duration patience) throws InterruptedException {
        long now = clock.nanos();
        return probe.attempt(new Attempt(0, now, now + patience.toNanos(), 0));
    }
}
