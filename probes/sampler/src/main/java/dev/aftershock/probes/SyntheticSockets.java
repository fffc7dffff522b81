package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.SyntheticServer.Mode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The sockets of a synthetic server; used by its one thread only, apart from {@link #address()}. */
final class SyntheticSockets {

    /** How late an answer is in {@link Mode#SLOW}. */
    static final long SLOW_MILLIS = 50;

    private static final int BACKLOG = 1024;
    private static final int MOST_CONNECTIONS = 8192;
    private static final int MOST_LINE_CHARS = 10;

    private final Selector selector;
    private final MonotonicClock clock;
    private final ByteBuffer received = ByteBuffer.allocate(4096);
    private final Queue<SocketChannel> held = new ArrayDeque<>();
    private final Queue<Late> slow = new ArrayDeque<>();
    private volatile InetSocketAddress address = new InetSocketAddress(0);
    private Mode mode = Mode.UP;
    private Set<Integer> failing = Set.of();

    SyntheticSockets(Selector selector, MonotonicClock clock) {
        this.selector = selector;
        this.clock = clock;
    }

    InetSocketAddress address() {
        return address;
    }

    void listen(InetSocketAddress at) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(at, BACKLOG);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            address = (InetSocketAddress) listener.getLocalAddress();
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    Mode mode() {
        return mode;
    }

    /** Serves what is ready, waiting for it until woken, until a slow answer is due, or until an instant of the clock. */
    void serveUntil(long instant) throws IOException {
        Late next = slow.peek();
        long until = next == null ? instant : Math.min(instant, next.due());
        selector.select(this::serve, until == Long.MAX_VALUE ? 0 : millisUntil(until));
        while (!slow.isEmpty() && slow.peek().due() <= clock.nanos()) {
            say(slow.remove().to(), "ok\n");
        }
    }

    /** At least 1, since 0 would mean for ever. */
    private long millisUntil(long instant) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(instant - clock.nanos()));
    }

    /** Serves every request that has arrived, without waiting: a connection is accepted first and read next. */
    void serveArrived() throws IOException {
        selector.selectNow(this::serve);
        selector.selectNow(this::serve);
    }

    void enter(Mode next, Set<Integer> failingKeys) throws IOException {
        if (mode == Mode.REFUSE && next != Mode.REFUSE) {
            listen(address);
        }
        mode = next;
        failing = failingKeys;
        if (next == Mode.REFUSE) {
            selector.keys().forEach(key -> close(key.channel()));
            // A closed channel lets go of its port only when the selector has forgotten it.
            selector.selectNow();
        }
        if (next == Mode.UP) {
            held.forEach(channel -> say(channel, "ok\n"));
        }
        held.clear();
    }

    void closeAll() {
        selector.keys().forEach(key -> close(key.channel()));
        try {
            selector.close();
        } catch (IOException e) {
            // Nothing more can be let go of.
            held.clear();
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            } else if (key.isReadable()) {
                read((SocketChannel) key.channel(), (StringBuilder) key.attachment());
            }
        } catch (IOException e) {
            // The client hung up, as probes do.
            close(key.channel());
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            if (selector.keys().size() > MOST_CONNECTIONS) {
                next.close();
                continue;
            }
            if (mode == Mode.RST) {
                reset(next);
                continue;
            }
            next.configureBlocking(false);
            next.setOption(StandardSocketOptions.TCP_NODELAY, true);
            next.register(selector, SelectionKey.OP_READ, new StringBuilder());
        }
    }

    private void read(SocketChannel channel, StringBuilder line) throws IOException {
        received.clear();
        if (channel.read(received) < 0) {
            channel.close();
            return;
        }
        for (int i = 0; i < received.position(); i++) {
            char next = (char) received.get(i);
            if (next == '\n') {
                answer(channel, keyIn(line));
                line.setLength(0);
            } else if (line.length() < MOST_LINE_CHARS) {
                line.append(next);
            }
        }
    }

    /** The number that the digits of a line make. */
    private static int keyIn(StringBuilder line) {
        int number = 0;
        for (int i = 0; i < line.length(); i++) {
            int digit = line.charAt(i) - '0';
            number = digit >= 0 && digit <= 9 ? number * 10 + digit : number;
        }
        return number;
    }

    private void answer(SocketChannel channel, int key) throws IOException {
        switch (mode) {
            case UP -> say(channel, "ok\n");
            case ERR -> deny(channel);
            case PARTIAL -> {
                if (failing.contains(key)) {
                    deny(channel);
                } else {
                    say(channel, "ok\n");
                }
            }
            case RST -> reset(channel);
            case QUEUE -> held.add(channel);
            case SLOW -> slow.add(new Late(clock.nanos() + TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS), channel));
            case DROP, REFUSE -> {
                // Silence is the answer.
            }
        }
    }

    private static void deny(SocketChannel channel) {
        say(channel, "no\n");
        close(channel);
    }

    private static void reset(SocketChannel channel) throws IOException {
        // Without lingering, a close sends a reset instead of a farewell.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    private static void say(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            close(channel);
        }
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // A close that fails leaves nothing to be done.
            return;
        }
    }

    private record Late(long due, SocketChannel to) {}
}
