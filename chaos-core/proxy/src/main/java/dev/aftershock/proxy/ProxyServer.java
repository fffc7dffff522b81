package dev.aftershock.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A fault proxy in this JVM that speaks Toxiproxy's HTTP API, so that any Toxiproxy client can drive it.
 *
 * <p>It listens on loopback addresses only, for the API and for every proxy, unless it was opened to the network. At most two event loop threads, one
 * timer, one control thread and two short-lived name lookup threads run, all daemons. Safe for use from any thread.
 */
public final class ProxyServer implements AutoCloseable {
    private static final int MAX_WAITING_REQUESTS = 256;

    private final Services services;
    private final ThreadPoolExecutor control;
    private final ProxyCollection proxies;
    private final Api routes;
    private final Channel server;
    private final ChannelGroup clients;
    private final InetSocketAddress address;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ProxyServer(Services services, ThreadPoolExecutor control, Parts parts, Front front) {
        this.services = services;
        this.control = control;
        this.proxies = parts.proxies();
        this.routes = parts.routes();
        this.server = front.server();
        this.clients = front.clients();
        this.address = (InetSocketAddress) server.localAddress();
    }

    /** What listens for the API, and who is connected to it. */
    private record Front(Channel server, ChannelGroup clients) {}

    private record Parts(ProxyCollection proxies, Api routes) {}

    /** The same as {@link #start(ProxyOptions)} without token and metrics. */
    public static ProxyServer start(InetSocketAddress bind, long seed) throws IOException {
        return start(new ProxyOptions(bind, seed));
    }

    /**
     * Starts a server without proxies; see {@link #api()} for where it listens.
     *
     * @throws IOException if the address cannot be listened on, for example because the port is in use
     * @throws IllegalArgumentException if the address is unresolved, or not a loopback address without {@link
     *     ProxyOptions#network()}
     */
    public static ProxyServer start(ProxyOptions options) throws IOException {
        InetSocketAddress bind = options.bind();
        if (bind.isUnresolved() || !options.network() && !bind.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "cannot serve the proxy API on " + bind
                            + ": expected a loopback address such as 127.0.0.1; others need to be allowed (network) and a token");
        }
        Services services = services(options);
        ThreadPoolExecutor control = controlThread();
        ProxyCollection proxies = new ProxyCollection(services);
        Api routes = new Api(proxies, options, new Leases(proxies, services.loops(), control));
        ChannelGroup clients = services.loops().channels();
        ChannelFuture bound = services.loops()
                .server()
                .childHandler(ApiHandler.initializer(routes, control, clients))
                .bind(bind);
        bound.awaitUninterruptibly(Loops.WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (!bound.isSuccess()) {
            release(services, control, true);
            throw new IOException(
                    "cannot serve the proxy API on " + bind + "; free the port or use port 0", bound.cause());
        }
        bound.channel().pipeline().addLast(new Unlogged());
        ProxyServer started =
                new ProxyServer(services, control, new Parts(proxies, routes), new Front(bound.channel(), clients));
        services.addresses().apiPort(started.address.getPort());
        return started;
    }

    /**
     * Ends the way of a failed accept, which is tried again in a second. Netty would log it, and without free descriptors
     * what the log still has to load cannot be loaded: that error would end the loop, and with it the API for good.
     */
    private static final class Unlogged extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Nobody can act on it but whoever opened too much, and those are told by their own failures.
        }
    }

    private static Services services(ProxyOptions options) {
        return new Services(new Loops(), new Addresses(options), options.seed(), options.strict(), new TokenBuckets());
    }

    private static ThreadPoolExecutor controlThread() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING_REQUESTS),
                new DefaultThreadFactory("aftershock-proxy-control", true));
    }

    /**
     * Creates proxies, as a client does with {@code POST /populate}.
     *
     * @param config a JSON array of proxies, in the form of Toxiproxy's configuration file
     * @throws IOException if a proxy of it cannot be made, naming why; those before it are made
     */
    public void populate(String config) throws IOException {
        onControl("make the configured proxies", () -> {
            routes.populate(config);
            return true;
        });
    }

    /**
     * What a toxic has done so far, or did until it was removed (the last 64 of a proxy), as {@code GET /proxies/{proxy}/toxics/{toxic}/evidence} answers it.
     *
     * @throws IOException if there is no such proxy or toxic, or the server is closed or does not answer within 4 s
     */
    public ToxicEvidence evidence(String proxy, String toxic) throws IOException {
        return onControl(
                "read the evidence of toxic " + toxic + " of proxy " + proxy,
                () -> proxies.get(proxy).toxics().evidence(toxic));
    }

    /**
     * Every open connection of a proxy and its last 1,000 closed ones, in the order they were accepted.
     *
     * @throws IOException if there is no such proxy, or the server is closed or does not answer within 4 s
     */
    public List<ConnectionEvidence> connections(String proxy) throws IOException {
        return onControl(
                "read the connections of proxy " + proxy,
                () -> proxies.get(proxy).log().evidence());
    }

    /**
     * The first bytes of a connection of a proxy with {@code capture}; none if it was accepted without.
     *
     * @param connection its number, as in {@link ConnectionEvidence#id}
     * @throws IOException if there is no such proxy or connection, or the server is closed or does not answer within 4 s
     */
    public Captured captured(String proxy, long connection) throws IOException {
        return onControl(
                "read what connection " + connection + " of proxy " + proxy + " began with",
                () -> proxies.get(proxy).log().find(String.valueOf(connection)).captured());
    }

    private <T> T onControl(String what, Callable<T> work) throws IOException {
        try {
            return control.submit(work).get(Loops.WAIT_MILLIS * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("cannot " + what + ": interrupted", e);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot " + what + ": " + why.getMessage(), e);
        }
    }

    /** The address of the API, for example {@code http://127.0.0.1:8474}, without a slash at the end. */
    public URI api() {
        return URI.create("http://" + HostPort.print(address));
    }

    /** Ends every proxy, connection and thread within 5 s; later calls do nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        server.close();
        boolean stopped = stopProxies();
        release(services, control, stopped & closeClients());
    }

    /** Before their loops end: what a request has brought so far is given back when its connection closes, and not else. */
    private boolean closeClients() {
        return clients.close().awaitUninterruptibly(Loops.WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void release(Services services, ThreadPoolExecutor control, boolean allClosed) {
        control.shutdownNow();
        services.addresses().close();
        if (allClosed) {
            services.loops().close();
        } else {
            services.loops().closeAll();
        }
    }

    /** What does not stop in time here is closed with its event loop a moment later. */
    private boolean stopProxies() {
        try {
            Future<Boolean> stopped = control.submit(() -> {
                proxies.stopAll();
                return true;
            });
            return stopped.get(Loops.WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException late) {
            control.shutdownNow();
        }
        return false;
    }
}
