package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * One try to open a session, on a thread of its own that can be abandoned.
 *
 * <p>The driver's sockets are known here (see {@link DialSockets}), so that a silent host is left at the end of its
 * share of the time, and everything at the deadline.
 */
final class Dial extends Thread {

    private final Callable<Session> opening;
    private final long deadline;
    private final MonotonicClock clock;
    private final Hands hands;
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private int hostsLeft;
    private Optional<Socket> current = Optional.empty();
    private boolean abandoned;
    private boolean silent;

    Dial(Callable<Session> opening, int hosts, long deadline, Tools tools) {
        super(tools.name() + "-connect");
        setDaemon(true);
        this.opening = opening;
        this.hostsLeft = hosts;
        this.deadline = deadline;
        this.clock = tools.clock();
        this.hands = tools.hands();
    }

    /** Ends by the deadline, with a session or an {@link SQLException}. */
    CompletableFuture<Session> session() {
        return session;
    }

    @Override
    public void run() {
        Future<?> watch = hands.after(deadline - clock.nanos(), this::giveUp);
        try {
            Session opened = opening.call();
            // A session that nobody awaits any more, or whose socket was just closed, is of no use.
            if (!keepSocket() || !session.complete(opened)) {
                opened.drop();
                session.completeExceptionally(late());
            }
        } catch (Exception e) {
            session.completeExceptionally(lastHostWasSilent() ? late() : e);
        } catch (Error e) {
            session.completeExceptionally(new SQLException("the driver failed: " + e, e));
        } finally {
            watch.cancel(false);
        }
    }

    /** A socket for the next host, which will be ended when the host's share of the time is over. */
    synchronized Socket newSocket() throws IOException {
        long left = deadline - clock.nanos();
        if (abandoned || left <= 0) {
            throw new SocketTimeoutException("the deadline for connecting passed");
        }
        Socket socket = new Socket();
        current = Optional.of(socket);
        silent = false;
        hands.after(left / Math.max(1, hostsLeft), () -> endIfCurrent(socket));
        hostsLeft--;
        return socket;
    }

    private synchronized void endIfCurrent(Socket socket) {
        if (current.filter(socket::equals).isPresent()) {
            endCurrent();
        }
    }

    private synchronized boolean keepSocket() {
        boolean open = current.filter(socket -> socket.isClosed() || socket.isInputShutdown())
                .isEmpty();
        current = Optional.empty();
        return open;
    }

    /** Stops the try; harmless when it has ended. */
    void giveUp() {
        if (session.completeExceptionally(late())) {
            synchronized (this) {
                abandoned = true;
                endCurrent();
            }
            interrupt();
        }
    }

    /** Ending a silent host's socket looks to the driver like a refusal, but nobody said no. */
    private synchronized boolean lastHostWasSilent() {
        return silent;
    }

    private void endCurrent() {
        silent = true;
        try {
            if (current.isPresent()) {
                end(current.get());
            }
        } catch (IOException e) {
            // The driver's own timeouts end it instead.
            current = Optional.empty();
        }
    }

    private static void end(Socket socket) throws IOException {
        if (socket.isConnected() && !socket.isClosed()) {
            // The driver sees the server hang up, and closes without complaint.
            socket.shutdownInput();
        } else {
            socket.close();
        }
    }

    private static SQLTimeoutException late() {
        return new SQLTimeoutException("no connection by the deadline");
    }
}
