package dev.aftershock.proxy;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Turns host names into addresses without ever holding up an event loop: name servers may be slow or gone. */
final class Names implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int MAX_WAITING_LOOKUPS = 256;
    private static final long LOOKUP_TIMEOUT_SECONDS = 2;

    private final ThreadPoolExecutor lookups;

    Names() {
        lookups = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING_LOOKUPS),
                new DefaultThreadFactory("aftershock-proxy-names", true));
        lookups.allowCoreThreadTimeOut(true);
    }

    /** Every address of {@code host}, soon or within 2 s exceptionally; the empty host is this machine, as in Go. */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        if (host.isEmpty() || host.equalsIgnoreCase("localhost")) {
            return CompletableFuture.completedFuture(List.of(NetUtil.LOCALHOST4, NetUtil.LOCALHOST6));
        }
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        if (literal != null) {
            return CompletableFuture.completedFuture(List.of(literal));
        }
        return aside(() -> lookup(host));
    }

    /** What takes its time, soon or within 2 s exceptionally. */
    <T> CompletableFuture<T> aside(Supplier<T> slow) {
        try {
            return CompletableFuture.supplyAsync(slow, lookups).orTimeout(LOOKUP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException tooMany) {
            return CompletableFuture.failedFuture(tooMany);
        }
    }

    /** The same, waiting up to 2 s for it: never call it on an event loop. */
    List<InetAddress> await(String host) throws ApiError {
        try {
            return resolve(host).get();
        } catch (ExecutionException unknown) {
            throw ApiError.address("lookup " + host + ": no such host");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new ApiError(503, "the proxy server is closing");
        }
    }

    private static List<InetAddress> lookup(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
