package dev.aftershock.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What listens for a proxy while it is enabled. */
interface Endpoint {

    /** The listening socket. */
    Channel server();

    /** Begins to close every connection that came through it. */
    Collection<Future<?>> killAll();

    /** Brings the current toxics to every open connection; they have it when this returns. */
    void reconcile() throws ApiError;

    /** The real address in Go's form. */
    default String address() {
        return Addresses.print(server().localAddress());
    }

    /** Stops listening, then closes every connection; both have happened to all of them when this returns. */
    static void closeAll(Collection<Endpoint> endpoints) throws ApiError {
        if (endpoints.isEmpty()) {
            return;
        }
        Loops.closeListening(endpoints.stream().map(Endpoint::server).toList());
        List<Future<?>> kills = new ArrayList<>();
        endpoints.forEach(one -> kills.addAll(one.killAll()));
        Loops.await(kills);
    }

    /** Waits until a socket listens; a failure is worded as Go words it. */
    static Channel awaitBound(ChannelFuture bound, String network, SocketAddress address) throws ApiError {
        Loops.await(List.of(bound));
        Throwable failure = bound.cause();
        if (failure != null) {
            String message = String.valueOf(failure.getMessage());
            String reason = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
            String where = address instanceof UnixDomainSocketAddress ? "" : network + " ";
            throw ApiError.address("listen " + where + Addresses.print(address) + ": bind: " + reason);
        }
        return bound.channel();
    }
}
