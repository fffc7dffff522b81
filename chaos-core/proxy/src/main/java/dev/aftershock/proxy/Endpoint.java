package dev.aftershock.proxy;

import java.net.InetSocketAddress;

/** Reads and writes {@code host:port} as the API has it. */
final class Endpoint {

    private Endpoint() {}

    static InetSocketAddress listen(String text) {
        InetSocketAddress address = parse(text.isEmpty() ? "127.0.0.1:0" : text);
        if (!address.getAddress().isLoopbackAddress()) {
            throw new ApiException(500, "listen tcp " + text + ": only loopback addresses are listened on");
        }
        return address;
    }

    static InetSocketAddress upstream(String text) {
        return parse(text);
    }

    static String resolved(String text) {
        return text(listen(text));
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon <= 0 ? "127.0.0.1" : text.substring(0, colon).replaceAll("^\\[|]$", "");
        InetSocketAddress address = new InetSocketAddress(host, port(text, colon));
        if (address.isUnresolved()) {
            throw new ApiException(500, "lookup " + host + ": no such host");
        }
        return address;
    }

    private static int port(String text, int colon) {
        try {
            int port = colon < 0 ? -1 : Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the refusal, which names the text.
        }
        throw new ApiException(500, "address " + text + ": missing or invalid port");
    }
}
