package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Connects, speaks, listens, hangs up. Thread-safe. */
final class TcpProbe implements BlockingProbe {

    private static final int MOST_AT_ONCE = 1024;
    private static final int MOST_REPLY_BYTES = 64 * 1024;

    private final TcpConnect settings;
    private final TcpTarget target;
    private final MonotonicClock clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    TcpProbe(TcpConnect settings, TcpTarget target, MonotonicClock clock) {
        this.settings = settings;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.NEW_CONNECTION;
    }

    @Override
    public int concurrency() {
        return MOST_AT_ONCE;
    }

    /** Nothing to make ready: every attempt starts from nothing. */
    @Override
    public void prepare() {
        closed = false;
    }

    @Override
    public Answer attempt(Attempt attempt) throws IOException {
        try (Socket socket = new Socket()) {
            open.add(socket);
            try {
                return closed ? Answer.notSent("the probe is closed") : converse(socket, attempt.deadline());
            } finally {
                open.remove(socket);
            }
        } catch (SocketTimeoutException e) {
            return Answer.timedOut(Crew.oneLine(e));
        } catch (IOException e) {
            if (Shortage.isCauseOf(e)) {
                return Answer.notSent(Crew.oneLine(e));
            }
            throw e;
        }
    }

    private Answer converse(Socket socket, long deadline) throws IOException {
        socket.connect(resolved(), left(deadline));
        socket.setSoLinger(true, 0);
        socket.setTcpNoDelay(true);
        if (settings.send().isPresent()) {
            socket.getOutputStream().write(settings.send().get().getBytes(StandardCharsets.UTF_8));
        }
        return settings.expect().isPresent() ? listen(socket, settings.expect().get(), deadline) : Answer.OK;
    }

    private InetSocketAddress resolved() {
        InetSocketAddress address = target.address();
        // Asked anew each time, as a client would: a fail-over may move the name.
        return address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
    }

    private Answer listen(Socket socket, String expected, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        while (heard.size() < MOST_REPLY_BYTES) {
            socket.setSoTimeout(left(deadline));
            int count = in.read(buffer);
            if (count < 0) {
                break;
            }
            heard.write(buffer, 0, count);
            if (heard.toString(StandardCharsets.UTF_8).contains(expected)) {
                return Answer.OK;
            }
        }
        return Answer.failed("the reply does not contain '" + expected + "': '" + start(heard) + "'");
    }

    private static String start(ByteArrayOutputStream heard) {
        String text = heard.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
        return text.substring(0, Math.min(text.length(), 80)).strip();
    }

    /** Whole milliseconds until the deadline, rounded up, since 0 would mean for ever. */
    private int left(long deadline) throws SocketTimeoutException {
        long nanos = deadline - clock.nanos();
        if (nanos <= 0) {
            throw new SocketTimeoutException("the deadline passed");
        }
        return (int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    @Override
    public void close() {
        closed = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // Its attempt ends at its deadline instead.
                open.remove(socket);
            }
        }
    }
}
