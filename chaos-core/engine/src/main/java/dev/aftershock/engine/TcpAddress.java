package dev.aftershock.engine;

import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * Settings of the target {@code tcp}: a running server that accepts TCP connections.
 *
 * @param address where it listens, {@code host:port}
 */
public record TcpAddress(
        @Setting("Where it listens, host:port.") String address) {

    /** Checks the form; names are looked up when a probe connects. */
    public TcpAddress {
        if (!address.matches("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
            throw new IllegalArgumentException("'address' is '" + address + "'; expected host:port");
        }
    }

    InetSocketAddress socket() {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
    }

    /** Refers to servers; starts nothing. Stateless. */
    public static final class Provider extends ReferenceProvider<TcpAddress> {

        /** For the service loader. */
        public Provider() {
            super("tcp", "A running server that accepts TCP connections.", TcpAddress.class, "address");
        }

        @Override
        public List<TargetInfo> describe(String name, TcpAddress settings) {
            return List.of(new TargetInfo(name, "TCP server at " + settings.address(), Set.of(TcpTarget.class)));
        }

        @Override
        protected Object target(TcpAddress settings) {
            return (TcpTarget) settings::socket;
        }
    }
}
