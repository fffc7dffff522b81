package dev.aftershock.proxy;

import com.sun.net.httpserver.HttpServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A running fault proxy server. Thread-safe.
 *
 * <p>It starts in milliseconds, and everything that it does ends with {@link #close()} or with this process.
 */
public final class ProxyServer implements AutoCloseable {

    private static final int API_BACKLOG = 64;
    private static final long CLOSE_SECONDS = 5;

    private final HttpServer http;
    private final ExecutorService apiThread;
    private final EventLoopGroup loop;
    private final Proxies proxies;

    private ProxyServer(HttpServer http, ExecutorService apiThread, EventLoopGroup loop, Proxies proxies) {
        this.http = http;
        this.apiThread = apiThread;
        this.loop = loop;
        this.proxies = proxies;
    }

    /**
     * Starts a server.
     *
     * @param bind where its API listens; a loopback address, port 0 for any free one
     * @param seed of everything random: the same seed, the same decisions
     * @throws IOException when the address cannot be bound
     * @throws IllegalArgumentException when the address is not a loopback one
     */
    public static ProxyServer start(InetSocketAddress bind, long seed) throws IOException {
        if (bind.isUnresolved() || !bind.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("the proxy's API would listen on " + bind
                    + "; expected a loopback address, because it has no login");
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("aftershock-proxy", true), NioIoHandler.newFactory());
        Proxies proxies = new Proxies(loop.next(), seed);
        ExecutorService apiThread =
                Executors.newSingleThreadExecutor(new DefaultThreadFactory("aftershock-proxy-api", true));
        HttpServer http = HttpServer.create(bind, API_BACKLOG);
        http.setExecutor(apiThread);
        http.createContext("/", new Api(proxies));
        http.start();
        return new ProxyServer(http, apiThread, loop, proxies);
    }

    /** The address of the HTTP API. */
    public URI api() {
        InetSocketAddress address = http.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /** Ends every proxy, connection and thread, within five seconds. */
    @Override
    public void close() {
        http.stop(0);
        apiThread.shutdownNow();
        proxies.closeAll();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
