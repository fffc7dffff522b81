package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.Targets;
import dev.aftershock.proxy.ProxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others made on a server stays as it was, and what may have acted is healed whatever the answer was. */
class ForeignStateIT {

    private static final String LINK = "app -> db";

    static List<String> servers() {
        return RealServer.all();
    }

    /** The embedded server is the same one, and each call without answer takes its three seconds. */
    static List<String> serversOverHttp() {
        return servers().stream()
                .filter(where -> !where.equals(LinkServer.EMBEDDED))
                .toList();
    }

    /** A reset of the server would enable the one proxy and clear the other. */
    @ParameterizedTest
    @MethodSource("servers")
    void everyKindOfFaultLeavesForeignProxiesAndToxicsAsTheyWere(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            ToxiproxyClient client =
                    new ToxiproxyClient(world.api().getHost(), world.api().getPort());
            String upstream = Addresses.write(world.link(LINK).upstream());
            Proxy poisoned = client.createProxy(LinkWorld.uniqueRun(), "127.0.0.1:0", upstream);
            Proxy disabled = client.createProxy(LinkWorld.uniqueRun(), "127.0.0.1:0", upstream);
            try {
                poisoned.toxics()
                        .latency("latency_downstream", ToxicDirection.DOWNSTREAM, 3)
                        .setJitter(1);
                poisoned.toxics()
                        .bandwidth("theirs", ToxicDirection.UPSTREAM, 1_000)
                        .setToxicity(0.5f);
                disabled.disable();
                client.getProxy(world.link(LINK).proxy()).toxics().slicer("theirs", ToxicDirection.UPSTREAM, 100, 1);
                List<String> before = state(world, poisoned, disabled);
                for (Kinds.Fault<?> fault : Kinds.all("app -> *")) {
                    injectAndHeal(world, fault);
                    assertThat(state(world, poisoned, disabled))
                            .as("after %s", fault)
                            .isEqualTo(before);
                }
                if (!where.equals(LinkServer.EMBEDDED)) {
                    world.server().close();
                    assertThat(state(world.api(), poisoned, disabled))
                            .as("after the run's end")
                            .isEqualTo(before.subList(0, 2));
                }
            } finally {
                poisoned.delete();
                disabled.delete();
            }
        }
    }

    private static void injectAndHeal(LinkWorld world, Kinds.Fault<?> fault) throws Exception {
        List<PreparedFault> prepared = fault.prepare(new FaultContext("run-1", "fault-1", world));
        assertThat(prepared).hasSize(2);
        for (PreparedFault each : prepared) {
            each.inject();
        }
        for (PreparedFault each : prepared) {
            fault.heal(each, HealContext.afterDeath());
            assertThat(fault.verify(each, HealContext.afterDeath()).healed())
                    .as("%s healed", fault)
                    .isTrue();
        }
    }

    /** The foreign proxies, and then the run's own with the foreign toxic on one of them. */
    private static List<String> state(LinkWorld world, Proxy... foreign) throws Exception {
        List<String> state = new ArrayList<>(state(world.api(), foreign));
        for (LinkTarget link : List.of(world.link(LINK), world.link("app -> cache"))) {
            state.add(read(world.api(), link.proxy()));
        }
        return state;
    }

    private static List<String> state(URI api, Proxy... foreign) throws IOException {
        List<String> state = new ArrayList<>();
        for (Proxy each : foreign) {
            state.add(read(api, each.getName()));
        }
        return state;
    }

    private static String read(URI api, String proxy) throws IOException {
        try (var body = api.resolve("/proxies/" + proxy).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The request arrives, the answer never does: a proxy before the API swallows it. */
    @ParameterizedTest
    @MethodSource("serversOverHttp")
    void aCallWithoutAnswerMayHaveActedAndIsHealed(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering());
                ProxyServer between = LinkWorld.ownServer()) {
            Proxy way = new ToxiproxyClient(
                            between.api().getHost(), between.api().getPort())
                    .createProxy("way", "127.0.0.1:0", world.api().getAuthority());
            Targets targets = LinkServerIT.live(Map.of(LINK, through(way, world.link(LINK))));
            for (Kinds.Fault<?> fault : List.of(Kinds.all(LINK).get(0), Kinds.limitData(LINK, 0, Stream.UPSTREAM))) {
                PreparedFault prepared = fault.prepare(new FaultContext("run-1", "fault-1", targets))
                        .get(0);
                way.toxics().timeout("mute", ToxicDirection.DOWNSTREAM, 0);
                assertThatThrownBy(prepared::inject).as("%s", fault).isInstanceOf(IOException.class);
                assertThat(world.broken()).as("%s acted all the same", fault).isTrue();
                way.toxics().get("mute").remove();
                healLikeTheEngine(fault, prepared);
                await().atMost(Duration.ofSeconds(5)).until(world::healthy);
            }
        }
    }

    private static LinkTarget through(Proxy way, LinkTarget link) {
        URI api = URI.create("http://" + way.getListen());
        return new LiveLink(api, link.proxy(), link.listen(), link.upstream(), Optional.empty(), Optional.empty());
    }

    /** It tries again when a call fails. */
    private static void healLikeTheEngine(Kinds.Fault<?> fault, PreparedFault prepared) {
        await().atMost(Duration.ofSeconds(15)).ignoreExceptions().until(() -> {
            fault.heal(prepared, HealContext.afterDeath());
            return fault.verify(prepared, HealContext.afterDeath()).healed();
        });
    }
}
