package dev.aftershock.toxiproxy;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/** Looks at a link as a client would: connects, perhaps knocks, and waits for one byte. Thread-safe. */
final class Wire {

    private static final Duration CONNECT_BOUND = Duration.ofSeconds(1);

    private final MonotonicClock clock = MonotonicClock.startingNow();

    /** What was met. */
    enum Kind {
        /** Nobody accepted the connection. */
        REFUSED,
        /** The connection was accepted, and ended without a byte; after {@link Knock#GOODBYE}, with or without. */
        CLOSED,
        /** The connection was accepted, and broken off: a TCP reset. */
        RESET,
        /** A byte came. */
        ANSWERED,
        /** The connection stayed open, and no byte came within the wait. */
        SILENT
    }

    /**
     * One look.
     *
     * @param kind what was met
     * @param after how long after the knock
     */
    record Sight(Kind kind, Duration after) {

        /** Whether the connection was accepted. */
        boolean accepted() {
            return kind != Kind.REFUSED;
        }

        /** Whether the connection was accepted, and ended before it said anything. */
        boolean ended() {
            return kind == Kind.CLOSED || kind == Kind.RESET;
        }

        @Override
        public String toString() {
            return switch (kind) {
                case REFUSED -> "the connection was refused";
                case CLOSED -> "the connection was closed after " + millis(after);
                case RESET -> "the connection was reset after " + millis(after);
                case ANSWERED -> "the first byte came after " + millis(after);
                case SILENT -> "no byte came within " + millis(after) + ", and the connection stayed open";
            };
        }
    }

    /**
     * Looks once.
     *
     * @param wait how long to wait for a byte; at least one millisecond
     */
    Sight look(InetSocketAddress address, Knock knock, Duration wait) throws IOException {
        long from = clock.nanos();
        try (Socket socket = new Socket()) {
            socket.connect(Addresses.resolved(address), (int) CONNECT_BOUND.toMillis());
            return listen(socket, knock, wait);
        } catch (ConnectException | SocketTimeoutException e) {
            return new Sight(Kind.REFUSED, since(from));
        } catch (SocketException e) {
            // Broken off so soon after it was accepted that connecting itself failed.
            return new Sight(Kind.RESET, since(from));
        }
    }

    private Sight listen(Socket socket, Knock knock, Duration wait) {
        long from = clock.nanos();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Math.max(1, wait.toMillis()));
            socket.getOutputStream().write(knock.bytes());
            boolean ended = knock == Knock.GOODBYE
                    ? endsAfterGoodbye(socket, from + wait.toNanos())
                    : socket.getInputStream().read() < 0;
            return new Sight(ended ? Kind.CLOSED : Kind.ANSWERED, since(from));
        } catch (SocketTimeoutException e) {
            return new Sight(Kind.SILENT, since(from));
        } catch (IOException e) {
            return new Sight(Kind.RESET, since(from));
        }
    }

    /** What a server says of its own accord is passed over; false when it never stops. */
    private boolean endsAfterGoodbye(Socket socket, long deadline) throws IOException {
        socket.shutdownOutput();
        byte[] greeting = new byte[4096];
        while (socket.getInputStream().read(greeting) >= 0) {
            if (clock.nanos() > deadline) {
                return false;
            }
        }
        return true;
    }

    private Duration since(long from) {
        return Duration.ofNanos(clock.nanos() - from);
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}
