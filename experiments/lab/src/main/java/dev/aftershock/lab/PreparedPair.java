package dev.aftershock.lab;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.toxiproxy.LinkServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pair about to be started: folder and ports are known, nothing runs. */
record PreparedPair(String name, PostgresPairLab settings, RunContext context, PostgresPair pair)
        implements TargetProvider.PreparedTargets {

    private static final Duration WATCH_EVERY = Duration.ofMillis(25);

    @Override
    public List<UndoRecipe> undo() {
        return List.of(
                PostgresPairLab.Provider.recipe(name, pair.directory()),
                LinkServer.undoRecipe(settings.toxiproxy(), context.runId(), name));
    }

    @Override
    public TargetSet start() throws IOException {
        LinkServer server = LinkServer.open(settings.toxiproxy(), context);
        try {
            Map<String, LinkTarget> links = links(server);
            pair.start(wiring(links));
            FailoverWatchdog watchdog = new FailoverWatchdog(
                    pair, new WatchdogOptions(WATCH_EVERY, settings.failoverAfter()), context.clock());
            watchdog.start();
            return new RunningPair(name, pair, watchdog, server, links);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, server);
            throw e;
        }
    }

    private Map<String, LinkTarget> links(LinkServer server) throws IOException {
        Map<String, LinkTarget> links = new HashMap<>();
        for (String from : List.of(PostgresPairLab.CLIENTS, member("primary"), member("standby"))) {
            for (String to : List.of("primary", "standby")) {
                if (!from.equals(member(to))) {
                    String full = PostgresPairLab.link(from, member(to));
                    LinkTarget link = server.link(full, pair.node(to).address());
                    links.put(full, link);
                    delay(server, from, link);
                }
            }
        }
        return links;
    }

    private void delay(LinkServer server, String from, LinkTarget link) throws IOException {
        if (!from.equals(PostgresPairLab.CLIENTS)
                && !settings.replicationDelay().isZero()) {
            server.delay(link, settings.replicationDelay());
        }
    }

    private Wiring wiring(Map<String, LinkTarget> links) {
        return new Wiring() {
            @Override
            public InetSocketAddress replication(String from, String to) {
                return listen(links, PostgresPairLab.link(member(from), member(to)));
            }

            @Override
            public InetSocketAddress clients(String to) {
                return listen(links, PostgresPairLab.link(PostgresPairLab.CLIENTS, member(to)));
            }
        };
    }

    private static InetSocketAddress listen(Map<String, LinkTarget> links, String link) {
        return Optional.ofNullable(links.get(link)).orElseThrow().listen();
    }

    private String member(String role) {
        return name + "." + role;
    }

    private void closeAfter(Exception failure, LinkServer server) {
        try (server;
                pair) {
            failure.addSuppressed(new IOException("what had been started was ended"));
        } catch (RuntimeException alsoThis) {
            failure.addSuppressed(alsoThis);
        }
    }
}
