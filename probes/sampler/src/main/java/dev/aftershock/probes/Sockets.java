package dev.aftershock.probes;

import java.io.IOException;
import java.nio.channels.Channel;

/** Lets go of sockets. */
final class Sockets {

    private Sockets() {}

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // A close that fails leaves nothing to be done.
            return;
        }
    }
}
