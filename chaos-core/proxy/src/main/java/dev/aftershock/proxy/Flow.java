package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;

/** Takes data on its way through a link. */
interface Flow {

    /** Takes over data. */
    void data(ByteBuf data);

    /** The source has ended. */
    void end();
}
