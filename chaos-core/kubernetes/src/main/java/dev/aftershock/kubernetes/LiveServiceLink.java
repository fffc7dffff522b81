package dev.aftershock.kubernetes;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** A Service that is led over a proxy. */
record LiveServiceLink(URI api, String proxy, InetSocketAddress listen, InetSocketAddress upstream)
        implements LinkTarget, TcpTarget {

    @Override
    public Optional<ProcessIdentity> host() {
        return Optional.empty();
    }

    @Override
    public InetSocketAddress address() {
        return listen;
    }
}
