package dev.aftershock.proxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What the addresses in requests mean, and which of them this server may use. */
final class Addresses implements AutoCloseable {

    /** Those of Amazon over IPv6, and of Alibaba, outside of the link-local range. */
    private static final Set<InetAddress> CREDENTIALS =
            Set.of(ip(0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54), ip(100, 100, 100, 200));

    private final Names names = new Names();
    private final AtomicInteger apiPort = new AtomicInteger();
    private final UnixSockets sockets;
    private final boolean network;
    private final boolean strict;

    Addresses(ProxyOptions options) {
        sockets = new UnixSockets(options.unixSockets());
        network = options.network();
        strict = options.strict();
    }

    /** Sets the server's own port, which no proxy may dial. */
    void apiPort(int port) {
        apiPort.set(port);
    }

    /**
     * The address a proxy may listen on for {@code listen}; waits up to 2 s, so never call it on an event loop.
     *
     * <p>Only loopback unless the server was opened to the network: a fault proxy would be a relay for anyone. "Any
     * address" means loopback until then, and no host at all means it always.
     */
    SocketAddress listen(String listen) throws ApiError {
        if (isUnix(listen)) {
            return sockets.address(listen);
        }
        HostPort parsed = HostPort.parse(listen);
        InetAddress ip = names.await(parsed.host()).stream()
                .flatMap(a -> a.isAnyLocalAddress() && !network ? Stream.of(NetUtil.LOCALHOST4) : Stream.of(a))
                .filter(a -> network || a.isLoopbackAddress())
                .findFirst()
                .orElseThrow(() -> ApiError.address("address " + listen
                        + ": this proxy listens on loopback addresses only; use 127.0.0.1:" + parsed.port()));
        return new InetSocketAddress(ip, parsed.port());
    }

    /** Refuses Unix sockets that can never be used; Toxiproxy's own addresses are judged when they are. */
    void check(ProxyInput input) throws ApiError {
        if (isUnix(input.listen())) {
            notForDatagrams(input, "listen");
            notHalfClosing(input);
        }
        if (isUnix(input.upstream())) {
            notForDatagrams(input, "upstream");
            try {
                sockets.address(input.upstream());
            } catch (ApiError e) {
                throw ApiError.badBody("upstream: " + e.text());
            }
        }
    }

    private static void notForDatagrams(ProxyInput input, String field) throws ApiError {
        if (input.extras().udp()) {
            throw ApiError.badBody(field + " is a Unix socket; expected host:port, because protocol is udp");
        }
    }

    /** The library closes such a socket whole as soon as its client has sent all it will. */
    private static void notHalfClosing(ProxyInput input) throws ApiError {
        if (input.extras().halfClose()) {
            throw ApiError.badBody("halfClose is true; expected it only where clients connect by TCP");
        }
    }

    /** Where a connection to {@code upstream} may be tried, in order; empty or exceptional if it cannot be used. */
    CompletableFuture<List<SocketAddress>> upstream(String upstream) {
        if (isUnix(upstream)) {
            return names.aside(() -> List.of(socket(upstream)));
        }
        try {
            HostPort target = HostPort.parse(upstream);
            return names.resolve(target.host()).thenApply(found -> found.stream()
                    .filter(ip -> mayReach(ip, target.port()))
                    .<SocketAddress>map(ip -> new InetSocketAddress(ip, target.port()))
                    .toList());
        } catch (ApiError unusable) {
            return CompletableFuture.completedFuture(List.of());
        }
    }

    private SocketAddress socket(String upstream) {
        try {
            return sockets.address(upstream);
        } catch (ApiError gone) {
            throw new CompletionException(gone);
        }
    }

    private static InetAddress ip(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes or sixteen", e);
        }
    }

    /** Never to where clouds keep their credentials, which most do in the link-local range, nor to our own API. */
    private boolean mayReach(InetAddress ip, int port) {
        boolean ownApi = port == apiPort.get() && (ip.isLoopbackAddress() || ip.isAnyLocalAddress());
        return !ip.isLinkLocalAddress() && !CREDENTIALS.contains(ip) && !ownApi;
    }

    /** Whether it is the path of a Unix socket, which Toxiproxy knows nothing of. */
    boolean isUnix(String text) {
        return !strict && UnixSockets.isMeant(text);
    }

    /** The form in which requests and answers name it. */
    static String print(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress socket
                ? UnixSockets.print(socket)
                : HostPort.print((InetSocketAddress) address);
    }

    @Override
    public void close() {
        names.close();
    }
}
