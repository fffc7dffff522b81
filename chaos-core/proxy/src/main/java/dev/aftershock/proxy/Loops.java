package dev.aftershock.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops, and how sockets on them are set up; the one place that knows the transport. */
final class Loops implements AutoCloseable {
    /** How long an API call may wait for the loops; they never wait themselves, so this is ample. */
    static final long WAIT_MILLIS = 2_000;

    private static final int MAX_LOOPS = 2;
    private static final int DIAL_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    private static final int READ_MIN_BYTES = 2 * 1024;
    private static final int READ_FIRST_BYTES = 16 * 1024;
    private static final int READ_MAX_BYTES = 256 * 1024;

    /** A connection moves to another loop only when that has so many less: moving costs as much as a connection. */
    private static final int WORTH_MOVING = 2;

    private final EventLoopGroup group;
    private final List<RelayLoop> relays = new ArrayList<>();
    private final FineTimer timer = new FineTimer();

    Loops() {
        List<Spin> spins = new ArrayList<>();
        SelectStrategyFactory waiting = () -> {
            Spin spin = new Spin();
            spins.add(spin);
            return spin;
        };
        int loops = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        group = new MultiThreadIoEventLoopGroup(
                loops,
                new DefaultThreadFactory("aftershock-proxy", true),
                NioIoHandler.newFactory(SelectorProvider.provider(), waiting));
        // Each loop asked for its own, in the order of the loops.
        Iterator<Spin> spin = spins.iterator();
        group.forEach(loop -> relays.add(new RelayLoop((EventLoop) loop, spin.next(), new AtomicInteger())));
    }

    FineTimer timer() {
        return timer;
    }

    /** A group of open channels; what joins it after it was closed is closed too. */
    ChannelGroup channels() {
        return new DefaultChannelGroup(group.next(), true);
    }

    /** A server without options of its own. */
    ServerBootstrap server() {
        return new ServerBootstrap().group(group).channel(NioServerSocketChannel.class);
    }

    /** A socket that can listen on such an address; {@code acceptor} reads the connections. */
    Bootstrap relayServer(SocketAddress address, ChannelHandler acceptor) {
        return new Bootstrap()
                .group(group.next())
                .channel(isUnix(address) ? NioServerDomainSocketChannel.class : NioServerSocketChannel.class)
                .handler(acceptor);
    }

    /** The loop for a connection that was accepted on {@code accepting}: that one, unless it has clearly more to do. */
    RelayLoop takeLoop(EventLoop accepting) {
        RelayLoop least = relays.get(0);
        RelayLoop here = relays.get(0);
        for (RelayLoop each : relays) {
            least = each.count() < least.count() ? each : least;
            here = each.loop() == accepting ? each : here;
        }
        return (here.count() - least.count() >= WORTH_MOVING ? least : here).taken();
    }

    /** Sets up one side of a relay: nothing is read before the other side exists. */
    static void relayed(Channel side) {
        ChannelConfig config = side.config();
        config.setAutoRead(false);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setRecvByteBufAllocator(readSizes());
        config.setWriteBufferWaterMark(waterMark());
    }

    /** Connects the upstream side of a relay; called on the loop of its client side, which it shares. */
    static ChannelFuture dial(EventLoop loop, ChannelHandler handler, SocketAddress address) {
        Channel upstream = isUnix(address) ? new NioDomainSocketChannel() : new NioSocketChannel();
        relayed(upstream);
        upstream.config().setConnectTimeoutMillis(DIAL_TIMEOUT_MILLIS);
        upstream.pipeline().addLast(handler);
        ChannelFuture registered = loop.register(upstream);
        if (registered.cause() != null) {
            upstream.unsafe().closeForcibly();
            return registered;
        }
        return upstream.connect(address);
    }

    private static boolean isUnix(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress;
    }

    /** A UDP socket on any loop. */
    Bootstrap datagrams(ChannelHandler handler) {
        return datagrams(group, handler);
    }

    /** A UDP socket on that loop, or on one of several. */
    Bootstrap datagrams(EventLoopGroup loop, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES))
                .handler(handler);
    }

    private static AdaptiveRecvByteBufAllocator readSizes() {
        return new AdaptiveRecvByteBufAllocator(READ_MIN_BYTES, READ_FIRST_BYTES, READ_MAX_BYTES);
    }

    private static WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(2 * READ_MAX_BYTES, 4 * READ_MAX_BYTES);
    }

    /** Runs {@code work} on some loop after {@code delayNanos}. */
    Future<?> later(Runnable work, long delayNanos) {
        return group.next().schedule(work, delayNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Closes listening sockets; when this returns, the kernel refuses connections to them.
     *
     * <p>The JDK closes the descriptor only in its selector's next round. A timer is looked at once per round, so one
     * that fires proves that a round has passed.
     */
    static void closeListening(Collection<Channel> servers) throws ApiError {
        await(servers.stream().map(Channel::close).toList());
        await(servers.stream()
                .map(server -> server.eventLoop().schedule(() -> {}, 1, TimeUnit.MILLISECONDS))
                .toList());
    }

    /** Waits, 2 s in all, for work on the loops. */
    static void await(Collection<? extends Future<?>> work) throws ApiError {
        long deadline = Nanos.now() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        try {
            for (Future<?> one : work) {
                long left = Math.max(0, deadline - Nanos.now());
                if (!one.await(left, TimeUnit.NANOSECONDS)) {
                    throw new ApiError(503, "the proxy did not finish within " + WAIT_MILLIS + " ms; try again");
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new ApiError(503, "the proxy server is closing");
        }
    }

    /** Ends the threads, when nothing is open on them any more. */
    @Override
    public void close() {
        end(0);
    }

    /** Closes what is open, and ends the threads; Netty does the first for sure only when it is told to wait a little. */
    void closeAll() {
        end(1);
    }

    private void end(long quietMillis) {
        timer.close();
        group.shutdownGracefully(quietMillis, WAIT_MILLIS / 2, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }
}
