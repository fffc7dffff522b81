package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.Targets;
import dev.aftershock.toxiproxy.Wire.Kind;
import dev.aftershock.toxiproxy.Wire.Sight;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.toxiproxy.ToxiproxyContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Testcontainers' Toxiproxy as the server of links: clients reach it at published ports, which are others than it
 * listens on, through a forwarder that accepts connections even while nobody listens behind it.
 */
class ToxiproxyContainerIT {

    private static final int API = 8474;
    private static final int OURS = 8666;
    private static final int THEIRS = 8667;
    private static final String LINK = "app -> api";

    /** A second Toxiproxy is a server as good as any: it answers HTTP. */
    private static final InetSocketAddress UPSTREAM = InetSocketAddress.createUnresolved("upstream", API);

    private static final Network NETWORK = Network.newNetwork();
    private static Optional<ToxiproxyContainer> toxiproxy = Optional.empty();
    private static Optional<ToxiproxyContainer> upstream = Optional.empty();

    private final Wire wire = new Wire();
    private final LinkDown.Provider downs = new LinkDown.Provider();
    private final LinkLatency.Provider latencies = new LinkLatency.Provider();

    @BeforeAll
    static void startContainers() {
        Optional<String> image = RealServer.image();
        assumeTrue(image.isPresent(), "no image of Toxiproxy");
        upstream = Optional.of(container(image.get(), API).withNetworkAliases(UPSTREAM.getHostString()));
        toxiproxy = Optional.of(container(image.get(), API, OURS, THEIRS));
        upstream.get().start();
        toxiproxy.get().start();
    }

    private static ToxiproxyContainer container(String image, Integer... ports) {
        DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("shopify/toxiproxy");
        ToxiproxyContainer container =
                new ToxiproxyContainer(name).withNetwork(NETWORK).withImagePullPolicy(missing -> false);
        container.setExposedPorts(List.of(ports));
        return container;
    }

    @AfterAll
    static void stopContainers() {
        toxiproxy.ifPresent(GenericContainer::stop);
        upstream.ifPresent(GenericContainer::stop);
        NETWORK.close();
    }

    private static String api() {
        return "http://" + address(API).getHostString() + ":" + address(API).getPort();
    }

    /** Where this process reaches a port of the container. */
    private static InetSocketAddress address(int port) {
        ToxiproxyContainer server = toxiproxy.orElseThrow();
        return InetSocketAddress.createUnresolved(server.getHost(), server.getMappedPort(port));
    }

    /** A container is reached from outside itself, so that its links listen on all its addresses. */
    private static InetSocketAddress everywhere(int port) {
        return InetSocketAddress.createUnresolved("0.0.0.0", port);
    }

    /** A link that has answered: what carries the first connection into a container may be slow to wake. */
    private LinkTarget link(LinkServer server) throws IOException {
        LinkTarget link = server.link(LINK, everywhere(OURS), UPSTREAM, address(OURS));
        await().atMost(Duration.ofSeconds(30)).until(() -> look(link).kind() == Kind.ANSWERED);
        return link;
    }

    @Test
    void aLatencyIsSeenOnTheWireAndHealed() throws Exception {
        try (LinkServer server = LinkServer.open(api(), LinkWorld.uniqueRun(), 1)) {
            LinkTarget link = link(server);
            Duration delay = Duration.ofMillis(900);
            PreparedFault fault =
                    prepare(latencies, new LinkLatency(LINK, delay, Duration.ZERO, Stream.DOWNSTREAM), link);
            assertThat(inject(fault)).startsWith("on the wire the first byte came after");
            assertThat(look(link).after()).isGreaterThanOrEqualTo(delay.minusMillis(2));
            heal(latencies, fault);
            assertThat(look(link).kind()).isEqualTo(Kind.ANSWERED);
            assertThat(look(link).after()).isLessThan(delay);
        }
    }

    @Test
    void aLinkThatIsDownClosesWhatItsForwarderAccepts() throws Exception {
        try (LinkServer server = LinkServer.open(api(), LinkWorld.uniqueRun(), 1)) {
            LinkTarget link = link(server);
            PreparedFault fault = prepare(downs, new LinkDown(LINK), link);
            assertThat(inject(fault)).startsWith("on the wire a connection to ").containsAnyOf("closed", "refused");
            assertThat(look(link).kind()).isIn(Kind.CLOSED, Kind.RESET, Kind.REFUSED);
            heal(downs, fault);
            assertThat(look(link).kind()).isEqualTo(Kind.ANSWERED);
        }
    }

    @Test
    void theLinksOfTheRunAreRemovedAndWhatOthersMadeIsLeftAsItWas() throws Exception {
        Proxy foreign = foreignProxy();
        String before = state();
        String run = LinkWorld.uniqueRun();
        try (Socket open = connect(THEIRS)) {
            open.getOutputStream().write("HEAD / HTTP/1.0\r\n".getBytes(StandardCharsets.US_ASCII));
            LinkTarget link = brokenAndHealed(run);
            assertThat(removed(run, link).evidence()).contains("1 ports keep no connection");
            assertThat(removed(run, link).healed()).isTrue();
            assertThat(state()).isEqualTo(before);
            open.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(open.getInputStream().read())
                    .as("the answer on a connection that was open all the while")
                    .isEqualTo('H');
        } finally {
            foreign.delete();
        }
    }

    private LinkTarget brokenAndHealed(String run) throws Exception {
        try (LinkServer server = LinkServer.open(api(), run, 1)) {
            LinkTarget link = link(server);
            PreparedFault fault = prepare(downs, new LinkDown(LINK), link);
            inject(fault);
            heal(downs, fault);
            assertThat(removed(run, link).evidence()).startsWith("still on");
            return link;
        }
    }

    /** What somebody else has on the same server: a proxy and a toxic. */
    private static Proxy foreignProxy() throws IOException {
        Proxy foreign = client().createProxy("foreign", Addresses.write(everywhere(THEIRS)), Addresses.write(UPSTREAM));
        foreign.toxics().latency("theirs", ToxicDirection.DOWNSTREAM, 20);
        return foreign;
    }

    private static ToxiproxyClient client() {
        return new ToxiproxyClient(address(API).getHostString(), address(API).getPort());
    }

    /** Everything on the server, as it tells it. */
    private static String state() throws IOException {
        return new String(URI.create(api() + "/proxies").toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(Addresses.resolved(address(port)), 5_000);
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static HealCheck removed(String run, LinkTarget link) throws IOException {
        return new ProxiedLink.Provider()
                .verifyHealed(LinkServer.undoRecipe(api(), run, "app"), new HealContext(Optional.of(targets(link))));
    }

    private static Targets targets(LinkTarget link) {
        return LinkServerIT.live(Map.of(LINK, link));
    }

    private static <S extends Record> PreparedFault prepare(FaultProvider<S> provider, S settings, LinkTarget link)
            throws Exception {
        return provider.prepare(settings, new FaultContext("run-1", "fault-1", targets(link)))
                .get(0);
    }

    private static String inject(PreparedFault fault) throws Exception {
        assertThat(fault.effect()).as("effect before inject").isEmpty();
        fault.inject();
        return await().atMost(Duration.ofSeconds(10))
                .until(fault::effect, Optional::isPresent)
                .orElseThrow();
    }

    private static void heal(FaultProvider<?> provider, PreparedFault fault) throws Exception {
        provider.heal(fault.undo(), HealContext.afterDeath());
        HealCheck check = provider.verifyHealed(fault.undo(), HealContext.afterDeath());
        assertThat(check.healed()).as(check.evidence()).isTrue();
    }

    private Sight look(LinkTarget link) throws IOException {
        return wire.look(link.listen(), Knock.HTTP, Duration.ofSeconds(5));
    }
}
