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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy while it is enabled: the listening socket and the connections that came through it. */
final class Listener implements Endpoint {
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
        server = Endpoint.awaitBound(bound, "tcp", address);
    }

    /** Starts listening; every failure is worded as Go words it. */
    static Listener open(FaultProxy proxy, InetSocketAddress address) throws ApiError {
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

    CompletableFuture<List<InetSocketAddress>> upstreamAddresses() {
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
