package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** P25-P31, P41, P42: changing proxies, and reset. */
interface UpdateRows extends Rows {

    @Test
    default void p25P26PatchAndPostUpdateAndIgnoreTheName() {
        MadeProxy proxy = api().proxy(REFUSING);
        Answer off = api().post(proxy.path(), "{\"enabled\":false,\"name\":\"other\"}");
        assertThat(off.status()).isEqualTo(200);
        assertThat(off.body()).isEqualTo(proxy.json(REFUSING, false));
        Answer on = api().patch(proxy.path(), "{\"enabled\":true}");
        assertThat(on.body()).isEqualTo(proxy.json(REFUSING, true));
        assertThat(api().patch(proxy.path(), "null").body()).isEqualTo(proxy.json(REFUSING, true));
        assertThat(api().patch(proxy.path(), "").error()).isEqualTo(Answer.errorOf(400, "bad request body: EOF"));
    }

    @Test
    default void p25DisablingRefusesAndCutsAndEnablingBringsThePortBack() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            for (int round = 0; round < 20; round++) {
                try (Peer client = proxy.connect()) {
                    client.echoNanos("hello");
                    proxy.patch("{\"enabled\":false}");
                    assertThat(Peer.refused(proxy.port())).isTrue();
                    assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
                    proxy.patch("{\"enabled\":false}");
                    proxy.patch("{\"enabled\":true}");
                }
            }
        }
    }

    @Test
    default void p27NewUpstreamCutsOldConnectionsAndMovesNewOnes() {
        try (Upstream first = Upstream.echo();
                Upstream second = Upstream.manual()) {
            MadeProxy proxy = api().proxy(first.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("one");
                proxy.patch("{\"upstream\":\"" + second.address() + "\"}");
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
            try (Peer client = proxy.connect()) {
                client.send("two");
                assertThat(second.accept().receive(3)).isEqualTo("two");
            }
        }
    }

    @Test
    default void p28NewListenMovesThePort() {
        MadeProxy proxy = api().proxy(REFUSING);
        Answer moved = api().patch(proxy.path(), "{\"listen\":\"localhost:0\"}");
        int port = ApiClient.port(moved.body());
        assertThat(port).isNotEqualTo(proxy.port());
        assertThat(Peer.refused(proxy.port())).isTrue();
        assertThat(Peer.refused(port)).isFalse();
    }

    @Test
    default void p29SameValuesKeepConnections() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("one");
                proxy.patch("{\"listen\":\"localhost:" + proxy.port() + "\",\"upstream\":\"" + upstream.address()
                        + "\",\"enabled\":true}");
                client.echoNanos("two");
            }
        }
    }

    @Test
    default void p30UnusableListenLeavesTheProxyAsItWas() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("one");
                assertThat(api().patch(proxy.path(), "{\"listen\":\"127.0.0.1\"}")
                                .error())
                        .isEqualTo(Answer.errorOf(500, "address 127.0.0.1: missing port in address"));
                client.echoNanos("two");
                assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json(upstream.address(), true));
            }
        }
    }

    @Test
    default void p31BusyPortLeavesTheProxyDisabledAndListed() {
        MadeProxy busy = api().proxy(REFUSING);
        MadeProxy proxy = api().proxy(REFUSING);
        assertThat(api().patch(proxy.path(), "{\"listen\":\"" + busy.listen() + "\"}")
                        .error())
                .isEqualTo(Answer.errorOf(500, "listen tcp " + busy.listen() + ": bind: address already in use"));
        assertThat(api().get(proxy.path()).body())
                .isEqualTo(new MadeProxy(api(), proxy.name(), busy.port()).json(REFUSING, false));
        assertThat(Peer.refused(proxy.port())).isTrue();
    }

    @Test
    default void p27ToxicsSurviveDisableAndNewUpstream() {
        MadeProxy proxy = api().proxy(REFUSING);
        proxy.toxic("latency", "downstream", "\"latency\":5");
        String toxics = api().get(proxy.path() + "/toxics").body();
        proxy.patch("{\"enabled\":false}");
        proxy.patch("{\"enabled\":true,\"upstream\":\"127.0.0.1:2\"}");
        assertThat(api().get(proxy.path() + "/toxics").body()).isEqualTo(toxics);
    }

    @Test
    default void p41ResetRemovesToxicsAndEnablesProxies() {
        MadeProxy on = api().proxy(REFUSING);
        MadeProxy off = api().proxy(REFUSING);
        on.toxic("latency", "upstream", "\"latency\":5");
        off.patch("{\"enabled\":false}");
        Answer reset = api().post("/reset", "{not even json");
        assertThat(reset.status()).isEqualTo(204);
        assertThat(reset.body()).isEmpty();
        assertThat(api().get(on.path()).body()).isEqualTo(on.json(REFUSING, true));
        assertThat(api().get(off.path()).body()).isEqualTo(off.json(REFUSING, true));
    }

    @Test
    default void p42ResetWithABusyPortIs500() {
        MadeProxy busy = api().proxy(REFUSING);
        api().post(
                        "/proxies",
                        "{\"name\":\"case-off\",\"upstream\":\"" + REFUSING + "\",\"enabled\":false,\"listen\":\""
                                + busy.listen() + "\"}");
        assertThat(api().post("/reset", "").error())
                .isEqualTo(Answer.errorOf(500, "listen tcp " + busy.listen() + ": bind: address already in use"));
    }
}
