package dev.aftershock.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every proxy of one server shares.
 *
 * @param seed where every random decision starts
 * @param strict whether traffic meets Toxiproxy's own defects
 * @param apiPort the server's own port, which no proxy may dial; 0 until it listens
 * @param buckets the lines that proxies share
 */
record Services(Loops loops, Names names, long seed, boolean strict, AtomicInteger apiPort, TokenBuckets buckets) {

    /** Where a connection to {@code upstream} may be tried, in order; empty if it cannot be used. */
    CompletableFuture<List<InetSocketAddress>> upstreamAddresses(String upstream) {
        try {
            HostPort target = HostPort.parse(upstream);
            return names.resolve(target.host()).thenApply(found -> found.stream()
                    .filter(ip -> mayReach(ip, target.port()))
                    .map(ip -> new InetSocketAddress(ip, target.port()))
                    .toList());
        } catch (ApiError unusable) {
            return CompletableFuture.completedFuture(List.of());
        }
    }

    /** Never to the link-local range, where clouds keep their credentials, nor to our own API. */
    private boolean mayReach(InetAddress ip, int port) {
        boolean ownApi = port == apiPort.get() && (ip.isLoopbackAddress() || ip.isAnyLocalAddress());
        return !ip.isLinkLocalAddress() && !ownApi;
    }
}
