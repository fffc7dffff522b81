package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's connection through a proxy: its two sockets on one event loop, and the two links between them. */
final class Connection {
    private static final long CLOSE_SOON_MILLIS = 1_500;

    private final Listener listener;
    private final Channel client;
    private final RelayLoop loop;
    private final ConnectionRecord record;
    private final RelayHandler clientSide = new RelayHandler();
    private @Nullable Channel upstream;
    private @Nullable Link up;
    private @Nullable Link down;
    private volatile boolean dead;

    Connection(Listener listener, Side client, ConnectionRecord record) {
        this.listener = listener;
        this.client = client.channel();
        this.loop = client.loop();
        this.record = record;
    }

    /** What was accepted, and the loop that will carry it. */
    record Side(Channel channel, RelayLoop loop) {}

    /** Moves to its loop and dials upstream there. */
    void begin() {
        Loops.relayed(client);
        client.pipeline().addLast(clientSide);
        client.closeFuture().addListener(closed -> forgetWhenClosed());
        loop.loop().register(client).addListener(registered -> {
            if (registered.isSuccess()) {
                open();
            } else {
                client.unsafe().closeForcibly();
                forgetWhenClosed();
            }
        });
    }

    private void open() {
        if (dead) {
            client.close();
            return;
        }
        CompletableFuture<List<SocketAddress>> addresses = listener.upstreamAddresses();
        if (addresses.isDone()) {
            dialOneOf(addresses);
        } else {
            addresses.whenCompleteAsync((found, failure) -> dialOneOf(addresses), client.eventLoop());
        }
    }

    private void dialOneOf(CompletableFuture<List<SocketAddress>> addresses) {
        loop.spin().carried(0);
        dial(addresses.isCompletedExceptionally() ? List.of() : addresses.getNow(List.of()));
    }

    RelayLoop loop() {
        return loop;
    }

    FineTimer timer() {
        return listener.loops().timer();
    }

    /** Whether a connection to {@code address} would come in here again, and again, until no descriptor is left. */
    private boolean leadsBack(SocketAddress address) {
        SocketAddress here = client.localAddress();
        return address.equals(here)
                || address instanceof InetSocketAddress there
                        && here instanceof InetSocketAddress local
                        && there.getPort() == local.getPort()
                        && there.getAddress().isAnyLocalAddress();
    }

    /** Tries each address in turn; the client sees its connection closed when none answers, as with Toxiproxy. */
    private void dial(List<SocketAddress> left) {
        if (left.isEmpty() || dead) {
            record.ends("upstream unreachable");
            close();
            return;
        }
        if (leadsBack(left.get(0))) {
            dial(left.subList(1, left.size()));
            return;
        }
        // One for each attempt: no handler may be added to a second channel.
        RelayHandler upstreamSide = new RelayHandler();
        ChannelFuture dialed = Loops.dial(client.eventLoop(), upstreamSide, left.get(0));
        dialed.addListener(done -> {
            if (done.isSuccess()) {
                join(dialed.channel(), upstreamSide);
            } else {
                dial(left.subList(1, left.size()));
            }
        });
    }

    private void join(Channel dialed, RelayHandler upstreamSide) {
        upstream = dialed;
        dialed.closeFuture().addListener(closed -> forgetWhenClosed());
        Link toServer = new Link(this, Direction.UPSTREAM, client, dialed);
        Link toClient = new Link(this, Direction.DOWNSTREAM, dialed, client);
        up = toServer;
        down = toClient;
        clientSide.join(toServer, toClient);
        upstreamSide.join(toClient, toServer);
        if (dead) {
            close();
            return;
        }
        reconcile();
    }

    /** Makes both links match the proxy's toxics of now, on the loop; the future ends when they do. */
    Future<?> reconcileOnLoop() {
        return loop.loop().submit(this::reconcile);
    }

    private void reconcile() {
        Link toServer = up;
        Link toClient = down;
        if (toServer != null && toClient != null && !dead) {
            Toxics toxics = listener.toxics();
            toServer.reconcile(toxics.on(Direction.UPSTREAM));
            toClient.reconcile(toxics.on(Direction.DOWNSTREAM));
        }
    }

    /** Closes both sockets now, from any thread; the future ends when that is done. */
    Future<?> kill() {
        dead = true;
        record.ends("proxy stopped");
        return loop.loop().submit(this::close);
    }

    /** Closes both sockets with a TCP reset; on the loop. */
    void reset() {
        endsInReset();
        close();
    }

    /** Both sockets will close with a TCP reset, whenever and for whatever reason they do. */
    void endsInReset() {
        lingerNot(client);
        Channel server = upstream;
        if (server != null) {
            lingerNot(server);
        }
    }

    boolean strict() {
        return listener.strict();
    }

    /** Closes both sockets within 2 s even if a peer does not take what is still to be written; on the loop. */
    void closeSoon() {
        client.eventLoop().schedule(this::close, CLOSE_SOON_MILLIS, TimeUnit.MILLISECONDS);
    }

    void received(Direction direction, ByteBuf chunk) {
        listener.traffic().received(direction, chunk.readableBytes());
        record.received(direction, chunk);
    }

    void delivered(Direction direction, int bytes) {
        listener.traffic().sent(direction, bytes);
        record.delivered(direction, bytes);
    }

    long delivered(Direction direction) {
        return record.delivered(direction);
    }

    void sourceEnded(Direction direction) {
        record.ends(source(direction) + " closed");
    }

    long number() {
        return record.id();
    }

    boolean halfCloses() {
        return listener.extras().halfClose();
    }

    /** One direction has ended, and with it its destination's sending side; on the loop. */
    void halfClosed() {
        Link toServer = up;
        Link toClient = down;
        if (toServer != null && toClient != null && toServer.hasEnded() && toClient.hasEnded()) {
            close();
        }
    }

    /** Nothing can be delivered that way any more; if nothing can come the other way either, that is the end. */
    void destGone(Direction direction) {
        Link other = direction == Direction.UPSTREAM ? down : up;
        if (other != null && other.hasEnded()) {
            close();
        }
    }

    /** A socket failed, which in practice is a TCP reset of its peer. */
    void sourceFailed(Direction direction) {
        record.ends(source(direction) + " reset");
    }

    private static String source(Direction direction) {
        return direction == Direction.UPSTREAM ? "client" : "upstream";
    }

    StageEvidence evidence(Toxic toxic) {
        return new StageEvidence(toxic, record);
    }

    SplittableRandom random(Direction direction, String toxic) {
        return listener.random(record.id(), direction, toxic);
    }

    private void close() {
        dead = true;
        discard(up);
        discard(down);
        // One that has not come to its loop yet is closed when it does.
        if (client.isRegistered()) {
            client.close();
        }
        Channel server = upstream;
        if (server != null) {
            server.close();
        }
    }

    private static void discard(@Nullable Link link) {
        if (link != null) {
            link.discard();
        }
    }

    private void forgetWhenClosed() {
        Channel server = upstream;
        if (!client.isOpen() && (server == null || !server.isOpen())) {
            discard(up);
            discard(down);
            if (listener.forget(this, record)) {
                loop.giveBack();
            }
        }
    }

    private static void lingerNot(Channel channel) {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }
}
