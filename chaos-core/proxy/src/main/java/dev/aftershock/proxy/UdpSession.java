package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client of a UDP proxy and its own socket to the upstream; on the relay's loop. */
final class UdpSession {
    private static final int MAX_WAITING = 64;
    private static final int MAX_CHANCES = 1_024;

    private final UdpRelay relay;
    private final InetSocketAddress client;
    private final ConnectionRecord record;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>();
    private final Map<Long, Chance> chances = new HashMap<>();
    private @Nullable Channel upstream;
    private boolean closed;
    private long lastNanos = Nanos.now();

    /** What one toxic needs from one datagram of this session to the next. */
    private record Chance(SplittableRandom random, StageEvidence evidence) {}

    UdpSession(UdpRelay relay, InetSocketAddress client, ConnectionRecord record) {
        this.relay = relay;
        this.client = client;
        this.record = record;
    }

    /** Finds the upstream; what comes before it is found waits. */
    void open() {
        EventLoop loop = relay.server().eventLoop();
        relay.proxy().upstreamAddresses().whenCompleteAsync((found, failure) -> connect(found), loop);
    }

    private void connect(@Nullable List<SocketAddress> found) {
        if (found == null || found.isEmpty() || closed) {
            close("upstream unreachable");
            return;
        }
        ChannelFuture connecting = relay.proxy()
                .loops()
                .datagrams(relay.server().eventLoop(), new Receiver())
                .connect(found.get(0));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                close("upstream unreachable");
                return;
            }
            upstream = connecting.channel();
            if (closed) {
                connecting.channel().close();
            }
            while (!waiting.isEmpty()) {
                through(Direction.UPSTREAM, waiting.remove());
            }
        });
    }

    boolean isClosed() {
        return closed;
    }

    long lastNanos() {
        return lastNanos;
    }

    /** Takes a datagram and its ownership. */
    void fromClient(ByteBuf datagram) {
        received(Direction.UPSTREAM, datagram);
        if (upstream != null) {
            through(Direction.UPSTREAM, datagram);
        } else if (waiting.size() < MAX_WAITING && !closed) {
            waiting.add(HoldingStage.compact(datagram));
        } else {
            datagram.release();
        }
    }

    private void received(Direction direction, ByteBuf datagram) {
        lastNanos = Nanos.now();
        relay.proxy().traffic().received(direction, datagram.readableBytes());
        record.received(direction, datagram);
    }

    /** Lets each toxic of that direction decide about the datagram, then sends it when it is due. */
    private void through(Direction direction, ByteBuf datagram) {
        List<Toxic> toxics = relay.proxy().toxics().listed().on(direction);
        int size = datagram.readableBytes();
        long delayNanos = 0;
        for (Toxic toxic : toxics) {
            Chance chance = chance(toxic);
            if (!toxic.isOn() || chance.random().nextDouble() >= toxic.toxicity()) {
                continue;
            }
            chance.evidence().met(size);
            long own = DatagramToxic.delayNanos(toxic, chance.random());
            if (DatagramToxic.loses(toxic, chance.random())) {
                chance.evidence().dropped(size);
                datagram.release();
                return;
            }
            if (own > 0) {
                chance.evidence().delayed(size);
            }
            delayNanos += own;
        }
        send(direction, datagram, delayNanos);
    }

    private Chance chance(Toxic toxic) {
        if (chances.size() == MAX_CHANCES) {
            chances.clear();
        }
        return chances.computeIfAbsent(
                toxic.id(),
                id -> new Chance(
                        relay.proxy().random(record.id(), toxic.direction(), toxic.name()),
                        new StageEvidence(toxic, record)));
    }

    private void send(Direction direction, ByteBuf datagram, long delayNanos) {
        if (delayNanos == 0) {
            deliver(direction, datagram);
            return;
        }
        ByteBuf held = HoldingStage.compact(datagram);
        int cost = (int) HoldingStage.cost(held);
        if (!relay.hold(cost)) {
            held.release();
            return;
        }
        relay.server()
                .eventLoop()
                .schedule(
                        () -> {
                            relay.letGo(cost);
                            deliver(direction, held);
                        },
                        delayNanos,
                        TimeUnit.NANOSECONDS);
    }

    private void deliver(Direction direction, ByteBuf datagram) {
        Channel to = direction == Direction.UPSTREAM ? upstream : relay.server();
        if (to == null || closed || !to.isWritable()) {
            datagram.release();
            return;
        }
        int size = datagram.readableBytes();
        relay.proxy().traffic().sent(direction, size);
        record.delivered(direction, size);
        to.writeAndFlush(direction == Direction.UPSTREAM ? datagram : new DatagramPacket(datagram, client));
    }

    /** Ends the session; what it still held back is lost. */
    void close(String why) {
        closed = true;
        record.ends(why);
        if (record.close()) {
            relay.proxy().log().closed(record);
        }
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        Channel socket = upstream;
        if (socket != null) {
            socket.close();
        }
    }

    /** A datagram from the upstream. */
    private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            received(Direction.DOWNSTREAM, packet.content());
            through(Direction.DOWNSTREAM, packet.content().retain());
        }

        /** Nobody listens there now, which to a client of UDP is silence. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.flush();
        }
    }
}
