package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Asks a name server, each time from a port of its own. Thread-safe. */
final class DnsProbe implements BlockingProbe {

    private static final int MOST_AT_ONCE = 256;
    private static final int IDS = 1 << 16;

    private final DnsLookup settings;
    private final InetSocketAddress server;
    private final MonotonicClock clock;
    private final SecureRandom ids = new SecureRandom();
    private final Set<DatagramSocket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DnsProbe(DnsLookup settings, InetSocketAddress server, MonotonicClock clock) {
        this.settings = settings;
        this.server = server;
        this.clock = clock;
        // Seeding takes long the first time, which must not count as the server's time.
        ids.nextInt();
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ;
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
        try (DatagramSocket socket = new DatagramSocket()) {
            open.add(socket);
            try {
                return closed ? Answer.notSent("the probe is closed") : ask(socket, attempt.deadline());
            } finally {
                open.remove(socket);
            }
        } catch (SocketTimeoutException e) {
            return Answer.timedOut("no answer of " + server + " by the deadline");
        } catch (IOException e) {
            if (Shortage.isCauseOf(e)) {
                return Answer.notSent(e.getMessage());
            }
            throw e;
        }
    }

    private Answer ask(DatagramSocket socket, long deadline) throws IOException {
        // A connected socket hears nobody else, and hears when nobody listens at the server's port.
        socket.connect(server);
        DnsMessage question = new DnsMessage(settings.host(), settings.type(), ids.nextInt(IDS));
        byte[] bytes = question.toBytes();
        socket.send(new DatagramPacket(bytes, bytes.length));
        byte[] room = new byte[DnsMessage.MOST_BYTES + 1];
        while (true) {
            socket.setSoTimeout(left(deadline));
            DatagramPacket heard = new DatagramPacket(room, room.length);
            socket.receive(heard);
            ByteBuffer answer = ByteBuffer.wrap(room, 0, heard.getLength());
            if (question.isAnsweredBy(answer)) {
                return judge(question, answer);
            }
        }
    }

    private Answer judge(DnsMessage question, ByteBuffer answer) {
        if (answer.remaining() > DnsMessage.MOST_BYTES) {
            return Answer.failed("the answer is longer than " + DnsMessage.MOST_BYTES + " bytes");
        }
        try {
            return judge(question.addressesIn(answer));
        } catch (DnsMessage.Refusal e) {
            return Answer.failed(e.getMessage());
        }
    }

    private Answer judge(List<InetAddress> found) {
        if (found.isEmpty()) {
            return Answer.failed("the server knows no " + settings.type() + " record of " + settings.host());
        }
        if (settings.expected().isPresent()
                && !found.contains(settings.expected().get())) {
            String all = found.stream()
                    .map(InetAddress::getHostAddress)
                    .limit(8)
                    .toList()
                    .toString();
            return Answer.failed(settings.host() + " is at " + all + " instead of "
                    + settings.expect().orElse(""));
        }
        return Answer.OK;
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
        open.forEach(DatagramSocket::close);
    }
}
