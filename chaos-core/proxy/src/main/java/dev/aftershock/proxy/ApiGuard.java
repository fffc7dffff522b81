package dev.aftershock.proxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps web pages away from the API: a browser on this machine must not become a remote control for faults.
 *
 * <p>The clients of a fault proxy (curl, Toxiproxy's Go and Java clients) send a loopback host and no origin.
 */
final class ApiGuard {
    private ApiGuard() {}

    /** A refusal for a request that a page could have sent, on any path. */
    static Optional<Reply> refuse(Request request) {
        Optional<Reply> page = refusePages(request);
        if (page.isEmpty() && !isLoopbackName(request.sender().host())) {
            return Optional.of(forbidden("Host is " + request.sender().host()
                    + "; expected a loopback name such as localhost or 127.0.0.1: use one of these in the URL"));
        }
        return page;
    }

    /** The same where any host may be named, because every request must bear a token that no page has. */
    static Optional<Reply> refusePages(Request request) {
        return request.sender().origin().isEmpty()
                ? Optional.empty()
                : Optional.of(forbidden("requests with an Origin header are refused: this API is not for web pages"));
    }

    /** Whether a request bears the token, compared in constant time. */
    static boolean bears(Request request, String token) {
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, request.sender().authorization().getBytes(StandardCharsets.UTF_8));
    }

    /** Toxiproxy's own rule, for paths that exist. */
    static boolean isBrowser(Request request) {
        return request.sender().userAgent().startsWith("Mozilla/");
    }

    private static Reply forbidden(String why) {
        return Reply.error(new ApiError(403, why));
    }

    /** An absent host (HTTP/1.0) is fine: no browser leaves it out. */
    private static boolean isLoopbackName(String hostHeader) {
        String host = withoutPort(hostHeader).toLowerCase(Locale.ROOT);
        if (host.isEmpty() || host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        InetAddress ip = NetUtil.createInetAddressFromIpAddressString(host);
        return ip != null && ip.isLoopbackAddress();
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            boolean alone = end > 0 && (end == host.length() - 1 || host.charAt(end + 1) == ':');
            return alone ? host.substring(1, end) : host;
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
