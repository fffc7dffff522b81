package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One client's connection with its counterpart to the upstream, and the two links between them. */
final class Connection {

    private final Channel client;
    private final Channel upstream;
    private final Pipe up;
    private final Pipe down;
    private final Toxics toxics;

    Connection(Channel client, Channel upstream, Toxics toxics, long seed) {
        this.client = client;
        this.upstream = upstream;
        this.toxics = toxics;
        this.up = new Pipe(Direction.UPSTREAM, client, upstream, seed * 2);
        this.down = new Pipe(Direction.DOWNSTREAM, upstream, client, seed * 2 + 1);
    }

    /** Begins to relay; called on the event loop. */
    void begin() {
        toxics.attach(up);
        toxics.attach(down);
        client.pipeline().addLast(new End(up, down));
        upstream.pipeline().addLast(new End(down, up));
        up.regulate();
        down.regulate();
    }

    void close() {
        client.close();
        upstream.close();
    }

    /** Runs an action when both sides are closed. */
    void whenClosed(Runnable action) {
        client.closeFuture().addListener(closed -> {
            if (!upstream.isOpen()) {
                action.run();
            }
        });
        upstream.closeFuture().addListener(closed -> {
            if (!client.isOpen()) {
                action.run();
            }
        });
    }

    /** One end of a connection: what it sends goes into one pipe, what the other pipe brings is sent to it. */
    private final class End extends ChannelInboundHandlerAdapter {

        private final Pipe from;
        private final Pipe to;

        End(Pipe from, Pipe to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            from.data((ByteBuf) message);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            to.regulate();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            from.end();
            // Nobody is left to take what the other direction still holds.
            toxics.detach(to);
            to.discard();
            if (!client.isOpen() && !upstream.isOpen()) {
                toxics.detach(from);
                from.discard();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
