package dev.aftershock.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A UDP proxy while it is enabled: one socket for all clients, and a {@link UdpSession} for each. All of it runs on the
 * one loop of that socket.
 */
final class UdpRelay implements Endpoint {
    private static final int MAX_SESSIONS = 1_024;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** What all sessions together may hold back; later datagrams are lost, as they are by a full queue of a network. */
    private static final long MAX_HELD_BYTES = Link.MAX_HELD_BYTES;

    private final FaultProxy proxy;
    private final Channel server;
    private final Map<InetSocketAddress, UdpSession> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    private UdpRelay(FaultProxy proxy, InetSocketAddress address) throws ApiError {
        this.proxy = proxy;
        ChannelFuture bound = proxy.loops()
                .datagrams(new Receiver())
                .option(ChannelOption.AUTO_READ, false)
                .bind(address);
        this.server = Endpoint.awaitBound(bound, "udp", address);
        // Only now: what reads must find this object whole.
        server.config().setAutoRead(true);
    }

    /** Starts listening; every failure is worded as Go words it. */
    static UdpRelay open(FaultProxy proxy, InetSocketAddress address) throws ApiError {
        return new UdpRelay(proxy, address);
    }

    @Override
    public Channel server() {
        return server;
    }

    @Override
    public Collection<Future<?>> killAll() {
        return List.of(server.eventLoop().submit(() -> {
            sessions.values().forEach(session -> session.close("proxy stopped"));
            sessions.clear();
        }));
    }

    /** Each datagram meets the toxics of its own moment, so there is nothing to bring. */
    @Override
    public void reconcile() {}

    FaultProxy proxy() {
        return proxy;
    }

    /** Accounts for bytes held back; false if there is no room for them. */
    boolean hold(int bytes) {
        boolean fits = heldBytes + bytes <= MAX_HELD_BYTES;
        heldBytes += fits ? bytes : 0;
        return fits;
    }

    void letGo(int bytes) {
        heldBytes -= bytes;
    }

    /** The session of a client, made if it is new; the one used longest ago makes room. */
    private UdpSession session(InetSocketAddress client) {
        UdpSession known = sessions.get(client);
        if (known != null && !known.isClosed()) {
            return known;
        }
        dropIdle();
        ConnectionRecord record =
                new ConnectionRecord(proxy.nextConnectionIndex(), proxy.extras().capture());
        proxy.log().opened(record);
        UdpSession fresh = new UdpSession(this, client, record);
        sessions.put(client, fresh);
        fresh.open();
        return fresh;
    }

    private void dropIdle() {
        long now = Nanos.now();
        Iterator<UdpSession> oldestFirst = sessions.values().iterator();
        while (oldestFirst.hasNext()) {
            UdpSession oldest = oldestFirst.next();
            boolean idle = now - oldest.lastNanos() > IDLE_NANOS;
            if (!idle && sessions.size() < MAX_SESSIONS) {
                return;
            }
            oldestFirst.remove();
            oldest.close(idle ? "idle" : "too many clients");
        }
    }

    /** A datagram from a client. */
    private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            session(packet.sender()).fromClient(packet.content().retain());
        }

        /** A client that is gone answers with an error, which is none of the others' business. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.flush();
        }
    }
}
