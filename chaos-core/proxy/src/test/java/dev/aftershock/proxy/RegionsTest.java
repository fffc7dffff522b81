package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Links that carry the same label go down and come back together. */
class RegionsTest extends EmbeddedServer {
    @Test
    void oneCallCutsEveryLinkOfTheRegionAndNoOther() {
        try (Upstream upstream = Upstream.echo()) {
            List<MadeProxy> east = List.of(in("east", upstream), in("east", upstream), in("east", upstream));
            MadeProxy west = in("west", upstream);
            try (Peer cut = east.get(0).connect();
                    Peer stays = west.connect()) {
                cut.echoNanos("x");
                Answer answer = api().post("/regions/east", "{\"enabled\":false}");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body())
                        .isEqualTo("{\"region\":\"east\",\"enabled\":false,\"changed\":" + names(east)
                                + ",\"unchanged\":[]}");
                assertThat(cut.stateWithin(1_000)).isEqualTo(Peer.State.ENDED);
                assertThat(east).allMatch(proxy -> Peer.refused(proxy.port()));
                stays.echoNanos("still works");
            }
            assertThat(api().get("/regions").body())
                    .isEqualTo("{\"east\":{\"enabled\":[],\"disabled\":" + names(east) + "},\"west\":{\"enabled\":"
                            + names(List.of(west)) + ",\"disabled\":[]}}");
            east.get(1).patch("{\"enabled\":true}");
            assertThat(api().post("/regions/east", "{\"enabled\":true}").body())
                    .contains("\"changed\":" + names(List.of(east.get(0), east.get(2))))
                    .contains("\"unchanged\":" + names(List.of(east.get(1))));
            assertThat(east).noneMatch(proxy -> Peer.refused(proxy.port()));
        }
    }

    @Test
    void aRegionThatCannotBeRestoredAsAWholeStaysCut() throws IOException {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy first = in("east", upstream);
            MadeProxy second = in("east", upstream);
            api().post("/regions/east", "{\"enabled\":false,\"ttlMs\":60000,\"leaseId\":\"run-1\"}");
            try (ServerSocket taken = new ServerSocket()) {
                taken.bind(new InetSocketAddress("127.0.0.1", second.port()));
                Answer failed = api().post("/regions/east", "{\"enabled\":true}");
                assertThat(failed.status()).isEqualTo(500);
                assertThat(failed.body()).contains("127.0.0.1:" + second.port());
                assertThat(Peer.refused(first.port())).isTrue();
                assertThat(api().get("/leases").body()).contains(first.name(), second.name());
            }
            assertThat(api().post("/regions/east", "{\"enabled\":true}").status())
                    .isEqualTo(200);
            assertThat(Peer.refused(first.port())).isFalse();
        }
    }

    @Test
    void aCutRegionComesBackByItselfWhenItsTimeIsOver() {
        try (Upstream upstream = Upstream.echo()) {
            List<MadeProxy> east = List.of(in("east", upstream), in("east", upstream));
            api().post("/regions/east", "{\"enabled\":false,\"ttlMs\":200}");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> east.stream()
                    .noneMatch(proxy -> Peer.refused(proxy.port())));
        }
    }

    @Test
    void theLabelIsShownChangedAndTakenAwayWithoutCuttingConnections() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = in("east", upstream);
            try (Peer client = proxy.connect()) {
                client.echoNanos("x");
                assertThat(api().get(proxy.path()).body()).endsWith(",\"toxics\":[],\"region\":\"east\"}");
                proxy.patch("{\"region\":\"west\"}");
                proxy.patch("{\"enabled\":true}");
                assertThat(api().get("/regions").body()).startsWith("{\"west\":");
                proxy.patch("{\"region\":\"\"}");
                assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json(upstream.address(), true));
                client.echoNanos("still here");
            }
        }
    }

    @Test
    void whatIsNoRegionOrNoStateIsRefused() {
        try (Upstream upstream = Upstream.echo()) {
            in("east", upstream);
            assertThat(api().post("/regions/none", "{\"enabled\":false}").error())
                    .isEqualTo(Answer.errorOf(404, "region not found"));
            assertThat(api().post("/regions/east", "{}").body()).contains("enabled is absent; expected true or false");
            assertThat(api().post("/regions/east", "{\"enabled\":\"no\"}").body())
                    .contains("enabled is 'no'");
            assertThat(api().post("/regions/east", "{\"enabled\":true,\"ttlMs\":5}")
                            .status())
                    .isEqualTo(400);
            assertThat(api().post("/proxies", "{\"name\":\"x\",\"upstream\":\"a:1\",\"region\":\"a b\"}")
                            .body())
                    .contains("region is 'a b'; expected at most 128 of the characters");
        }
    }

    private MadeProxy in(String region, Upstream upstream) {
        MadeProxy proxy = api().proxy(upstream.address());
        proxy.patch("{\"region\":\"" + region + "\"}");
        return proxy;
    }

    private static String names(List<MadeProxy> proxies) {
        List<String> quoted = new ArrayList<>();
        proxies.forEach(proxy -> quoted.add("\"" + proxy.name() + "\""));
        return "[" + String.join(",", quoted) + "]";
    }
}
