package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider.PreparedTargets;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.TcpTarget;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkServerIT {

    private final ProxiedLink.Provider links = new ProxiedLink.Provider();

    static List<String> servers() {
        return RealServer.andEmbedded();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aLinkLeadsToItsUpstreamAndIsNamedAfterTheRun(String where) throws Exception {
        String run = LinkWorld.uniqueRun();
        try (Talker talker = Talker.answering();
                LinkServer server = LinkServer.open(where, run, 1)) {
            LinkTarget link = server.link("pg.primary -> pg.standby", talker.address());
            assertThat(link.proxy()).isEqualTo("aftershock-" + run + "-pg-primary-pg-standby");
            assertThat(link.api()).isEqualTo(server.api());
            assertThat(LinkWorld.exchanges(link.listen())).isTrue();
            assertThat(link.host().isPresent()).isEqualTo(where.equals(LinkServer.EMBEDDED));
            assertThatThrownBy(() -> server.link("pg.primary/pg.standby", talker.address()))
                    .hasMessageContaining("two links");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void closingRemovesItsOwnLinksAndNoOthers(String where) throws Exception {
        try (Talker talker = Talker.answering();
                LinkServer keeper = LinkServer.open(where, LinkWorld.uniqueRun(), 1)) {
            LinkTarget kept = keeper.link("kept", talker.address());
            LinkServer closed = LinkServer.open(keeper.api().toString(), LinkWorld.uniqueRun(), 1);
            LinkTarget gone = closed.link("gone", talker.address());
            closed.close();
            closed.close();
            assertThat(LinkWorld.exchanges(gone.listen())).isFalse();
            assertThat(LinkWorld.exchanges(kept.listen())).isTrue();
            assertThat(names(keeper.api())).contains(kept.proxy()).doesNotContain(gone.proxy());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void distanceDelaysBothDirections(String where) throws Exception {
        try (Talker talker = Talker.answering();
                LinkServer server = LinkServer.open(where, LinkWorld.uniqueRun(), 1)) {
            LinkTarget link = server.link("far", talker.address());
            server.delay(link, Duration.ofMillis(40));
            Wire.Sight sight = new Wire().look(link.listen(), Knock.POSTGRESQL, Duration.ofSeconds(2));
            assertThat(sight.kind()).isEqualTo(Wire.Kind.ANSWERED);
            assertThat(sight.after()).isGreaterThanOrEqualTo(Duration.ofMillis(78));
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatARunMadeIsFoundAndRemovedByItsMarkAlone(String where) throws Exception {
        String lost = "20260101-000000-" + String.format("%06x", System.nanoTime() & 0xffffff);
        try (Talker talker = Talker.answering();
                LinkServer keeper = LinkServer.open(where, LinkWorld.uniqueRun(), 1)) {
            LinkTarget kept = keeper.link("kept", talker.address());
            LinkServer forgotten = LinkServer.open(keeper.api().toString(), lost, 1);
            LinkTarget left = forgotten.link("left", talker.address());

            List<Marked> marked = LinkServer.marked(keeper.api().toString());

            assertThat(marked).extracting(Marked::runId).contains(lost);
            for (Marked found : marked) {
                if (found.runId().equals(lost)) {
                    links.heal(found.recipe(), HealContext.afterDeath());
                    assertThat(links.verifyHealed(found.recipe(), HealContext.afterDeath()))
                            .matches(HealCheck::healed);
                }
            }
            assertThat(LinkWorld.exchanges(left.listen())).isFalse();
            assertThat(LinkWorld.exchanges(kept.listen())).isTrue();
        }
        assertThat(LinkServer.marked(LinkServer.EMBEDDED)).isEmpty();
    }

    /** What the engine does with a {@code link} target, in order. */
    @ParameterizedTest
    @MethodSource("servers")
    void theLinkTargetIsUndoneByItsRecipeWrittenBeforeItWasMade(String where) throws Exception {
        try (Talker talker = Talker.answering()) {
            ProxiedLink settings = new ProxiedLink(
                    Addresses.write(talker.address()), "127.0.0.1:0", Optional.empty(), where, Optional.empty());
            PreparedTargets prepared = links.prepare("db", settings, run());
            UndoRecipe recipe = prepared.undo().get(0);
            TargetSet set = prepared.start();
            Targets live = live(set.targets());
            LinkTarget link = live.one("db", LinkTarget.class);
            assertThat(live.one("db", TcpTarget.class).address()).isEqualTo(link.listen());
            assertThat(LinkWorld.exchanges(link.listen())).isTrue();
            assertThat(links.verifyHealed(recipe, new HealContext(Optional.of(live)))
                            .healed())
                    .as("healed while the link is there")
                    .isFalse();
            set.close();
            links.heal(recipe, new HealContext(Optional.of(live)));
            HealCheck check = links.verifyHealed(recipe, new HealContext(Optional.of(live)));
            assertThat(check.healed()).as(check.evidence()).isTrue();
            assertThat(check.evidence()).contains("1 ports keep no connection");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theRecipeAloneRemovesEveryLinkOfTheRun(String where) throws Exception {
        try (Talker talker = Talker.answering();
                LinkServer server = LinkServer.open(where, LinkWorld.uniqueRun(), 1)) {
            LinkTarget a = server.link("a", talker.address());
            server.link("b", talker.address());
            // As another server would see it: without the fact that ties it to this process.
            Map<String, String> facts = new HashMap<>(server.undo().facts());
            facts.keySet().removeIf(key -> key.startsWith("host"));
            UndoRecipe recipe = new UndoRecipe("link", "links", facts);
            assertThat(links.verifyHealed(recipe, HealContext.afterDeath()).evidence())
                    .contains("still on", a.proxy());
            links.heal(recipe, HealContext.afterDeath());
            links.heal(recipe, HealContext.afterDeath());
            assertThat(links.verifyHealed(recipe, HealContext.afterDeath()).healed())
                    .isTrue();
            assertThat(LinkWorld.exchanges(a.listen())).isFalse();
        }
    }

    @Test
    void anEmbeddedServersLinksEndWithItsProcessAndNotBefore() throws Exception {
        UndoRecipe here = LinkServer.undoRecipe(LinkServer.EMBEDDED, "run-1", "lab");
        assertThat(links.verifyHealed(here, HealContext.afterDeath()).evidence())
                .contains("still runs");
        Map<String, String> facts = new HashMap<>(here.facts());
        facts.put("host", "2000000000@1");
        UndoRecipe dead = new UndoRecipe(here.kind(), here.target(), facts);
        links.heal(dead, HealContext.afterDeath());
        assertThat(links.verifyHealed(dead, HealContext.afterDeath()).healed()).isTrue();
    }

    @Test
    void theLinksOfAnotherSystemOfTheRunAreNotMistakenForOnesOwn() throws Exception {
        try (Talker talker = Talker.answering();
                LinkServer server = LinkServer.open(LinkServer.EMBEDDED, "run-1", 1)) {
            Targets live =
                    live(Map.of("clients -> pg.primary", server.link("clients -> pg.primary", talker.address())));
            HealContext context = new HealContext(Optional.of(live));
            UndoRecipe own = LinkServer.undoRecipe(LinkServer.EMBEDDED, "run-1", "pg");
            UndoRecipe other = LinkServer.undoRecipe(LinkServer.EMBEDDED, "run-1", "p");
            assertThat(links.verifyHealed(own, context).healed()).isFalse();
            assertThat(links.verifyHealed(other, context).healed()).isTrue();
        }
    }

    @Test
    void whatIsNoServerIsRefusedAndSaysWhatWasExpected() {
        assertThatThrownBy(() -> LinkServer.open("https://somewhere", "run-1", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 'embedded' or the address of a server's API");
        assertThatThrownBy(() -> LinkServer.open("http://127.0.0.1:1", "run-1", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http://127.0.0.1:1/version");
        assertThatThrownBy(() ->
                        new ProxiedLink("db", "127.0.0.1:0", Optional.empty(), LinkServer.EMBEDDED, Optional.empty()))
                .hasMessageContaining("'upstream' is 'db'; expected host:port");
        assertThatThrownBy(() -> new ProxiedLink(
                        "db:1", "127.0.0.1:0", Optional.of("db"), LinkServer.EMBEDDED, Optional.empty()))
                .hasMessageContaining("'clients' is 'db'; expected host:port");
    }

    @Test
    void clientsMayConnectElsewhereThanTheLinkListens() throws Exception {
        try (Talker elsewhere = Talker.answering()) {
            Optional<String> clients = Optional.of(Addresses.write(elsewhere.address()));
            ProxiedLink settings =
                    new ProxiedLink("127.0.0.1:1", "127.0.0.1:0", clients, LinkServer.EMBEDDED, Optional.empty());
            try (TargetSet set = links.prepare("db", settings, run()).start()) {
                LinkTarget link = live(set.targets()).one("db", LinkTarget.class);
                assertThat(LinkWorld.exchanges(link.listen())).isTrue();
            }
        }
    }

    private static RunContext run() {
        return new RunContext(LinkWorld.uniqueRun(), MonotonicClock.startingNow(), 1, Path.of("."));
    }

    private static List<String> names(URI api) throws IOException {
        return new ToxiproxyClient(api.getHost(), api.getPort())
                .getProxies().stream().map(Proxy::getName).toList();
    }

    static Targets live(Map<String, Object> targets) {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return targets.entrySet().stream()
                        .filter(each -> capability.isInstance(each.getValue()))
                        .map(each -> new Named<>(each.getKey(), capability.cast(each.getValue())))
                        .toList();
            }
        };
    }
}
