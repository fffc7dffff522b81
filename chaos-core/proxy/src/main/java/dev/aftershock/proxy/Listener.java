package dev.aftershock.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy while it is enabled: the listening socket and the connections that came through it. */
final class Listener {
    private static final AttributeKey<Connection> CONNECTION = AttributeKey.valueOf(Listener.class, "connection");

    private final FaultProxy proxy;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Channel server;

    private Listener(FaultProxy proxy, InetSocketAddress address) throws ApiError {
        this.proxy = proxy;
        ChannelFuture bound = proxy.loops()
                .relayServer()
                .handler(new Acceptor())
                .childHandler(new Opener())
                .bind(address);
        Loops.await(List.of(bound));
        Throwable failure = bound.cause();
        if (failure != null) {
            throw ApiError.address("listen tcp " + HostPort.print(address) + ": bind: " + reason(failure));
        }
        server = bound.channel();
    }

    /** Starts listening; every failure is worded as Go words it. */
    static Listener open(FaultProxy proxy, InetSocketAddress address) throws ApiError {
        return new Listener(proxy, address);
    }

    private static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    /** The real address in Go's form. */
    String address() {
        return HostPort.print((InetSocketAddress) server.localAddress());
    }

    /** Stops listening, then closes every connection; both have happened to all of them when this returns. */
    static void closeAll(Collection<Listener> listeners) throws ApiError {
        if (listeners.isEmpty()) {
            return;
        }
        Loops.closeListening(listeners.stream().map(one -> one.server).toList());
        List<Future<?>> kills = new ArrayList<>();
        for (Listener one : listeners) {
            one.connections.forEach(connection -> kills.add(connection.kill()));
        }
        Loops.await(kills);
    }

    /** Brings the current toxics to every open connection; they have it when this returns. */
    void reconcile() throws ApiError {
        List<Future<?>> changes = new ArrayList<>();
        connections.forEach(connection -> changes.add(connection.reconcileOnLoop()));
        Loops.await(changes);
    }

    CompletableFuture<List<InetSocketAddress>> upstreamAddresses() {
        return proxy.upstreamAddresses();
    }

    Loops loops() {
        return proxy.loops();
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

    void forget(Connection connection, ConnectionRecord record) {
        if (record.close()) {
            proxy.log().closed(record);
        }
        connections.remove(connection);
    }

    /** Numbers connections in the order they were accepted, which is what makes seeded decisions repeatable. */
    private final class Acceptor extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel client = (Channel) message;
            ConnectionRecord record = new ConnectionRecord(
                    proxy.nextConnectionIndex(), proxy.extras().capture());
            proxy.log().opened(record);
            Connection connection = new Connection(Listener.this, client, record);
            connections.add(connection);
            client.attr(CONNECTION).set(connection);
            ctx.fireChannelRead(message);
        }
    }

    /** Runs on the connection's own loop. */
    private static final class Opener extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel client) {
            client.attr(CONNECTION).get().open();
        }
    }
}
