package dev.aftershock.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One end of a TCP connection in a test; every wait ends within 10 s. */
final class Peer implements AutoCloseable {
    /** How a connection was found to be. */
    enum State {
        OPEN,
        ENDED,
        RESET
    }

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    Peer(Socket socket) {
        this.socket = socket;
        unchecked(() -> {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return true;
        });
    }

    static Peer connect(int port) {
        return unchecked(() -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            return new Peer(socket);
        });
    }

    /** Whether a connection to the port is refused by the kernel. */
    static boolean refused(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            return false;
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage()).contains("refused");
        }
    }

    Peer send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Peer send(byte[] bytes) {
        return unchecked(() -> {
            socket.getOutputStream().write(bytes);
            return this;
        });
    }

    /** Waits for exactly {@code length} bytes; fewer only if the stream ended. */
    String receive(int length) {
        return new String(receiveBytes(length), StandardCharsets.UTF_8);
    }

    byte[] receiveBytes(int length) {
        return unchecked(() -> socket.getInputStream().readNBytes(length));
    }

    /** Reads what is there: how many bytes, 0 if none came for a while, -1 at the end of the stream. */
    int readSome(byte[] buffer) {
        return unchecked(() -> {
            try {
                return socket.getInputStream().read(buffer);
            } catch (SocketTimeoutException quiet) {
                return 0;
            }
        });
    }

    /** Whatever comes until nothing has come for {@code millis}, or until the end. */
    byte[] receiveUntilQuiet(int millis) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            socket.setSoTimeout(millis);
            for (int n = readSome(buffer); n > 0; n = readSome(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (IOException | UncheckedIOException cut) {
            // What came before counts.
        }
        restorePatience();
        return all.toByteArray();
    }

    /** The sizes of {@code reads} until {@code total} bytes have come or the stream ended. */
    int countReads(int total) {
        return unchecked(() -> {
            byte[] buffer = new byte[64 * 1024];
            int reads = 0;
            int got = 0;
            while (got < total) {
                int n = socket.getInputStream().read(buffer);
                if (n < 0) {
                    break;
                }
                got += n;
                reads++;
            }
            return reads;
        });
    }

    /** Everything until the end of the stream. */
    byte[] receiveAll() {
        return unchecked(() -> socket.getInputStream().readAllBytes());
    }

    /** Sends {@code text} and returns the nanoseconds until as many bytes came back, which must be equal. */
    long echoNanos(String text) {
        long start = Nanos.now();
        send(text);
        String back = receive(text.length());
        long took = Nanos.now() - start;
        if (!back.equals(text)) {
            throw new AssertionError("sent " + text + " but got back " + back);
        }
        return took;
    }

    /** Waits up to {@code millis} for an end; bytes that arrive meanwhile are skipped. */
    State stateWithin(int millis) {
        long deadline = Nanos.now() + millis * 1_000_000L;
        byte[] skipped = new byte[8192];
        try {
            while (Nanos.now() < deadline) {
                socket.setSoTimeout((int) Math.max(1, (deadline - Nanos.now()) / 1_000_000));
                if (socket.getInputStream().read(skipped) < 0) {
                    return State.ENDED;
                }
            }
            return State.OPEN;
        } catch (SocketTimeoutException quiet) {
            return State.OPEN;
        } catch (IOException reset) {
            return State.RESET;
        } finally {
            restorePatience();
        }
    }

    /** Whether nothing arrives, and the stream does not end, for {@code millis}. */
    boolean isSilentFor(int millis) {
        try {
            socket.setSoTimeout(millis);
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException quiet) {
            return true;
        } catch (IOException reset) {
            return false;
        } finally {
            restorePatience();
        }
    }

    private void restorePatience() {
        if (!socket.isClosed()) {
            try {
                socket.setSoTimeout(PATIENCE_MILLIS);
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    /** Closes with a TCP reset. */
    void reset() {
        unchecked(() -> {
            socket.setSoLinger(true, 0);
            socket.close();
            return true;
        });
    }

    void shutdownOutput() {
        unchecked(() -> {
            socket.shutdownOutput();
            return true;
        });
    }

    /** Ends the connection with a TCP reset. */
    void abort() {
        unchecked(() -> {
            socket.setSoLinger(true, 0);
            socket.close();
            return true;
        });
    }

    @Override
    public void close() {
        unchecked(() -> {
            socket.close();
            return true;
        });
    }

    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 11));
        }
        return bytes;
    }

    interface Action<T> {
        T run() throws IOException;
    }

    static <T> T unchecked(Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
