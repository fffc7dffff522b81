package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A fault dies with its owner: without renewal the proxy itself ends it. */
class LeasesTest extends EmbeddedServer {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String LATENCY = "{\"type\":\"latency\",\"attributes\":{\"latency\":5000},";

    @Test
    void aToxicWhoseTimeIsOverIsRemovedAndWhatItHeldIsSent() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                add(proxy, LATENCY + "\"stream\":\"upstream\",\"ttlMs\":300}");
                long start = Nanos.now();
                client.send("held");
                assertThat(server.receive(4)).isEqualTo("held");
                assertThat(Nanos.now() - start).isBetween(200_000_000L, 4_000_000_000L);
                Awaitility.await().atMost(SOON).until(() -> toxics(proxy).equals("[]"));
            }
        }
    }

    @Test
    void aLeasedToxicSaysSoAndOneWithoutALeaseAnswersAsToxiproxyDoes() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        assertThat(add(proxy, LATENCY + "\"ttlMs\":60000,\"leaseId\":\"run-1\"}"))
                .endsWith("\"toxicity\":1,\"ttlMs\":60000,\"leaseId\":\"run-1\"}");
        assertThat(add(proxy, LATENCY + "\"name\":\"plain\"}")).endsWith("\"toxicity\":1}");
    }

    @Test
    void aProxyDisabledForATimeIsEnabledAgain() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.patch("{\"enabled\":false,\"ttlMs\":300}");
            assertThat(Peer.refused(proxy.port())).isTrue();
            assertThat(api().get(proxy.path()).body()).contains("\"enabled\":false", "\"ttlMs\":300");
            Awaitility.await().atMost(SOON).until(() -> !Peer.refused(proxy.port()));
            assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json(upstream.address(), true));
        }
    }

    @Test
    void enablingAProxyByHandEndsItsLease() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        proxy.patch("{\"enabled\":false,\"ttlMs\":60000,\"leaseId\":\"run-1\"}");
        proxy.patch("{\"enabled\":true}");
        proxy.patch("{\"enabled\":false}");
        assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json("127.0.0.1:1", false));
        assertThat(api().get("/leases").body()).isEqualTo("{}");
    }

    @Test
    void aRenewalKeepsEverythingOfItsOwnerAliveAndNothingElse() {
        MadeProxy first = api().proxy("127.0.0.1:1");
        MadeProxy second = api().proxy("127.0.0.1:1");
        add(first, LATENCY + "\"ttlMs\":400,\"leaseId\":\"run-1\"}");
        second.patch("{\"enabled\":false,\"ttlMs\":400,\"leaseId\":\"run-1\"}");
        add(first, LATENCY + "\"name\":\"other\",\"ttlMs\":400,\"leaseId\":\"run-2\"}");
        Answer renewed = api().post("/leases/run-1", "{\"ttlMs\":60000}");
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.body())
                .matches("\\{\"remainingMs\":\\d{5},\"holds\":\\[\\{\"proxy\":\"" + first.name()
                        + "\",\"toxic\":\"latency_downstream\"},\\{\"proxy\":\"" + second.name() + "\"}]}");
        Awaitility.await().atMost(SOON).until(() -> !toxics(first).contains("other"));
        assertThat(toxics(first)).contains("latency_downstream");
        assertThat(Peer.refused(second.port())).isTrue();
        assertThat(api().get("/leases").body()).startsWith("{\"run-1\":{").doesNotContain("run-2");
    }

    @Test
    void aRenewalLeavesConnectionsAlone() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            add(
                    proxy,
                    "{\"type\":\"slow_close\",\"stream\":\"upstream\",\"attributes\":{\"delay\":1500},\"ttlMs\":60000}");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.shutdownOutput();
                assertThat(server.isSilentFor(800)).isTrue();
                // An update would start the delay again.
                String path = proxy.path() + "/toxics/slow_close_upstream";
                assertThat(api().patch(path, "{\"ttlMs\":50000}").status()).isEqualTo(200);
                assertThat(server.stateWithin(1_200)).isEqualTo(Peer.State.ENDED);
            }
        }
    }

    @Test
    void anOwnerEndsEverythingAtOnce() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        add(proxy, LATENCY + "\"ttlMs\":60000,\"leaseId\":\"run-1\"}");
        add(proxy, LATENCY + "\"name\":\"foreign\"}");
        proxy.patch("{\"enabled\":false,\"ttlMs\":60000,\"leaseId\":\"run-1\"}");
        assertThat(api().delete("/leases/run-1").status()).isEqualTo(204);
        assertThat(toxics(proxy)).contains("foreign").doesNotContain("latency_downstream");
        assertThat(Peer.refused(proxy.port())).isFalse();
        assertThat(api().delete("/leases/run-1").error()).isEqualTo(Answer.errorOf(404, "lease not found"));
        assertThat(api().post("/leases/run-1", "{\"ttlMs\":1}").status()).isEqualTo(404);
        assertThat(api().get("/leases/run-1").status()).isEqualTo(404);
    }

    @Test
    void aProxyThatCannotBeEnabledAgainYetIsTriedUntilItCan() throws Exception {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        proxy.patch("{\"enabled\":false}");
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", proxy.port()));
            proxy.patch("{\"enabled\":false,\"ttlMs\":1}");
            Awaitility.await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> api().get(proxy.path())
                    .body()
                    .contains("\"enabled\":false"));
        }
        Awaitility.await()
                .atMost(SOON)
                .until(() -> api().get(proxy.path()).body().contains("\"enabled\":true"));
    }

    @Test
    void aTimeThatCannotBeKeptIsRefusedAndChangesNothing() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        String range = "; expected a whole number from 1 to 86400000";
        for (String ttl : List.of("0", "-1", "86400001", "1.5", "true", "\"60\"", "[]", "99999999999999999999")) {
            Answer refused = api().post(proxy.path() + "/toxics", LATENCY + "\"ttlMs\":" + ttl + "}");
            assertThat(refused.status()).as(ttl).isEqualTo(400);
            assertThat(refused.body()).contains("bad request body: ttlMs is ").contains(range);
        }
        for (String id : List.of("\"\"", "\"a/b\"", "\"" + "x".repeat(129) + "\"", "7")) {
            Answer refused = api().post(proxy.path() + "/toxics", LATENCY + "\"ttlMs\":5000,\"leaseId\":" + id + "}");
            assertThat(refused.body()).contains("leaseId is ").contains("1 to 128 of the characters");
        }
        assertThat(api().post(proxy.path() + "/toxics", LATENCY + "\"leaseId\":\"run-1\"}")
                        .body())
                .contains("ttlMs is absent; expected a time in milliseconds beside leaseId");
        assertThat(api().patch(proxy.path(), "{\"ttlMs\":5}").body()).contains("ttlMs is 5; expected it only with");
        assertThat(api().post("/leases/none", "{}").body()).contains("ttlMs is absent" + range);
        assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json("127.0.0.1:1", true));
    }

    private String add(MadeProxy proxy, String body) {
        Answer added = api().post(proxy.path() + "/toxics", body);
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        return added.body();
    }

    private String toxics(MadeProxy proxy) {
        return api().get(proxy.path() + "/toxics").body();
    }
}
