package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract does not ask of every fault; on the embedded server and on a real one. */
class LinkFaultsIT {

    private final LinkDown.Provider downs = new LinkDown.Provider();
    private final LinkLatency.Provider latencies = new LinkLatency.Provider();
    private final LinkTimeout.Provider timeouts = new LinkTimeout.Provider();

    static List<String> servers() {
        return RealServer.andEmbedded();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void eachKindOfFaultIsToldByTheWire(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            FaultContext context = context(world);
            assertThat(evidence(
                            downs.prepare(new LinkDown("app -> db"), context).get(0)))
                    .startsWith("on the wire")
                    .contains("refused");
            downs.heal(undo(downs.prepare(new LinkDown("app -> cache"), context)), live(world));
            assertThat(Told.millis(
                            "on the wire the first byte came after ",
                            evidence(latencies
                                    .prepare(latency("app -> cache", 120), context)
                                    .get(0))))
                    .isGreaterThanOrEqualTo(118);
            assertThat(evidence(
                            timeouts.prepare(timeout("app -> cache"), context).get(0)))
                    .startsWith("on the wire no byte came within");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatOnlyOurOwnProxyCanDoIsRefusedOnAnyOther(String where) throws Exception {
        LinkStall stall = new LinkStall("app -> db", Duration.ZERO, Duration.ZERO, Stream.DOWNSTREAM);
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            Kinds.Fault<LinkStall> fault = new Kinds.Fault<>(new LinkStall.Provider(), stall);
            if (where.equals(LinkServer.EMBEDDED)) {
                assertThat(evidence(fault.prepare(context(world)).get(0)))
                        .startsWith("on the wire no byte came within");
            } else {
                assertThatThrownBy(() -> fault.prepare(context(world)))
                        .hasMessageContaining("which does not know the fault 'stall'")
                        .hasMessageContaining("a link on the embedded proxy");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aLongDelayIsToldByASilenceThatNeverWasBefore(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            assertThat(evidence(latencies
                            .prepare(latency("app -> db", 60_000), context(world))
                            .get(0)))
                    .contains("no byte came within 2");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aPatternPreparesOneFaultForEachLinkAndTouchesNothingElse(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering());
                LinkServer other = LinkServer.open(world.server().api().toString(), LinkWorld.uniqueRun(), 1);
                Talker talker = Talker.answering()) {
            var foreign = other.link("foreign", talker.address());
            List<PreparedFault> prepared = downs.prepare(new LinkDown("app -> *"), context(world));
            assertThat(prepared).extracting(PreparedFault::target).containsExactly("app -> db", "app -> cache");
            for (PreparedFault fault : prepared) {
                fault.inject();
            }
            assertThat(LinkWorld.exchanges(foreign.listen())).isTrue();
            for (PreparedFault fault : prepared) {
                downs.heal(fault.undo(), HealContext.afterDeath());
            }
            await().atMost(Duration.ofSeconds(5)).until(world::healthy);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aLinkThatIsDownAlreadyIsRefused(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            downs.prepare(new LinkDown("app -> db"), context(world)).get(0).inject();
            assertThatThrownBy(() -> downs.prepare(new LinkDown("app -> db"), context(world)))
                    .hasMessageContaining("already disabled")
                    .hasMessageContaining("a link that is up");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aFaultOnALinkThatIsNoMoreIsHealed(String where) throws Exception {
        try (LinkWorld world = LinkWorld.on(where, Talker.answering())) {
            PreparedFault fault =
                    timeouts.prepare(timeout("app -> db"), context(world)).get(0);
            fault.inject();
            var api = world.link("app -> db").api();
            new ToxiproxyClient(api.getHost(), api.getPort())
                    .getProxy(world.link("app -> db").proxy())
                    .delete();
            timeouts.heal(fault.undo(), HealContext.afterDeath());
            HealCheck check = timeouts.verifyHealed(fault.undo(), HealContext.afterDeath());
            assertThat(check.healed()).as(check.evidence()).isTrue();
            assertThat(check.evidence()).contains("no proxy");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aLinkWhoseUpstreamDiedHealsAllTheSame(String where) throws Exception {
        Talker talker = Talker.answering();
        try (LinkWorld world = LinkWorld.on(where, talker)) {
            PreparedFault fault =
                    downs.prepare(new LinkDown("app -> db"), context(world)).get(0);
            fault.inject();
            talker.close();
            downs.heal(fault.undo(), live(world));
            // On a busy machine the proxy may need longer than the check's glance to find its upstream dead.
            await().atMost(Duration.ofSeconds(5))
                    .until(
                            () -> downs.verifyHealed(fault.undo(), live(world)),
                            check -> check.healed() && check.evidence().contains("a dead upstream"));
        }
    }

    /** A server that takes requests and never answers: nothing may hang, and nothing counts as healed. */
    @Test
    void aServerThatHangsFailsWithinTheDeadlineAndIsNotHealed() throws Exception {
        try (ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            UndoRecipe recipe = recipeAt("http://127.0.0.1:" + hung.getLocalPort(), Map.of());
            assertThatThrownBy(() -> timeouts.heal(recipe, HealContext.afterDeath()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("3");
            assertThatThrownBy(() -> downs.heal(recipe, HealContext.afterDeath()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no answer within 3 s; it may have acted");
            assertThatThrownBy(() -> downs.verifyHealed(recipe, HealContext.afterDeath()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatADeadProcessHostedIsHealedByItsDeath() throws Exception {
        Map<String, String> dead = Map.of("host", "2000000000@1");
        UndoRecipe recipe = recipeAt("http://127.0.0.1:1", dead);
        timeouts.heal(recipe, HealContext.afterDeath());
        assertThat(timeouts.verifyHealed(recipe, HealContext.afterDeath()).healed())
                .isTrue();
        assertThatThrownBy(() -> timeouts.heal(recipeAt("http://127.0.0.1:1", Map.of()), HealContext.afterDeath()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void valuesThatNoServerTakesAreRefused() {
        assertThatThrownBy(() -> latency("x", 0)).hasMessageContaining("expected 1us or more");
        assertThatThrownBy(() -> new LinkLatency("x", Duration.ofNanos(1_500), Duration.ZERO, Stream.UPSTREAM))
                .hasMessageContaining("'value' is 1500ns; expected whole microseconds, at most 1h");
        assertThatThrownBy(() -> new LinkLatency("x", Duration.ofMillis(5), Duration.ofMillis(6), Stream.DOWNSTREAM))
                .hasMessageContaining("'jitter' is 6ms; expected at most the delay, 5ms");
        assertThatThrownBy(() -> new LinkTimeout("x", Duration.ofNanos(1_500_000), Stream.UPSTREAM))
                .hasMessageContaining("'value' is 1500us; expected whole milliseconds");
        assertThatThrownBy(() -> Kinds.bandwidth("x", 0, Stream.UPSTREAM))
                .hasMessage("'rate' is 0; expected whole KB/s from 1 to 10000000;"
                        + " for a link that carries nothing use the fault 'timeout'");
        assertThatThrownBy(() -> Kinds.bandwidth("x", 10_000_001, Stream.UPSTREAM))
                .hasMessageContaining("'rate' is 10000001");
        assertThatThrownBy(() -> Kinds.slowClose("x", 0, Stream.UPSTREAM))
                .hasMessageContaining("'value' is no delay at all; expected 1ms or more");
        assertThatThrownBy(() -> Kinds.resetPeer("x", 3_600_001, Stream.UPSTREAM))
                .hasMessageContaining("'value' is 3600001ms; expected whole milliseconds, at most 1h");
        assertThatThrownBy(() -> Kinds.slicer("x", 0, Stream.UPSTREAM))
                .hasMessageContaining("'size' is 0; expected 1 to 1000000 bytes");
        assertThatThrownBy(() -> new LinkSlicer("x", 5, 5, Duration.ZERO, Stream.UPSTREAM))
                .hasMessageContaining("'variation' is 5; expected 0 or more bytes, and less than the size, 5");
        assertThatThrownBy(() -> new LinkSlicer("x", 5, 0, Duration.ofNanos(1_500), Stream.UPSTREAM))
                .hasMessageContaining("'delay' is 1500ns; expected whole microseconds, at most 1s");
        assertThatThrownBy(() -> new LinkStall("x", Duration.ZERO, Duration.ofMillis(5), Stream.UPSTREAM))
                .hasMessageContaining("'value' is 0ms beside 'every'");
        assertThatThrownBy(() -> new LinkLoss("x", 0, Duration.ofMillis(5), Stream.UPSTREAM))
                .hasMessageContaining("'rate' is 0; expected 1 to 1000000 in a million segments");
        assertThatThrownBy(() -> new LinkLoss("x", 5, Duration.ofMinutes(2), Stream.UPSTREAM))
                .hasMessageContaining("expected 1ms to 60s");
        assertThatThrownBy(() -> new LinkCorrupt("x", 1_000_001, Stream.UPSTREAM))
                .hasMessageContaining("'rate' is 1000001; expected 1 to 1000000 in a million bytes");
        assertThatThrownBy(() -> Kinds.limitData("x", -1, Stream.UPSTREAM))
                .hasMessageContaining("'bytes' is -1; expected 0 to 1000000000000000 bytes");
    }

    private static UndoRecipe recipeAt(String api, Map<String, String> host) {
        Map<String, String> facts = new HashMap<>(host);
        facts.putAll(Map.of(
                "api", URI.create(api).toString(), "proxy", "aftershock-x-y", "listen", "127.0.0.1:1", "toxics", "t"));
        return new UndoRecipe("timeout", "x", facts);
    }

    private static String evidence(PreparedFault fault) throws Exception {
        assertThat(fault.effect()).as("effect before inject").isEmpty();
        fault.inject();
        return await().atMost(Duration.ofSeconds(5))
                .until(fault::effect, Optional::isPresent)
                .orElseThrow();
    }

    private static UndoRecipe undo(List<PreparedFault> prepared) {
        return prepared.get(0).undo();
    }

    private static LinkLatency latency(String link, int millis) {
        return new LinkLatency(link, Duration.ofMillis(millis), Duration.ZERO, Stream.DOWNSTREAM);
    }

    private static LinkTimeout timeout(String link) {
        return new LinkTimeout(link, Duration.ZERO, Stream.DOWNSTREAM);
    }

    private static FaultContext context(LinkWorld world) {
        return new FaultContext("run-1", "fault-1", world);
    }

    private static HealContext live(LinkWorld world) {
        return new HealContext(Optional.of(world));
    }
}
