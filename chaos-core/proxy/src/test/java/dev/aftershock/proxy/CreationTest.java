package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A proxy and its toxics are made together or not at all, so that no connection slips through in between. */
class CreationTest extends EmbeddedServer {
    private static final String LATENCY =
            "{\"type\":\"latency\",\"stream\":\"upstream\",\"toxicity\":0.5,\"attributes\":{\"latency\":9}}";
    private static final String LATENCY_JSON =
            "{\"attributes\":{\"latency\":9,\"jitter\":0},\"name\":\"latency_upstream\","
                    + "\"type\":\"latency\",\"stream\":\"upstream\",\"toxicity\":0.5}";

    @Test
    void aNewProxyHasItsToxicsFromItsFirstConnectionOn() {
        try (Upstream upstream = Upstream.manual()) {
            Answer made =
                    create("case-a", upstream.address(), "{\"type\":\"limit_data\",\"attributes\":{\"bytes\":2}}");
            assertThat(made.status()).isEqualTo(201);
            try (Peer client = Peer.connect(ApiClient.port(made.body()))) {
                upstream.accept().send("abc");
                assertThat(client.receiveAll()).isEqualTo(new byte[] {'a', 'b'});
            }
        }
    }

    @Test
    void toxicsMadeWithTheirProxyAreToxicsLikeAnyOther() {
        assertThat(create("case-a", "127.0.0.1:1", LATENCY + ",{\"type\":\"noop\",\"stream\":\"both\"}")
                        .body())
                .endsWith("\"toxics\":[" + LATENCY_JSON
                        + ",{\"attributes\":{},\"name\":\"noop_upstream\",\"type\":\"noop\","
                        + "\"stream\":\"upstream\",\"toxicity\":1},{\"attributes\":{},\"name\":\"noop_downstream\","
                        + "\"type\":\"noop\",\"stream\":\"downstream\",\"toxicity\":1}]}");
        assertThat(api().post("/proxies/case-a/toxics", LATENCY).status()).isEqualTo(409);
        assertThat(api().post("/proxies/case-a/toxics", "{\"type\":\"slicer\"}").status())
                .isEqualTo(200);
        assertThat(api().delete("/proxies/case-a/toxics/latency_upstream").status())
                .isEqualTo(204);
        assertThat(api().get("/proxies/case-a/toxics").body())
                .contains("slicer", "noop")
                .doesNotContain("latency");
    }

    @Test
    void oneToxicThatCannotBeMadeMeansNoProxy() {
        String unknown = LATENCY + ",{\"type\":\"nonsense\"}";
        assertThat(create("case-a", "127.0.0.1:1", unknown).error())
                .isEqualTo(Answer.errorOf(400, "bad request body: toxics: 2: invalid toxic type"));
        assertThat(create("case-a", "127.0.0.1:1", LATENCY + "," + LATENCY).error())
                .isEqualTo(Answer.errorOf(400, "bad request body: toxics: 2: toxic already exists"));
        assertThat(create("case-a", "127.0.0.1:1", "{\"type\":\"noop\",\"ttlMs\":0}")
                        .body())
                .contains("toxics: 1: bad request body: ttlMs is 0; expected");
        String body = "{\"name\":\"case-a\",\"upstream\":\"127.0.0.1:1\",\"toxics\":7}";
        assertThat(api().post("/proxies", body).body()).contains("toxics is 7; expected an array of at most 256");
        assertThat(api().get("/proxies").body()).isEqualTo("{}");
    }

    @Test
    void populateMakesToxicsTooAndLeavesThoseOfAnUnchangedProxyAlone() {
        String a = entry("case-a", "127.0.0.1:1", LATENCY);
        String wrong = entry("case-b", "127.0.0.1:1", "{\"type\":\"nonsense\"}");
        assertThat(api().post("/populate", "[" + a + "," + wrong + "]").body())
                .contains("toxics at proxy 2: 1: invalid toxic type", "\"proxies\":null");
        Answer made = api().post("/populate", "[" + a + "]");
        assertThat(made.body()).contains("\"toxics\":[" + LATENCY_JSON + "]");
        String same =
                entry("case-a", "127.0.0.1:1", "").replace("127.0.0.1:0", "127.0.0.1:" + ApiClient.port(made.body()));
        assertThat(api().post("/populate", "[" + same + "]").body()).isEqualTo(made.body());
    }

    @Test
    void aConfigurationFileMakesToxicsToo() throws IOException {
        server().populate("[" + entry("case-a", "127.0.0.1:1", LATENCY) + "]");
        assertThat(api().get("/proxies/case-a/toxics").body()).isEqualTo("[" + LATENCY_JSON + "]");
    }

    @Test
    void anUpdateIgnoresToxicsAsToxiproxyDoes() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        proxy.patch("{\"toxics\":[{\"type\":\"nonsense\"}]}");
        assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json("127.0.0.1:1", true));
    }

    @Test
    void bothDirectionsAreMadeInOneCallOrNeither() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        String both = "{\"type\":\"noop\",\"name\":\"n\",\"stream\":\"both\"}";
        assertThat(api().post(proxy.path() + "/toxics", both).body())
                .isEqualTo(
                        "[{\"attributes\":{},\"name\":\"n_upstream\",\"type\":\"noop\",\"stream\":\"upstream\",\"toxicity\":1},"
                                + "{\"attributes\":{},\"name\":\"n_downstream\",\"type\":\"noop\",\"stream\":\"downstream\",\"toxicity\":1}]");
        proxy.remove("n_upstream");
        assertThat(api().post(proxy.path() + "/toxics", both).status()).isEqualTo(409);
        assertThat(api().get(proxy.path() + "/toxics").body()).doesNotContain("n_upstream");
    }

    private Answer create(String name, String upstream, String toxics) {
        return api().post("/proxies", entry(name, upstream, toxics));
    }

    private static String entry(String name, String upstream, String toxics) {
        return "{\"name\":\"" + name + "\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"" + upstream + "\",\"toxics\":["
                + toxics + "]}";
    }
}
