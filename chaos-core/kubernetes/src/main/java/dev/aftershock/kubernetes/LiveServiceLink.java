package dev.aftershock.kubernetes;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * A Service that is led over a proxy.
 *
 * @param called how the experiment names the link; the proxy ends with it
 */
record LiveServiceLink(String called, URI api, String proxy, InetSocketAddress listen, InetSocketAddress upstream)
        implements LinkTarget, TcpTarget {

    @Override
    public Optional<String> system() {
        return Optional.of(called);
    }

    @Override
    public Optional<ProcessIdentity> host() {
        return Optional.empty();
    }

    @Override
    public InetSocketAddress address() {
        return listen;
    }
}
