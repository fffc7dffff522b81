package dev.aftershock.toxiproxy;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * A link that was made on a server.
 *
 * @param lease what faults on it hang on, when the server is one of our own in another process
 */
record LiveLink(
        URI api,
        String proxy,
        InetSocketAddress listen,
        InetSocketAddress upstream,
        Optional<ProcessIdentity> host,
        Optional<RunLease> lease)
        implements LinkTarget, TcpTarget {

    @Override
    public InetSocketAddress address() {
        return listen;
    }
}
