package dev.aftershock.toxiproxy;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Addresses as {@code host:port}, IPv6 hosts in brackets. */
final class Addresses {

    private static final int LARGEST_PORT = 65_535;

    private Addresses() {}

    /** Names stay names: the server that dials them resolves them. */
    static String write(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /**
     * The address that a text means, unresolved when its host is a name.
     *
     * @throws IllegalArgumentException when it means none
     */
    static InetSocketAddress read(String what, String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + what + "' is '" + text
                        + "'; expected host:port with a port from 0 to " + LARGEST_PORT + ", such as 127.0.0.1:5432"));
    }

    private static Optional<InetSocketAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > LARGEST_PORT || (host.contains(":") && !bracketed)) {
            return Optional.empty();
        }
        return Optional.of(
                InetSocketAddress.createUnresolved(bracketed ? host.substring(1, host.length() - 1) : host, port));
    }

    /** The same address, ready to connect to; a name is looked up now. */
    static InetSocketAddress resolved(InetSocketAddress address) {
        return address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
    }
}
