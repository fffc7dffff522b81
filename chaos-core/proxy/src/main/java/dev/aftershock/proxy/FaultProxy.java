package dev.aftershock.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** One proxy: a listener, an upstream, the connections between and their toxics. Configured by one thread at a time. */
final class FaultProxy {

    private static final int DIAL_MILLIS = 5_000;
    private static final int BACKLOG = 1_024;

    private final EventLoop loop;
    private final long seed;
    private final String name;
    private final Toxics toxics = new Toxics();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private volatile String listen = "";
    private volatile String upstream = "";
    private volatile Optional<Channel> listener = Optional.empty();
    private long accepted;

    FaultProxy(EventLoop loop, long seed, String name) {
        this.loop = loop;
        this.seed = seed ^ name.hashCode();
        this.name = name;
    }

    String listen() {
        return listen;
    }

    String upstream() {
        return upstream;
    }

    boolean enabled() {
        return listener.isPresent();
    }

    Toxics toxics() {
        return toxics;
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("name", name).put("listen", listen).put("upstream", upstream).put("enabled", enabled());
        json.set("Logger", Json.object());
        ArrayNode all = json.putArray("toxics");
        toxics.inOrder().forEach(toxic -> all.add(toxic.json()));
        return json;
    }

    /** Brings about a configuration; connections are cut only when something differs. Called from the API's thread. */
    void configure(String wantedListen, String wantedUpstream, boolean enable) {
        boolean sameListen = wantedListen.equals(listen)
                || (enabled() && Endpoint.resolved(wantedListen).equals(listen));
        if (!sameListen || !wantedUpstream.equals(upstream)) {
            stop();
            listen = wantedListen;
            upstream = wantedUpstream;
        }
        if (enable && !enabled()) {
            start();
        } else if (!enable) {
            stop();
        }
    }

    private void start() {
        InetSocketAddress address = Endpoint.listen(listen);
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new Accepted());
        try {
            ChannelFuture bound = server.bind(address);
            Proxies.await(bound);
            listener = Optional.of(bound.channel());
            listen = Endpoint.text((InetSocketAddress) bound.channel().localAddress());
        } catch (ApiException e) {
            throw new ApiException(500, "listen tcp " + Endpoint.text(address) + ": bind: " + e.getMessage());
        }
    }

    /** Closes the listener, then every connection; later connects are refused. */
    void stop() {
        listener.ifPresent(channel -> Proxies.await(channel.close()));
        listener = Optional.empty();
        Proxies.await(loop.submit(() -> {
            Set.copyOf(connections).forEach(Connection::close);
            return true;
        }));
    }

    /** A client has connected: dial the upstream without holding up the listener. */
    private final class Accepted extends ChannelInboundHandlerAdapter {

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Channel client = context.channel();
            long number = accepted++;
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, DIAL_MILLIS)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(Endpoint.upstream(upstream))
                    .addListener(dialled -> {
                        Channel server = ((ChannelFuture) dialled).channel();
                        join(client, server, dialled.isSuccess(), number);
                    });
        }
    }

    private void join(Channel client, Channel server, boolean reached, long number) {
        if (!reached || !client.isOpen() || !enabled()) {
            client.close();
            server.close();
            return;
        }
        Connection connection = new Connection(client, server, toxics, seed + number * 0x9E3779B97F4A7C15L);
        connections.add(connection);
        connection.whenClosed(() -> connections.remove(connection));
        connection.begin();
    }
}
