package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A PostgreSQL primary and its streaming standby in one folder of their own.
 *
 * <p>Made in two steps, so that proxies can be set up between: {@link #prepare} fixes folder and ports and touches
 * nothing; {@link #start(Wiring)} starts the servers. One thread at a time may manage a pair; {@link #primary()},
 * {@link #standby()}, {@link #node(String)}, {@link #redundant()} and the URLs may be read from any.
 */
public final class PostgresPair implements AutoCloseable {

    private static final String ADMIN = "aftershock";
    private static final String APPLICATION = "app";
    private static final Duration STREAM_LIMIT = Duration.ofSeconds(30);

    private final Replication replication;
    private final NodeContext context;
    private final Login application = Login.random(APPLICATION);
    private final Map<String, PostgresNode> nodes = new LinkedHashMap<>();
    private volatile Wiring wiring = Wiring.direct(this);
    private volatile String primary;

    private PostgresPair(PairOptions options, NodeContext context) {
        this.replication = options.replication();
        this.context = context;
        this.primary = options.first();
        RandomGenerator random = RandomGenerator.getDefault();
        for (String name : List.of(options.first(), options.second())) {
            nodes.put(name, new PostgresNode(context, name, port(random)));
        }
    }

    /**
     * Chooses a folder and ports for a new pair; makes neither.
     *
     * @throws LabException when no server can run here: unsupported platform, or root without {@code setpriv}
     */
    public static PostgresPair prepare(PairOptions options, MonotonicClock clock) {
        try {
            ServerPrograms programs = new ServerPrograms(PostgresBinaries.locate(), ServerUser.choose());
            return new PostgresPair(
                    options,
                    new NodeContext(LabDirectory.unused(LabLeftovers.PREFIX), programs, Login.random(ADMIN), clock));
        } catch (IOException e) {
            throw new LabException("no lab can be prepared: " + e, e);
        }
    }

    /** The pair's folder; give it to {@link LabLeftovers#remove} when this process may have died. */
    public Path directory() {
        return context.lab().path();
    }

    /** The member of this name. */
    public PostgresNode node(String name) {
        PostgresNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no member '" + name + "'; known: " + nodes.keySet());
        }
        return node;
    }

    /** The member that is primary by plan, dead or alive. */
    public String primary() {
        return primary;
    }

    /** The other member. */
    public String standby() {
        return other(primary);
    }

    /** Whom clients connect as: no superuser, but it may make tables and read the server's statistics. */
    public Login application() {
        return application;
    }

    /**
     * Starts both servers and returns when the standby streams as planned, usually within three seconds.
     *
     * @throws LabException when it did not come to that; call {@link #close()} then, too
     */
    public void start(Wiring links) {
        wiring = links;
        try {
            context.lab().make(context.programs().user());
            PostgresNode first = node(primary);
            first.initialise();
            first.start();
            try (Connection connection = first.connect()) {
                Sql.run(
                        connection,
                        "CREATE ROLE " + APPLICATION + " LOGIN PASSWORD '"
                                + application.password().reveal() + "'");
                Sql.run(connection, "GRANT CREATE ON SCHEMA public TO " + APPLICATION);
                Sql.run(connection, "GRANT pg_monitor TO " + APPLICATION);
            }
            rebuildStandby();
        } catch (IOException | SQLException e) {
            throw new LabException("the pair in " + directory() + " could not be started: " + e, e);
        }
    }

    /** The JDBC URL by which clients find whichever member is primary. */
    public String url() {
        return JdbcUrls.failover(
                nodes.keySet().stream().map(name -> wiring.clients(name)).toList());
    }

    /** The JDBC URL of one member. */
    public String url(String member) {
        return JdbcUrls.single(wiring.clients(node(member).name()));
    }

    /** Whether the standby streams from the primary as planned; false when the primary cannot be asked. */
    public boolean redundant() {
        try (Connection connection = node(primary).connect()) {
            return shows(connection, "AND sync_state = '" + replication.state() + "'");
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends all processes and deletes the folder, even in an interrupted thread. Harmless when nothing was started. */
    @Override
    public void close() {
        LabException failure = new LabException("the lab " + directory() + " could not be ended cleanly");
        Uninterrupted.call(() -> {
            nodes.values().forEach(node -> end(node, failure));
            return LabLeftovers.remove(directory());
        });
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static void end(PostgresNode node, LabException failure) {
        try {
            node.end();
        } catch (IOException | LabException e) {
            failure.addSuppressed(e);
        }
    }

    /** The address at which one member reaches the other. */
    InetSocketAddress link(String from, String to) {
        return wiring.replication(from, to);
    }

    /** The superuser that the lab works as. */
    Login admin() {
        return context.admin();
    }

    /** Makes the standby the primary. It takes writes alone until redundancy is back. */
    void promoteStandby() throws SQLException {
        String next = standby();
        node(next).promote();
        primary = next;
    }

    /** Starts a dead primary again on the data that it has. */
    void restartPrimary() throws IOException {
        node(primary).restart();
    }

    /** Makes the standby anew from a fresh copy and returns when it streams as planned. */
    void rebuildStandby() throws SQLException, IOException {
        PostgresNode target = node(standby());
        target.kill();
        target.files().make();
        // The folder itself stays: a killed server's shared memory is found again by it.
        FileTrees.deleteContents(target.files().data());
        InetSocketAddress source = link(target.name(), primary);
        try (Connection connection = Sql.open(source, admin(), 10)) {
            BaseCopy.make(connection, node(primary).files().data(), target.files());
            target.files().followPrimary(target.name(), source, admin());
            target.start();
            awaitStream(connection, "");
            if (replication == Replication.SYNC) {
                Sql.run(connection, "ALTER SYSTEM SET synchronous_standby_names = '\"" + target.name() + "\"'");
                Sql.run(connection, "SELECT pg_reload_conf()");
            }
            awaitStream(connection, "AND sync_state = '" + replication.state() + "'");
        }
    }

    private void awaitStream(Connection connection, String condition) {
        context.poll()
                .until(
                        () -> {
                            try {
                                return shows(connection, condition);
                            } catch (SQLException e) {
                                throw new LabException(
                                        "the primary '" + primary + "' does not answer: " + e.getMessage(), e);
                            }
                        },
                        STREAM_LIMIT,
                        () -> "'" + standby() + "' does not stream from '" + primary + "'; its log ends with:\n"
                                + LogTail.of(node(standby()).log()));
    }

    private boolean shows(Connection connection, String condition) throws SQLException {
        return Sql.ask(
                        connection,
                        "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND application_name = '"
                                + standby() + "' " + condition)
                .equals("1");
    }

    private String other(String member) {
        return nodes.keySet().stream()
                .filter(name -> !name.equals(member))
                .findFirst()
                .orElseThrow();
    }

    private InetSocketAddress port(RandomGenerator random) {
        InetSocketAddress port = FreePorts.next(random);
        boolean taken = nodes.values().stream().anyMatch(node -> node.address().equals(port));
        return taken ? port(random) : port;
    }
}
