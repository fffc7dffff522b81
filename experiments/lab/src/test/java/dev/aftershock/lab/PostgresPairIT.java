package dev.aftershock.lab;

import static dev.aftershock.probes.SystemEvent.Kind.DETECTED;
import static dev.aftershock.probes.SystemEvent.Kind.FENCED;
import static dev.aftershock.probes.SystemEvent.Kind.PROMOTED;
import static dev.aftershock.probes.SystemEvent.Kind.REDUNDANT;
import static dev.aftershock.probes.SystemEvent.Kind.REJOINING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.SystemEvent;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real pair of servers, killed, cut off and brought back. */
class PostgresPairIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration FAILOVER_AFTER = Duration.ofSeconds(1);

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private PostgresPair pair = PostgresPair.prepare(PairOptions.of(Replication.ASYNC), clock);

    @AfterEach
    void nothingIsLeft() {
        pair.close();
        assertThat(LabLeftovers.gone(pair.directory())).isTrue();
        assertThat(pair.directory()).doesNotExist();
        assertThat(OwnedProcesses.POSTGRES.of(pair.directory().getFileName().toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Replication.class)
    void whatThePrimaryTakesTheStandbyShows(Replication replication) throws SQLException {
        start(replication);

        write(pair.url(), 1);

        eventually()
                .untilAsserted(() -> assertThat(read(pair.url(pair.standby()))).containsExactly(1));
        assertThat(pair.redundant()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Replication.class)
    void aKilledPrimaryIsReplacedAndComesBackAsStandby(Replication replication) throws SQLException {
        start(replication);
        write(pair.url(), 1);
        eventually().untilAsserted(() -> assertThat(read(pair.url("b"))).containsExactly(1));
        try (FailoverWatchdog watchdog = watchdog()) {
            long killed = clock.nanos();
            pair.node("a").process().orElseThrow().destroyForcibly();
            awaitEvent(watchdog, PROMOTED);

            write(pair.url(), 2);
            assertThat(kinds(watchdog)).containsExactly(DETECTED, FENCED, PROMOTED);
            assertThat(pair.primary()).isEqualTo("b");

            long allowed = clock.nanos();
            watchdog.rejoin("a");
            awaitEvent(watchdog, REDUNDANT);
            assertThat(kinds(watchdog)).containsExactly(DETECTED, FENCED, PROMOTED, REJOINING, REDUNDANT);
            assertThat(watchdog.whole()).isTrue();
            write(pair.url(), 3);
            eventually().untilAsserted(() -> assertThat(read(pair.url("a"))).containsExactly(1, 2, 3));
            report(replication + " kill", watchdog.events(), killed, allowed);
        }
    }

    @Test
    void theRolesCanChangeBackAgain() throws SQLException {
        start(Replication.SYNC);
        try (FailoverWatchdog watchdog = watchdog()) {
            for (int round = 1; round <= 4; round++) {
                write(pair.url(), round);
                String lost = pair.primary();
                pair.node(lost).process().orElseThrow().destroyForcibly();
                watchdog.rejoin(lost);
                int redundant = round;
                eventually()
                        .until(() -> kinds(watchdog).stream()
                                        .filter(REDUNDANT::equals)
                                        .count()
                                == redundant);
                assertThat(pair.standby()).isEqualTo(lost);
            }
            assertThat(read(pair.url(pair.primary()))).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void noWriteThatASynchronousPairAcknowledgedIsLost() throws SQLException, InterruptedException {
        start(Replication.SYNC);
        Writer writer = new Writer(pair);
        try (FailoverWatchdog watchdog = watchdog()) {
            Thread thread = new Thread(writer, "writer");
            thread.start();
            eventually().until(() -> writer.acknowledged().size() > 100);
            pair.node("a").process().orElseThrow().destroyForcibly();
            watchdog.rejoin("a");
            int before = writer.acknowledged().size();
            eventually().until(() -> writer.acknowledged().size() > before + 100);
            awaitEvent(watchdog, REDUNDANT);
            writer.stop();
            thread.join(LIMIT.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }

        assertThat(read(pair.url("b"))).containsAll(writer.acknowledged());
        eventually().untilAsserted(() -> assertThat(read(pair.url("a"))).containsAll(writer.acknowledged()));
    }

    @Test
    void aPrimaryThatIsCutOffIsFencedBeforeTheOtherTakesWrites() throws Exception {
        pair = PostgresPair.prepare(PairOptions.of(Replication.ASYNC), clock);
        try (Relay toFirst = new Relay(pair.node("a").address());
                Relay toSecond = new Relay(pair.node("b").address())) {
            pair.start(through(toFirst, toSecond));
            prepareTable();
            try (FailoverWatchdog watchdog = watchdog()) {
                long cut = clock.nanos();
                toFirst.cut();
                toSecond.cut();
                awaitEvent(watchdog, PROMOTED);
                assertThat(kinds(watchdog)).startsWith(DETECTED, FENCED, PROMOTED);
                assertThat(pair.node("a").isAlive()).isFalse();
                assertThat(pair.node("b").isAlive()).isTrue();
                write(pair.url(), 1);

                long healed = clock.nanos();
                assertThat(kinds(watchdog)).doesNotContain(REDUNDANT);
                toFirst.heal();
                toSecond.heal();
                awaitEvent(watchdog, REDUNDANT);
                report("partition", watchdog.events(), cut, healed);
            }
        }
    }

    @Test
    void oneAnswerThatIsLateIsNoReasonToFailOver() throws Exception {
        start(Replication.ASYNC);
        Duration patience = Duration.ofSeconds(2);
        String postmaster = Long.toString(pair.node("a").process().orElseThrow().pid());
        try (FailoverWatchdog watchdog = new FailoverWatchdog(pair, new WatchdogOptions(EVERY, patience), clock)) {
            watchdog.start();
            signal("-STOP", postmaster);
            await().pollDelay(patience.plusMillis(500)).atMost(LIMIT).until(() -> true);
            signal("-CONT", postmaster);
            await().during(patience).atMost(LIMIT).until(() -> kinds(watchdog).isEmpty());
            assertThat(watchdog.whole()).isTrue();
            assertThat(pair.primary()).isEqualTo("a");
        }
    }

    private static void signal(String name, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", name, pid).start().waitFor()).isZero();
    }

    @Test
    void aDeadStandbyLeavesThePrimaryAloneAndComesBack() throws SQLException {
        start(Replication.ASYNC);
        try (FailoverWatchdog watchdog = watchdog()) {
            pair.node("b").process().orElseThrow().destroyForcibly();
            eventually().until(() -> !watchdog.whole());
            write(pair.url(), 1);

            watchdog.rejoin("b");
            awaitEvent(watchdog, REDUNDANT);
            assertThat(kinds(watchdog)).doesNotContain(PROMOTED, FENCED);
            assertThat(read(pair.url("b"))).containsExactly(1);
        }
    }

    private void start(Replication replication) throws SQLException {
        pair = PostgresPair.prepare(PairOptions.of(replication), clock);
        long begin = clock.nanos();
        pair.start(Wiring.direct(pair));
        System.out.printf("lab: %s pair started in %d ms%n", replication, millis(begin, clock.nanos()));
        prepareTable();
    }

    private void prepareTable() throws SQLException {
        try (Connection connection = open(pair.url())) {
            Sql.run(connection, "CREATE TABLE entry (id int PRIMARY KEY)");
        }
        // An asynchronous standby need not have it yet.
        eventually()
                .untilAsserted(() -> assertThat(read(pair.url(pair.standby()))).isEmpty());
    }

    private FailoverWatchdog watchdog() {
        FailoverWatchdog watchdog = new FailoverWatchdog(pair, new WatchdogOptions(EVERY, FAILOVER_AFTER), clock);
        watchdog.start();
        return watchdog;
    }

    private Wiring through(Relay toFirst, Relay toSecond) {
        return new Wiring() {
            @Override
            public InetSocketAddress replication(String from, String to) {
                return to.equals("a") ? toFirst.address() : toSecond.address();
            }

            @Override
            public InetSocketAddress clients(String to) {
                return pair.node(to).address();
            }
        };
    }

    private Connection open(String url) throws SQLException {
        Login login = pair.application();
        return DriverManager.getConnection(url, login.user(), login.password().reveal());
    }

    private void write(String url, int id) throws SQLException {
        try (Connection connection = open(url)) {
            Sql.run(connection, "INSERT INTO entry VALUES (" + id + ")");
        }
    }

    private Set<Integer> read(String url) throws SQLException {
        Set<Integer> ids = new TreeSet<>();
        try (Connection connection = open(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM entry")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    /** A standby may lag behind: what it does not show or answer yet is asked again. */
    private static ConditionFactory eventually() {
        return await().atMost(LIMIT).ignoreExceptionsInstanceOf(SQLException.class);
    }

    private static void awaitEvent(FailoverWatchdog watchdog, SystemEvent.Kind kind) {
        eventually().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertThat(kinds(watchdog))
                .as(() -> watchdog.events().toString())
                .contains(kind));
    }

    private static List<SystemEvent.Kind> kinds(FailoverWatchdog watchdog) {
        return watchdog.events().stream()
                .map(SystemEvent::kind)
                .filter(kind -> kind != SystemEvent.Kind.OTHER)
                .toList();
    }

    private static void report(String what, List<SystemEvent> events, long broken, long mended) {
        StringBuilder line = new StringBuilder("lab: " + what + ":");
        for (SystemEvent event : events) {
            boolean back = event.kind() == REJOINING || event.kind() == REDUNDANT;
            line.append(" %s +%d ms".formatted(event.kind(), millis(back ? mended : broken, event.at())));
        }
        System.out.println(line);
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }
}
