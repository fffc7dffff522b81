package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.proxy.ProxyOptions;
import dev.aftershock.proxy.ProxyServer;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What proves a toxic's effect: the wire; else our own proxy's count; else, and said so, the server's listing. */
class ToxicSightIT {

    private static final String LINK = "app -> db";
    private static final String CLOSED = "on the wire the connection was closed after ";

    static List<String> servers() {
        return RealServer.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatEndsConnectionsOtherwiseIsToldByTheWire(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            assertThat(evidence(world, Kinds.limitData(LINK, 0, Stream.DOWNSTREAM)))
                    .startsWith(CLOSED)
                    .contains("; before the fault it took");
            assertThat(Told.millis(CLOSED, evidence(world, Kinds.slowClose(LINK, 150, Stream.UPSTREAM))))
                    .isGreaterThanOrEqualTo(148);
        }
    }

    @ParameterizedTest
    @EnumSource(Stream.class)
    void aResetIsToldByTheWireWhicheverWayItIsTriggered(Stream stream) throws Exception {
        for (String where : servers()) {
            try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
                assertThat(evidence(world, Kinds.resetPeer(LINK, 0, stream)))
                        .as(where)
                        .startsWith("on the wire the connection was reset after");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theEndOfAConnectionNeedsNoServerThatAnswers(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.mute())) {
            assertThat(Told.millis(CLOSED, evidence(world, Kinds.slowClose(LINK, 150, Stream.DOWNSTREAM))))
                    .isGreaterThanOrEqualTo(148);
            assertThat(evidence(world, Kinds.resetPeer("app -> cache", 0, Stream.DOWNSTREAM)))
                    .startsWith("on the wire the connection was reset after");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatTheWireCannotTellIsCountedByOurOwnProxyAndReadBackFromOthers(String where) throws Exception {
        Map<Kinds.Fault<?>, String> counted = Map.of(
                Kinds.latency(LINK, 1, Stream.DOWNSTREAM), knocks("%d bytes in %d chunks", 8) + " delayed",
                Kinds.bandwidth(LINK, 100, Stream.DOWNSTREAM), knocks("%d bytes in %d chunks", 8) + " delayed",
                Kinds.slicer(LINK, 3, Stream.BOTH), knocks("%d bytes in %d chunks", 8) + " altered",
                Kinds.limitData(LINK, 5, Stream.UPSTREAM),
                        knocks("%d bytes in %d chunks", 3) + " dropped, \\d+ connections closed",
                Kinds.limitData(LINK, 100_000, Stream.DOWNSTREAM),
                        "\\d+ connections and " + knocks("%d bytes", 8) + " met");
        for (Map.Entry<Kinds.Fault<?>, String> each : counted.entrySet()) {
            try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
                String evidence = evidence(world, each.getKey());
                if (isOwn(where)) {
                    assertThat(evidence).startsWith("by the proxy's count, ").containsPattern(each.getValue());
                } else {
                    assertThat(evidence)
                            .startsWith("read back from the API: {")
                            .contains("; on the wire, which cannot tell it, the ", "; before the fault it took ");
                }
            }
        }
    }

    /**
     * What was counted of one knock or of several, as a pattern: where the count comes late, it is knocked again.
     *
     * @param words with the bytes and how many knocks
     */
    private static String knocks(String words, int bytes) {
        return IntStream.rangeClosed(1, 9)
                .mapToObj(knocks -> words.formatted(knocks * bytes, knocks))
                .collect(Collectors.joining("|", "\\b(", ")"));
    }

    /** Only its own count can tell that a listed toxic does nothing. */
    @ParameterizedTest
    @MethodSource("servers")
    void aToxicThatMeetsNothingHasNoEffectUntilAClientTalks(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            PreparedFault fault = prepare(world, Kinds.slicer(LINK, 1_000, Stream.UPSTREAM));
            fault.inject();
            assertThat(fault.effect().isPresent()).as("with knocks alone").isEqualTo(!isOwn(where));
            LinkWorld.exchange(world.link(LINK).listen());
            assertThat(fault.effect()).isPresent();
        }
    }

    /** A listing proves nothing: here somebody turned each toxic's toxicity to nothing. */
    @ParameterizedTest
    @MethodSource("servers")
    void aToxicThatIsListedAndDoesNotActHasNoEffect(String where) throws Exception {
        for (Kinds.Fault<?> fault : toxics()) {
            try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
                PreparedFault prepared = prepare(world, fault);
                prepared.inject();
                new ToxiproxyClient(world.api().getHost(), world.api().getPort())
                        .getProxy(world.link(LINK).proxy())
                        .toxics()
                        .getAll()
                        .get(0)
                        .setToxicity(0);
                boolean readBack =
                        !isOwn(where) && List.of("bandwidth", "slicer").contains(fault.toString());
                assertThat(isSeenEachTime(prepared)).as("%s", fault).isEqualTo(readBack);
            }
        }
    }

    /** In each of three looks: a busy machine alone may be late, and be taken for an effect, now and then. */
    private static boolean isSeenEachTime(PreparedFault fault) throws Exception {
        return fault.effect().isPresent()
                && fault.effect().isPresent()
                && fault.effect().isPresent();
    }

    private static List<Kinds.Fault<?>> toxics() {
        return Kinds.all(LINK).stream()
                .filter(fault -> !fault.toString().equals("down"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whereNothingAnswersAKnockStillGoesUpstream(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.mute())) {
            String evidence = evidence(world, Kinds.latency(LINK, 120, Stream.UPSTREAM));
            if (isOwn(where)) {
                assertThat(evidence).containsPattern(knocks("%d bytes in %d chunks", 19) + " delayed");
                PreparedFault nothing = prepare(world, Kinds.latency("app -> cache", 120, Stream.DOWNSTREAM));
                nothing.inject();
                assertThat(nothing.effect()).isEmpty();
            } else {
                assertThat(evidence)
                        .startsWith("read back from the API: {")
                        .contains("\"latency\":120", "no byte came within", "no knock was answered");
            }
        }
    }

    /** Its version is that of the server it stands in for, so that no version can tell. */
    @Test
    void aServerWithoutTheWayToEvidenceIsTakenAsToxiproxy() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress("127.0.0.1", 0);
        try (ProxyServer strict = ProxyServer.start(new ProxyOptions(anyPort, 1).asStrict());
                ProxyServer own = LinkWorld.ownServer()) {
            Servers servers = new Servers();
            assertThat(servers.own(own.api())).isPresent();
            assertThat(servers.own(strict.api())).isEmpty();
            assertThat(servers.proxies(own.api()).version())
                    .isEqualTo(servers.proxies(strict.api()).version());
            for (String real : RealServer.address().stream().toList()) {
                assertThat(servers.own(Servers.address(real))).isEmpty();
            }
        }
    }

    private static boolean isOwn(String where) {
        return where.equals(LinkServer.EMBEDDED) || where.equals(LinkWorld.OWN);
    }

    private static PreparedFault prepare(LinkWorld world, Kinds.Fault<?> fault) throws Exception {
        return fault.prepare(new FaultContext("run-1", "fault-1", world)).get(0);
    }

    /** What is seen of a fault, which is healed then. */
    private static String evidence(LinkWorld world, Kinds.Fault<?> fault) throws Exception {
        PreparedFault prepared = prepare(world, fault);
        assertThat(prepared.effect()).as("effect before inject").isEmpty();
        prepared.inject();
        String seen = await().atMost(Duration.ofSeconds(5))
                .until(prepared::effect, Optional::isPresent)
                .orElseThrow();
        fault.heal(prepared, HealContext.afterDeath());
        return seen;
    }
}
