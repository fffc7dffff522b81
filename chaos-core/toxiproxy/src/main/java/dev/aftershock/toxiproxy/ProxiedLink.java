package dev.aftershock.toxiproxy;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.TcpTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the target {@code link}: a way to a server, through a proxy made for the run, that faults can break.
 *
 * @param upstream where the link leads, {@code host:port}
 * @param listen where the link listens, {@code host:port}; port 0 for any free one
 * @param clients where clients of the link connect, when that is elsewhere, as with the published port of a container
 * @param toxiproxy {@code embedded}, or the address of a Toxiproxy server's API
 * @param region which region it belongs to; faults may name all links of one as {@code region=NAME}
 */
public record ProxiedLink(
        @Setting("Where the link leads, host:port, as seen by the proxy server.")
        String upstream,

        @Setting(
                value = "Where the link listens, host:port, as seen by the proxy server; port 0 is any free one.",
                byDefault = "127.0.0.1:0")
        String listen,

        @Setting("Where clients of the link connect, host:port, when that is elsewhere: a container's published port.")
        Optional<String> clients,

        @Setting(
                value =
                        "The proxy server: 'embedded', or the API of a running Toxiproxy, such as http://127.0.0.1:8474.",
                byDefault = LinkServer.EMBEDDED)
        String toxiproxy,

        @Setting("The region that it belongs to; faults name all links of one as region=NAME.")
        Optional<String> region) {

    /**
     * Checks the addresses.
     *
     * @throws IllegalArgumentException when one of them is none
     */
    public ProxiedLink {
        Addresses.read("upstream", upstream);
        Addresses.read("listen", listen);
        clients.ifPresent(given -> Addresses.read("clients", given));
        if (!toxiproxy.equals(LinkServer.EMBEDDED)) {
            Servers.address(toxiproxy);
        }
    }

    /** Makes {@code link} targets, and removes the links of dead runs. Thread-safe. */
    public static final class Provider implements TargetProvider<ProxiedLink> {

        private final LinkRemoval removal = new LinkRemoval(new Servers(), new Wire());

        @Override
        public String kind() {
            return LinkRecipe.KIND;
        }

        @Override
        public String summary() {
            return "A network link to a server, through a proxy that faults can break.";
        }

        @Override
        public Class<ProxiedLink> settings() {
            return ProxiedLink.class;
        }

        @Override
        public String shortForm() {
            return "upstream";
        }

        @Override
        public boolean startsSystem() {
            return false;
        }

        @Override
        public List<TargetInfo> describe(String name, ProxiedLink settings) {
            String description = "link from " + settings.clients().orElse(settings.listen()) + " to "
                    + settings.upstream() + " through "
                    + (settings.toxiproxy().equals(LinkServer.EMBEDDED) ? "the embedded proxy" : settings.toxiproxy());
            Set<String> labels =
                    settings.region().map(TargetInfo::region).map(Set::of).orElse(Set.of());
            return List.of(new TargetInfo(name, description, Set.of(LinkTarget.class, TcpTarget.class), labels));
        }

        @Override
        public PreparedTargets prepare(String name, ProxiedLink settings, RunContext context) {
            return new PreparedLink(name, settings, context);
        }

        @Override
        public List<Marked> marked(ProxiedLink settings) throws IOException {
            return LinkServer.marked(settings.toxiproxy());
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            removal.remove(recipe, context);
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return removal.verify(recipe, context);
        }
    }

    private record PreparedLink(String name, ProxiedLink settings, RunContext context)
            implements TargetProvider.PreparedTargets {

        @Override
        public List<UndoRecipe> undo() {
            return List.of(LinkRecipe.ofOne(settings.toxiproxy(), context.runId(), name)
                    .recipe());
        }

        @Override
        public TargetSet start() throws IOException {
            LinkServer server = LinkServer.open(settings.toxiproxy(), context);
            try {
                return new OpenLink(Map.of(name, link(server)), server);
            } catch (IOException | RuntimeException e) {
                closeAfter(e, server);
                throw e;
            }
        }

        private LinkTarget link(LinkServer server) throws IOException {
            InetSocketAddress listen = Addresses.read("listen", settings.listen());
            InetSocketAddress upstream = Addresses.read("upstream", settings.upstream());
            if (settings.clients().isEmpty()) {
                return server.link(name, listen, upstream);
            }
            InetSocketAddress clients =
                    Addresses.read("clients", settings.clients().get());
            return server.link(name, listen, upstream, clients);
        }

        private static void closeAfter(Exception e, LinkServer server) {
            try {
                server.close();
            } catch (RuntimeException alsoThis) {
                e.addSuppressed(alsoThis);
            }
        }
    }

    private record OpenLink(Map<String, Object> targets, LinkServer server) implements TargetSet {

        @Override
        public void close() {
            server.close();
        }
    }
}
