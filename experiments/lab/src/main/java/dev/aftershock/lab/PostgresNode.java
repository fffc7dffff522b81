package dev.aftershock.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One PostgreSQL server of a lab, a child process of ours that listens on loopback only.
 *
 * <p>{@link #isAlive()}, {@link #process()} and {@link #kill()} may be called from any thread; the rest belongs to the
 * thread that manages the lab.
 */
public final class PostgresNode {

    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final Duration PROMOTE_LIMIT = Duration.ofSeconds(30);

    private final NodeContext context;
    private final String name;
    private final InetSocketAddress address;
    private final NodeFiles files;
    private volatile Optional<Process> process = Optional.empty();

    PostgresNode(NodeContext context, String name, InetSocketAddress address) {
        this.context = context;
        this.name = name;
        this.address = address;
        this.files = new NodeFiles(context.lab().of(name), context.programs().user());
    }

    /** The member's name in its lab. */
    public String name() {
        return name;
    }

    /** Where the server itself listens, past every proxy. */
    public InetSocketAddress address() {
        return address;
    }

    /** What the server says. */
    public Path log() {
        return files.log();
    }

    /** Whether the postmaster lives. */
    public boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** The postmaster that lives now; its pid and start time change whenever the server is started again. */
    public Optional<ProcessHandle> process() {
        return process.filter(Process::isAlive).map(Process::toHandle);
    }

    /**
     * Ends every process of this server with SIGKILL and returns when none is left. A session that outlives its
     * postmaster could still acknowledge a write, so they are ended, too. Harmless when the server is dead.
     */
    public void kill() {
        process.ifPresent(Process::destroyForcibly);
        OwnedProcesses.POSTGRES.end(context.lab().mark() + "/" + name, context.poll(), KILL_LIMIT);
    }

    NodeFiles files() {
        return files;
    }

    /** Makes an empty database cluster. */
    void initialise() throws IOException {
        files.make();
        Path password = files.write(
                files.home().resolve("password"), context.admin().password().reveal());
        try {
            context.programs()
                    .run(
                            files.home().resolve("initdb.log"),
                            List.of(
                                    "initdb",
                                    "--pgdata=" + files.data(),
                                    "--username=" + context.admin().user(),
                                    "--pwfile=" + password,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--no-sync"),
                            INIT_LIMIT);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    /** Starts a dead server again on the data that it has. */
    void restart() throws IOException {
        kill();
        files.unlock();
        start();
    }

    /** Starts the server on its data and waits until it answers queries. */
    void start() throws IOException {
        files.configure(context.lab().mark() + "/" + name, address);
        Process started = context.programs()
                .spawn(files.log(), List.of("postgres", "-D", files.data().toString()));
        process = Optional.of(started);
        context.poll()
                .until(
                        () -> ready(started),
                        READY_LIMIT,
                        () -> "server '" + name + "' does not answer queries; its log ends with:\n"
                                + LogTail.of(files.log()));
    }

    private boolean ready(Process started) {
        if (!started.isAlive()) {
            throw new LabException("server '" + name + "' on port " + address.getPort()
                    + " ended while it started; its log ends with:\n" + LogTail.of(files.log()));
        }
        try (Connection connection = connect()) {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Makes a standby the primary and waits until it takes writes. */
    void promote() throws SQLException {
        try (Connection connection = connect()) {
            if (!takesWrites(connection)) {
                Sql.ask(connection, "SELECT pg_promote(wait => false)");
            }
            context.poll()
                    .until(
                            () -> takesWrites(connection),
                            PROMOTE_LIMIT,
                            () -> "server '" + name + "' was not promoted; its log ends with:\n"
                                    + LogTail.of(files.log()));
        }
    }

    private static boolean takesWrites(Connection connection) {
        try {
            return Sql.ask(connection, "SELECT pg_is_in_recovery()").equals("f");
        } catch (SQLException e) {
            throw new LabException("the server that is promoted does not answer: " + e.getMessage(), e);
        }
    }

    /** Connects past every proxy, as the lab's superuser. */
    Connection connect() throws SQLException {
        return Sql.open(address, context.admin(), 2);
    }

    /** Ends the server without waiting for its clients, and leaves nothing of it outside its folder. */
    void end() throws IOException {
        if (isAlive()) {
            // SIGQUIT: at once, but the server tidies up its shared memory.
            context.programs()
                    .run(
                            files.log(),
                            List.of(
                                    "pg_ctl",
                                    "kill",
                                    "QUIT",
                                    "" + process.orElseThrow().pid()),
                            STOP_LIMIT);
            awaitExit();
        }
        kill();
        sweepSharedMemory(context.programs(), files.home());
    }

    private void awaitExit() {
        try {
            // When it does not end in time, it is killed next.
            process.orElseThrow().waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a server was killed and has not tidied up. */
    static boolean killed(Path home) {
        return Files.exists(home.resolve("data").resolve(NodeFiles.LOCK));
    }

    /** Has PostgreSQL itself remove the shared memory that a killed server of the same data left in the system. */
    static void sweepSharedMemory(ServerPrograms programs, Path home) throws IOException {
        NodeFiles files = new NodeFiles(home, programs.user());
        if (killed(home)) {
            files.unlock();
            programs.run(
                    files.log(),
                    List.of("postgres", "--check", "-D", files.data().toString()),
                    STOP_LIMIT);
        }
    }
}
