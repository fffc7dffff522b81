package dev.aftershock.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A TCP or Unix-socket proxy while it is enabled: the listening socket and the connections that came through it. */
final class Listener implements Endpoint {
    private static final long PAUSE_MILLIS = 1_000;

    private final FaultProxy proxy;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Channel server;

    private Listener(FaultProxy proxy, SocketAddress address) throws ApiError {
        this.proxy = proxy;
        if (address instanceof UnixDomainSocketAddress socket) {
            UnixSockets.removeDead(socket);
        }
        ChannelFuture bound = proxy.loops().relayServer(address, new Acceptor()).bind(address);
        server = Endpoint.awaitBound(bound, "tcp", address);
    }

    /** Starts listening; every failure is worded as Go words it. */
    static Listener open(FaultProxy proxy, SocketAddress address) throws ApiError {
        return new Listener(proxy, address);
    }

    @Override
    public Channel server() {
        return server;
    }

    @Override
    public Collection<Future<?>> killAll() {
        List<Future<?>> kills = new ArrayList<>();
        connections.forEach(connection -> kills.add(connection.kill()));
        return kills;
    }

    @Override
    public void reconcile() throws ApiError {
        List<Future<?>> changes = new ArrayList<>();
        connections.forEach(connection -> changes.add(connection.reconcileOnLoop()));
        Loops.await(changes);
    }

    CompletableFuture<List<SocketAddress>> upstreamAddresses() {
        return proxy.upstreamAddresses();
    }

    Loops loops() {
        return proxy.loops();
    }

    boolean strict() {
        return proxy.strict();
    }

    Traffic traffic() {
        return proxy.traffic();
    }

    Toxics toxics() {
        return proxy.toxics().effective();
    }

    ProxyExtras extras() {
        return proxy.extras();
    }

    SplittableRandom random(long connection, Direction direction, String toxic) {
        return proxy.random(connection, direction, toxic);
    }

    /** A connection is over; false if that was known. */
    boolean forget(Connection connection, ConnectionRecord record) {
        connections.remove(connection);
        boolean open = record.close();
        if (open) {
            proxy.log().closed(record);
        }
        return open;
    }

    /** Numbers connections in the order they were accepted, which is what makes seeded decisions repeatable. */
    private final class Acceptor extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel client = (Channel) message;
            ConnectionRecord record = new ConnectionRecord(
                    proxy.nextConnectionIndex(), proxy.extras().capture());
            proxy.log().opened(record);
            RelayLoop loop = proxy.loops().takeLoop(ctx.channel().eventLoop());
            Connection connection = new Connection(Listener.this, new Connection.Side(client, loop), record);
            connections.add(connection);
            connection.begin();
        }

        /** Out of descriptors, as a rule: to try again at once would keep the loop from what could free some. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.channel().config().setAutoRead(false);
            ctx.channel()
                    .eventLoop()
                    .schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
