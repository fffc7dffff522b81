package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/** Turns the events of one socket into calls on the two links it belongs to. */
final class RelayHandler extends ChannelInboundHandlerAdapter {
    private @Nullable Link outgoing;
    private @Nullable Link incoming;

    /** Sets the link this socket is the source of and the one it is the destination of. */
    void join(Link from, Link to) {
        outgoing = from;
        incoming = to;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Link link = outgoing;
        ByteBuf chunk = (ByteBuf) message;
        if (link == null) {
            chunk.release();
        } else {
            link.read(chunk);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Link link = outgoing;
        if (link != null) {
            link.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Link link = incoming;
        if (link != null) {
            link.updateReading();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            sourceEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        sourceEnded();
        Link link = incoming;
        if (link != null) {
            link.destGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Link link = outgoing;
        if (link != null) {
            link.sourceFailed();
        }
        ctx.close();
    }

    private void sourceEnded() {
        Link link = outgoing;
        if (link != null) {
            link.sourceEnded();
        }
    }
}
