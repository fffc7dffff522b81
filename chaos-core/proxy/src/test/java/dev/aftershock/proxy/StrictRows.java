package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** More of P16, P52, P53, T09, L12 and L15: what Toxiproxy and strict mode do, and what the default does instead. */
interface StrictRows extends Rows {
    @Test
    default void t09AnUpdateSendsTheChunkThatIsHeldAndNoOther() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":60000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                sendApart(client, server, "first", "second");
                proxy.change("latency_upstream", "\"latency\":60000");
                assertThat(received(server)).isEqualTo(strict() ? "first" : "");
            }
        }
    }

    @Test
    default void t13AChangeOfTheRateSendsTheRestOfTheChunkThatIsHeld() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("bandwidth", "upstream", "\"rate\":1");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send(Peer.pattern(3_000));
                server.receiveBytes(100);
                long start = Nanos.now();
                proxy.change("bandwidth_upstream", "\"rate\":1");
                assertThat(server.receiveBytes(2_900)).hasSize(2_900);
                assertThat(Nanos.now() - start < 1_500_000_000L).isEqualTo(strict());
            }
        }
    }

    @Test
    default void l12AddingAToxicSendsTheChunkThatTheOneBeforeItHolds() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":60000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                sendApart(client, server, "first", "second");
                proxy.toxic("timeout", "upstream", "");
                assertThat(received(server)).isEqualTo(strict() ? "first" : "");
            }
        }
    }

    @Test
    default void l12RemovingAToxicSendsTheChunkThatTheOneBeforeItHolds() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":60000");
            proxy.toxic("slow_close", "upstream", "");
            proxy.toxic("noop", "upstream", "");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                sendApart(client, server, "first", "second");
                proxy.remove("noop_upstream");
                assertThat(received(server)).isEmpty();
                proxy.remove("slow_close_upstream");
                assertThat(received(server)).isEqualTo(strict() ? "first" : "");
            }
        }
    }

    @Test
    default void l15AddingAToxicDrawsTheToxicityOfTheOneBeforeItAgain() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            String half = "{\"type\":\"latency\",\"toxicity\":0.5,\"attributes\":{\"latency\":300}}";
            assertThat(api().post(proxy.path() + "/toxics", half).status()).isEqualTo(200);
            boolean changed = false;
            try (Peer client = proxy.connect()) {
                boolean slow = isSlow(client);
                for (int i = 0; i < 16 && !changed; i++) {
                    proxy.toxic("noop", "downstream", "");
                    changed = isSlow(client) != slow;
                    proxy.remove("noop_downstream");
                }
            }
            assertThat(changed).isEqualTo(strict());
        }
    }

    @Test
    default void p16WhatIsNotToxiproxysInABodyIsIgnored() {
        String body = "{\"name\":\"case-own\",\"upstream\":\"" + REFUSING
                + "\",\"listen\":\"127.0.0.1:0\",\"region\":\"east\","
                + "\"halfClose\":true,\"toxics\":[{\"type\":\"latency\"}]}";
        String made = api().post("/proxies", body).body();
        assertThat(made.contains("\"toxics\":[],") || made.endsWith("\"toxics\":[]}"))
                .as(made)
                .isEqualTo(strict());
        assertThat(made.contains("region")).isEqualTo(!strict());
        String toxic =
                "{\"type\":\"latency\",\"stream\":\"upstream\",\"ttlMs\":-5,\"attributes\":{\"latency_us\":\"x\"}}";
        assertThat(api().post("/proxies/case-own/toxics", toxic).status()).isEqualTo(strict() ? 200 : 400);
        String all = "[{\"name\":\"case-populated\",\"upstream\":\"" + REFUSING + "\",\"toxics\":7}]";
        assertThat(api().post("/populate", all).status()).isEqualTo(strict() ? 201 : 400);
        assertThat(api().get("/proxies/case-own/connections").status()).isEqualTo(strict() ? 404 : 200);
        assertThat(api().get("/leases").status()).isEqualTo(strict() ? 404 : 200);
    }

    @Test
    default void p52P53TypesAndStreamsThatAreNotToxiproxysAreInvalid() {
        MadeProxy proxy = api().proxy(REFUSING);
        Answer type = api().post(proxy.path() + "/toxics", "{\"type\":\"stall\",\"attributes\":{\"duration\":5}}");
        Answer stream = api().post(proxy.path() + "/toxics", "{\"type\":\"latency\",\"stream\":\"both\"}");
        assertThat(type.status()).isEqualTo(strict() ? 400 : 200);
        assertThat(stream.status()).isEqualTo(strict() ? 400 : 200);
        if (strict()) {
            assertThat(type.error()).isEqualTo(Answer.errorOf(400, "invalid toxic type"));
            assertThat(stream.error())
                    .isEqualTo(Answer.errorOf(400, "stream was invalid, can be either upstream or downstream"));
        }
    }

    /** Two chunks, because the second is sent when the first was certainly read. */
    private static void sendApart(Peer client, Peer server, String first, String second) {
        client.send(first);
        assertThat(server.isSilentFor(150)).isTrue();
        client.send(second);
        assertThat(server.isSilentFor(150)).isTrue();
    }

    private static String received(Peer server) {
        return new String(server.receiveUntilQuiet(500), StandardCharsets.US_ASCII);
    }

    private static boolean isSlow(Peer client) {
        return client.echoNanos("x") > 200_000_000L;
    }
}
