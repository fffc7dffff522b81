package dev.aftershock.toxiproxy;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.RunShared;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.proxy.ProxyServer;
import eu.rekawek.toxiproxy.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes links on a server that speaks Toxiproxy's API, either embedded in this process or somewhere else.
 *
 * <p>Its proxies are named {@code aftershock-<run>-<name>}; closing removes those and no others, and stops a server that
 * was started here. Each call to the server takes at most three seconds. Thread-safe.
 */
public final class LinkServer implements AutoCloseable {

    /** The word for a server in this process, in place of the address of another one. */
    public static final String EMBEDDED = "embedded";

    private static final int REHEARSALS = 10;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final String where;
    private final String runId;
    private final URI api;
    private final Optional<ProxyServer> embedded;
    private final Servers servers;
    private final ProxyApi proxies;
    private final Optional<RunLease> lease;
    private final boolean sharesLease;
    private final Set<String> made = new LinkedHashSet<>();

    private LinkServer(String where, String runId, Served served, Optional<RunShared> shared) {
        this.where = where;
        this.runId = runId;
        this.api = served.api();
        this.embedded = served.embedded();
        this.servers = served.servers();
        this.proxies = servers.proxies(api);
        this.sharesLease = shared.isPresent();
        this.lease = served.own().map(own -> shared.map(
                        run -> run.get("lease on " + api, RunLease.class, () -> new RunLease(runId, own, run::end)))
                .orElseGet(() -> new RunLease(runId, own, lapsed -> {})));
    }

    /**
     * A server that answers.
     *
     * @param embedded the server itself, when it is in this process and its faults die with it
     * @param own the way to leases, when it is one of our own in another process
     */
    private record Served(URI api, Optional<ProxyServer> embedded, Servers servers, Optional<OwnApi> own) {}

    /**
     * Starts a server in this process on a free loopback port, or makes sure that another one answers.
     *
     * @param where {@code embedded}, or the API's address such as {@code http://127.0.0.1:8474}
     * @param runId names the run
     * @param seed for everything random in an embedded server
     * @throws IOException when no server of API 2.x is there
     * @throws IllegalArgumentException when {@code where} is neither
     */
    public static LinkServer open(String where, String runId, long seed) throws IOException {
        return new LinkServer(where, runId, served(where, seed), Optional.empty()).rehearsed();
    }

    /**
     * The same for a run, whose systems on one server share the lease on it.
     *
     * @throws IOException when no server of API 2.x is there
     * @throws IllegalArgumentException when {@code where} is neither
     */
    public static LinkServer open(String where, RunContext run) throws IOException {
        LinkServer server = new LinkServer(where, run.runId(), served(where, run.seed()), Optional.of(run.shared()));
        return run.shared().first("rehearsed on " + server.api()) ? server.rehearsed() : server;
    }

    private static Served served(String where, long seed) throws IOException {
        if (where.equals(EMBEDDED)) {
            ProxyServer server = ProxyServer.start(ANY_PORT, seed);
            return new Served(server.api(), Optional.of(server), new Servers(), Optional.empty());
        }
        URI api = Servers.address(where);
        Servers servers = new Servers();
        servers.check(api);
        return new Served(api, Optional.empty(), servers, servers.own(api));
    }

    /**
     * Takes a link that nobody uses down and up a few times: links that go down together must do so within milliseconds,
     * and the first call of its kind in a process takes ten times as long.
     */
    private LinkServer rehearsed() throws IOException {
        try (ServerSocket nowhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String upstream = Addresses.write((InetSocketAddress) nowhere.getLocalSocketAddress());
            Proxy proxy = proxies.create(Names.proxy(runId, "rehearsal"), Addresses.write(ANY_PORT), upstream);
            for (int i = 0; i < REHEARSALS; i++) {
                disable(proxy);
                proxies.enable(proxy);
            }
            proxies.delete(proxy);
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void disable(Proxy proxy) throws IOException {
        if (lease.isPresent()) {
            lease.get().rehearse(proxy.getName());
        } else {
            proxies.disable(proxy);
        }
    }

    /**
     * Makes a link that listens on a free port of the server's loopback interface.
     *
     * @param name its name among the run's links
     * @param upstream where it leads
     * @throws IOException when the server did not make it, or may have
     */
    public LinkTarget link(String name, InetSocketAddress upstream) throws IOException {
        return link(name, ANY_PORT, upstream);
    }

    /**
     * Makes a link.
     *
     * @param name its name among the run's links
     * @param listen where it listens, as seen by the server; port 0 for any free one
     * @param upstream where it leads, as seen by the server
     * @throws IOException when the server did not make it, or may have
     */
    public LinkTarget link(String name, InetSocketAddress listen, InetSocketAddress upstream) throws IOException {
        Proxy created = create(name, listen, upstream);
        return new LiveLink(api, created.getName(), listening(created.getListen()), upstream, host(), lease);
    }

    /**
     * Makes a link whose clients connect elsewhere than its server listens, as to the published port of a container.
     *
     * @param name its name among the run's links
     * @param listen where it listens, as seen by the server
     * @param upstream where it leads, as seen by the server
     * @param clients where its clients connect
     * @throws IOException when the server did not make it, or may have
     */
    public LinkTarget link(String name, InetSocketAddress listen, InetSocketAddress upstream, InetSocketAddress clients)
            throws IOException {
        InetSocketAddress known = Addresses.resolved(clients);
        return new LiveLink(api, create(name, listen, upstream).getName(), known, upstream, host(), lease);
    }

    private synchronized Proxy create(String name, InetSocketAddress listen, InetSocketAddress upstream)
            throws IOException {
        String proxy = Names.proxy(runId, name);
        if (!made.add(proxy)) {
            throw new IOException("two links of run " + runId + " would be named '" + proxy
                    + "'; expected names that differ in more than punctuation, but '" + name + "' does not");
        }
        return proxies.create(proxy, Addresses.write(listen), Addresses.write(upstream));
    }

    /**
     * Delays both directions of a link made here for as long as it lasts, as distance does; it belongs to the link and
     * is no fault.
     *
     * @param delay of each direction, in whole milliseconds
     * @throws IOException when the server did not take it, or may have
     * @throws IllegalArgumentException when the delay is not whole milliseconds up to an hour
     */
    public void delay(LinkTarget link, Duration delay) throws IOException {
        Map<String, Long> attributes = Map.of("latency", Millis.of("delay", delay), "jitter", 0L);
        for (Stream way : Stream.BOTH.directions()) {
            String name = Names.distance(runId, way);
            servers.toxics(api)
                    .add(
                            link.proxy(),
                            new ToxicApi.Toxic(name, LinkLatency.KIND, way, attributes, Map.of()),
                            Optional.empty());
        }
    }

    private InetSocketAddress listening(String told) {
        InetSocketAddress address = Addresses.read("listen", told);
        // A server that listens everywhere says so; a client must name one place, and the API's is known to be
        // reachable.
        boolean everywhere =
                address.getHostString().equals("::") || address.getHostString().equals("0.0.0.0");
        String host = everywhere ? api.getHost() : address.getHostString();
        return new InetSocketAddress(host, address.getPort());
    }

    private Optional<ProcessIdentity> host() {
        return embedded.map(server -> ProcessIdentity.current());
    }

    /** The address of the server's API. */
    public URI api() {
        return api;
    }

    /** How to remove the links of this run, now that the server is known. */
    public UndoRecipe undo() {
        return LinkRecipe.ofRun(where, runId, "links of run " + runId).at(api).recipe();
    }

    /**
     * How to remove the links of a run, written down before there is a server. For an embedded one it rests on the death
     * of this process, with which its links die; in this process {@link #close()} removes them.
     *
     * @param where as in {@link #open}
     * @param runId names the run
     * @param target what the links belong to, for people
     * @throws IllegalArgumentException when {@code where} is neither {@code embedded} nor the address of an API
     */
    public static UndoRecipe undoRecipe(String where, String runId, String target) {
        return LinkRecipe.ofRun(where, runId, target).recipe();
    }

    /**
     * The links that runs have made on a server, by run.
     *
     * @param where as in {@link #open}; what is embedded no two runs share
     * @throws IOException when the server does not answer
     */
    public static List<Marked> marked(String where) throws IOException {
        if (where.equals(EMBEDDED)) {
            return List.of();
        }
        List<Marked> marked = new ArrayList<>();
        for (String run : runsOn(new Servers().proxies(Servers.address(where)))) {
            marked.add(new Marked(
                    run,
                    LinkRecipe.ofRun(where, run, "links of run " + run + " on " + where)
                            .recipe()));
        }
        return marked;
    }

    private static Set<String> runsOn(ProxyApi proxies) throws IOException {
        Set<String> runs = new LinkedHashSet<>();
        for (Proxy proxy : proxies.find(name -> Names.runOf(name).isPresent())) {
            Names.runOf(proxy.getName()).ifPresent(runs::add);
        }
        return runs;
    }

    /**
     * Removes the links that were made here, and stops an embedded server. Closing again is harmless.
     *
     * @throws UncheckedIOException when a link may be left on another server; the undo recipe removes it later
     */
    @Override
    public synchronized void close() {
        if (!sharesLease) {
            lease.ifPresent(RunLease::close);
        }
        if (embedded.isPresent()) {
            embedded.get().close();
            return;
        }
        try {
            if (!made.isEmpty()) {
                for (Proxy proxy : proxies.find(made::contains)) {
                    proxies.delete(proxy);
                }
                made.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
