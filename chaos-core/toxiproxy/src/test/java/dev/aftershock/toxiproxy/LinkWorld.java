package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContract;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import dev.aftershock.proxy.ProxyServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A server that answers, behind two links named {@code app -> db} and {@code app -> cache}. */
final class LinkWorld implements FaultContract.World, Targets {

    /** The word for a server of our own kind that is not the run's, and so outlives it. */
    static final String OWN = "our own, over HTTP";

    private static final Duration PATIENCE = Duration.ofMillis(150);
    private static final Duration WHOLE = Duration.ofMillis(800);
    /** Whatever it is to a server that says it back, it is a request to a proxy that knows HTTP. */
    private static final byte[] PING =
            ("PUT / HTTP/1.1\r\nContent-Length: 2000\r\n\r\n" + "p".repeat(2_000)).getBytes(StandardCharsets.US_ASCII);

    private final Talker talker;
    private final LinkServer server;
    private final Optional<ProxyServer> own;
    private final Map<String, LinkTarget> links = new LinkedHashMap<>();

    private LinkWorld(Talker talker, LinkServer server, Optional<ProxyServer> own) {
        this.talker = talker;
        this.server = server;
        this.own = own;
    }

    static LinkWorld on(String where, Talker talker) throws IOException {
        return on(where, talker, uniqueRun());
    }

    static LinkWorld on(String where, Talker talker, String run) throws IOException {
        Optional<ProxyServer> own = where.equals(OWN) ? Optional.of(ownServer()) : Optional.empty();
        String address = own.map(server -> server.api().toString()).orElse(where);
        LinkWorld world = new LinkWorld(talker, LinkServer.open(address, run, 1), own);
        for (String name : List.of("app -> db", "app -> cache")) {
            world.links.put(name, world.server.link(name, talker.address()));
        }
        return world;
    }

    static ProxyServer ownServer() throws IOException {
        return ProxyServer.start(new InetSocketAddress("127.0.0.1", 0), 1);
    }

    /** A real server outlives the test, so that each needs names of its own. */
    static String uniqueRun() {
        return "test-" + UUID.randomUUID();
    }

    LinkServer server() {
        return server;
    }

    /** The API of the server on which the links are. */
    URI api() {
        return server.api();
    }

    LinkTarget link(String name) {
        return one(name, LinkTarget.class);
    }

    @Override
    public Targets targets() {
        return this;
    }

    @Override
    public <T> List<Named<T>> find(String name, Class<T> capability) {
        List<Named<T>> found = links.entrySet().stream()
                .filter(each -> TargetInfo.matches(name, each.getKey()) && capability.isInstance(each.getValue()))
                .map(each -> new Named<>(each.getKey(), capability.cast(each.getValue())))
                .toList();
        if (found.isEmpty()) {
            throw InvalidInputException.of("no target '" + name + "'", "one of " + links.keySet());
        }
        return found;
    }

    /** Whether an exchange through every link begins within 150 ms, and ends whole within 800 ms. */
    @Override
    public boolean healthy() {
        return links.values().stream().allMatch(link -> exchange(link.listen()));
    }

    @Override
    public boolean broken() {
        return !exchange(link("app -> db").listen());
    }

    /** Whether one of three exchanges goes well: a busy machine alone makes one late now and then. */
    static boolean exchanges(InetSocketAddress address) {
        return exchange(address) || exchange(address) || exchange(address);
    }

    static boolean exchange(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) WHOLE.toMillis());
            socket.getOutputStream().write(PING);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return socket.getInputStream().read() == PING[0] && endsWhole(socket);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean endsWhole(Socket socket) throws IOException {
        MonotonicClock clock = MonotonicClock.startingNow();
        int left = PING.length - 1;
        int read = 0;
        while (read >= 0) {
            left -= read;
            if (left == 0) {
                socket.shutdownOutput();
            }
            long millis = WHOLE.toMillis() - clock.nanos() / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            socket.setSoTimeout((int) millis);
            read = socket.getInputStream().read(new byte[PING.length]);
        }
        return left == 0;
    }

    @Override
    public void close() throws IOException {
        try (talker) {
            server.close();
        } finally {
            own.ifPresent(ProxyServer::close);
        }
    }
}
