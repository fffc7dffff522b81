package dev.aftershock.probes;

import java.net.InetSocketAddress;

/** A target that accepts TCP connections. */
@FunctionalInterface
public interface TcpTarget {
    /** Where clients connect. */
    InetSocketAddress address();
}
