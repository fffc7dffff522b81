package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.proxy.ToxicEvidence.Affected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A fault that met traffic can prove it, and one that did not cannot. */
class EvidenceTest extends EmbeddedServer {
    private static final Affected NOTHING = new Affected(0, 0);

    @Test
    void aToxicThatMetNoTrafficHasDoneNothing() throws IOException {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        proxy.toxic("latency", "upstream", "\"latency\":100");
        ToxicEvidence none = of(proxy, "latency_upstream");
        assertThat(none.connections()).isZero();
        assertThat(List.of(none.met(), none.delayed(), none.dropped(), none.altered()))
                .containsOnly(NOTHING);
        assertThat(none.firstEffectNanos()).isEmpty();
        assertThat(none.lastEffectNanos()).isEmpty();
        assertThat(api().get(proxy.path() + "/toxics/latency_upstream/evidence").body())
                .startsWith("{\"connections\":0,\"met\":{\"chunks\":0,\"bytes\":0},")
                .contains("\"closed\":0,\"reset\":0,\"nowNanos\":")
                .doesNotContain("EffectNanos");
    }

    @Test
    void whatIsDelayedIsCountedWhileItIsHeld() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("bandwidth", "upstream", "\"rate\":0");
            long before = System.nanoTime();
            try (Peer client = proxy.connect().send("held")) {
                assertThat(upstream.accept().isSilentFor(200)).isTrue();
                ToxicEvidence held = of(proxy, "bandwidth_upstream");
                assertThat(held.delayed()).isEqualTo(new Affected(1, 4));
                assertThat(held.met()).isEqualTo(new Affected(1, 4));
                assertThat(held.connections()).isEqualTo(1);
                assertThat(held.firstEffectNanos().getAsLong()).isBetween(before, System.nanoTime());
                assertThat(held.lastEffectNanos()).isEqualTo(held.firstEffectNanos());
                proxy.change("bandwidth_upstream", "\"rate\":1000");
                assertThat(of(proxy, "bandwidth_upstream").delayed())
                        .as("an update does not count it again, nor forget it")
                        .isEqualTo(new Affected(1, 4));
                assertThat(client.isSilentFor(1)).isTrue();
            }
        }
    }

    @Test
    void whatIsDroppedAndWhoClosedTheConnectionAreTold() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("limit_data", "upstream", "\"bytes\":3");
            try (Peer client = proxy.connect().send("abcdef")) {
                assertThat(upstream.accept().receiveAll()).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
                assertThat(client.stateWithin(2_000)).isNotEqualTo(Peer.State.OPEN);
            }
            ToxicEvidence limit = of(proxy, "limit_data_upstream");
            assertThat(limit.dropped()).isEqualTo(new Affected(1, 3));
            assertThat(limit.closed()).isEqualTo(1);
            ConnectionEvidence connection = onlyClosed(proxy);
            assertThat(connection.closeReason()).contains("toxic limit_data_upstream closed it");
            assertThat(connection.toxics()).containsExactly("limit_data_upstream");
            assertThat(connection.upstream()).isEqualTo(new ConnectionEvidence.Flow(6, 3));
            assertThat(connection.downstream()).isEqualTo(new ConnectionEvidence.Flow(0, 0));
        }
    }

    @Test
    void aResetIsToldApartFromAClose() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("reset_peer", "upstream", "\"timeout\":0");
            try (Peer client = proxy.connect().send("x")) {
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.RESET);
            }
            ToxicEvidence reset = of(proxy, "reset_peer_upstream");
            assertThat(reset.reset()).isEqualTo(1);
            assertThat(reset.closed()).isZero();
            assertThat(reset.dropped()).isEqualTo(new Affected(1, 1));
            assertThat(onlyClosed(proxy).closeReason()).contains("toxic reset_peer_upstream reset it");
        }
    }

    @Test
    void whatARemovedToxicDidCanStillBeReadAndItsSuccessorStartsAnew() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("timeout", "upstream", "\"timeout\":0");
            try (Peer client = proxy.connect().send("lost")) {
                assertThat(client.isSilentFor(200)).isTrue();
                proxy.remove("timeout_upstream");
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
            ToxicEvidence over = of(proxy, "timeout_upstream");
            assertThat(over.dropped()).isEqualTo(new Affected(1, 4));
            assertThat(over.closed()).as("removal closed it").isEqualTo(1);
            proxy.toxic("timeout", "upstream", "\"timeout\":0");
            assertThat(of(proxy, "timeout_upstream").dropped()).isEqualTo(NOTHING);
        }
    }

    @Test
    void slicesAreAlteredAndAHeldEndIsDelayed() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slicer", "upstream", "\"average_size\":2");
            proxy.toxic("slow_close", "upstream", "\"delay\":100");
            try (Peer client = proxy.connect().send("abcdef")) {
                Peer server = upstream.accept();
                assertThat(server.receive(6)).isEqualTo("abcdef");
                client.shutdownOutput();
                assertThat(server.stateWithin(5_000)).isEqualTo(Peer.State.ENDED);
            }
            assertThat(of(proxy, "slicer_upstream").altered()).isEqualTo(new Affected(1, 6));
            ToxicEvidence slow = of(proxy, "slow_close_upstream");
            assertThat(slow.met().bytes()).isEqualTo(6);
            assertThat(slow.delayed()).isEqualTo(new Affected(1, 0));
            assertThat(slow.closed()).isZero();
        }
    }

    @Test
    void aToxicThatDoesNotStrikeLeavesNoTrace() throws IOException {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            String never = "{\"type\":\"latency\",\"toxicity\":0,\"attributes\":{\"latency\":100}}";
            assertThat(api().post(proxy.path() + "/toxics", never).status()).isEqualTo(200);
            try (Peer client = proxy.connect()) {
                client.echoNanos("hello");
            }
            assertThat(of(proxy, "latency_downstream").connections()).isZero();
            assertThat(onlyClosed(proxy).toxics()).isEmpty();
        }
    }

    @Test
    void aConnectionTellsItsBytesWhileItLivesAndWhoEndedIt() throws IOException {
        Instant before = Instant.now().minusMillis(1);
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect().send("four")) {
                Peer far = upstream.accept();
                assertThat(far.receive(4)).isEqualTo("four");
                far.send("answer");
                assertThat(client.receive(6)).isEqualTo("answer");
                ConnectionEvidence live = server().connections(proxy.name()).get(0);
                assertThat(live.closedNanos()).isEmpty();
                assertThat(live.closeReason()).isEmpty();
                assertThat(live.openedAt()).isBetween(before, Instant.now());
                assertThat(live.upstream()).isEqualTo(new ConnectionEvidence.Flow(4, 4));
                assertThat(live.downstream()).isEqualTo(new ConnectionEvidence.Flow(6, 6));
                assertThat(api().get(proxy.path() + "/connections").body())
                        .matches("\\{\"openCount\":1,\"open\":\\[\\{\"id\":0,.*}],\"closed\":\\[]}");
                far.close();
                // The client must not close before it has seen the end: it would be the first to close.
                assertThat(client.receiveAll()).isEmpty();
            }
            ConnectionEvidence gone = onlyClosed(proxy);
            assertThat(gone.closeReason()).contains("upstream closed");
            assertThat(gone.closedNanos().getAsLong()).isGreaterThan(gone.openedNanos());
            assertThat(api().get(proxy.path() + "/connections/0").body()).contains("\"closedAt\":\"20", "closedNanos");
            assertThat(api().get(proxy.path() + "/connections/1").error())
                    .isEqualTo(Answer.errorOf(404, "connection not found"));
        }
    }

    @Test
    void aDeadUpstreamAndAStoppedProxyAreReasonsToo() throws IOException {
        MadeProxy dead = api().proxy("127.0.0.1:1");
        try (Peer client = dead.connect()) {
            assertThat(client.receiveAll()).isEmpty();
        }
        assertThat(onlyClosed(dead).closeReason()).contains("upstream unreachable");
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("x");
                proxy.patch("{\"enabled\":false}");
            }
            assertThat(onlyClosed(proxy).closeReason()).contains("proxy stopped");
        }
    }

    @Test
    void theLastThousandClosedConnectionsAreKept() throws IOException {
        ConnectionLog log = new ConnectionLog();
        for (int i = 0; i < ConnectionLog.MAX_CLOSED + 5; i++) {
            ConnectionRecord one = new ConnectionRecord(i, 0);
            log.opened(one);
            assertThat(one.close()).isTrue();
            log.closed(one);
        }
        assertThat(log.evidence()).hasSize(ConnectionLog.MAX_CLOSED);
        assertThat(log.evidence().get(0).id()).isEqualTo(5);
    }

    @Test
    void unknownNamesAreToldApart() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        assertThat(api().get("/proxies/none/connections").error()).isEqualTo(Answer.errorOf(404, "proxy not found"));
        assertThat(api().get(proxy.path() + "/toxics/none/evidence").error())
                .isEqualTo(Answer.errorOf(404, "toxic not found"));
        assertThat(api().get(proxy.path() + "/toxics/none/other").body()).isEqualTo("404 page not found\n");
        assertThatThrownBy(() -> server().evidence(proxy.name(), "none"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("toxic not found");
        assertThatThrownBy(() -> server().connections("none")).hasMessageContaining("proxy not found");
    }

    private ToxicEvidence of(MadeProxy proxy, String toxic) throws IOException {
        return server().evidence(proxy.name(), toxic);
    }

    private ConnectionEvidence onlyClosed(MadeProxy proxy) throws IOException {
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server().connections(proxy.name()).stream()
                .allMatch(one -> one.closedNanos().isPresent()));
        List<ConnectionEvidence> all = server().connections(proxy.name());
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
