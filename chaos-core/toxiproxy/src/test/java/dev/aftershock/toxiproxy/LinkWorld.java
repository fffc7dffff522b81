package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContract;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A server that answers, behind two links named {@code app -> db} and {@code app -> cache}. */
final class LinkWorld implements FaultContract.World, Targets {

    private static final int PATIENCE_MILLIS = 150;

    private final Talker talker;
    private final LinkServer server;
    private final Map<String, LinkTarget> links = new LinkedHashMap<>();

    private LinkWorld(Talker talker, LinkServer server) {
        this.talker = talker;
        this.server = server;
    }

    static LinkWorld on(String where, Talker talker) throws IOException {
        LinkWorld world = new LinkWorld(talker, LinkServer.open(where, uniqueRun(), 1));
        for (String name : List.of("app -> db", "app -> cache")) {
            world.links.put(name, world.server.link(name, talker.address()));
        }
        return world;
    }

    /** A real server outlives the test, so that each needs names of its own. */
    static String uniqueRun() {
        return "test-" + UUID.randomUUID();
    }

    LinkServer server() {
        return server;
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

    /** Whether an exchange through every link ends within 150 ms. */
    @Override
    public boolean healthy() {
        return links.values().stream().allMatch(link -> exchange(link.listen()));
    }

    @Override
    public boolean broken() {
        return !exchange(link("app -> db").listen());
    }

    static boolean exchange(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) Duration.ofSeconds(1).toMillis());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'p';
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (talker) {
            server.close();
        }
    }
}
