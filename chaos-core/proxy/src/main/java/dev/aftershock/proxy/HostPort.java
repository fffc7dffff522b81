package dev.aftershock.proxy;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A {@code host:port} text taken apart by Go's rules, with Go's error messages. */
record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Parses {@code text}; the empty text means any host and port, an empty port means 0. */
    static HostPort parse(String text) throws ApiError {
        if (text.isEmpty()) {
            return new HostPort("", 0);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw broken(text, "missing port in address");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw broken(text, "too many colons in address");
        }
        return new HostPort(host, port(text.substring(colon + 1)));
    }

    private static int port(String text) throws ApiError {
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw ApiError.address("lookup tcp/" + text + ": unknown port");
        }
        int port = Integer.parseInt(text);
        if (port < 0 || port > MAX_PORT) {
            throw broken(text, "invalid port");
        }
        return port;
    }

    private static ApiError broken(String text, String why) {
        return ApiError.address("address " + text + ": " + why);
    }

    /** An address the way Go prints it: {@code 127.0.0.1:80} or {@code [::1]:80}. */
    static String print(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = NetUtil.toAddressString(ip);
        return (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
