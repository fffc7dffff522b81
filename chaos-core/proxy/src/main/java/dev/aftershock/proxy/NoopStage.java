package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;

/** Passes everything on. */
final class NoopStage extends Stage {

    @Override
    void affect(ByteBuf data) {
        next().data(data);
    }
}
