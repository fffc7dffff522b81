package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** P32-P40: populate. */
interface PopulateRows extends Rows {

    @Test
    default void p32PopulateCreatesAll() {
        Answer made = populate(entry("case-a", "127.0.0.1:0") + "," + entry("case-b", "127.0.0.1:0"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Content-Type")).isEqualTo("application/json");
        String a = api().get("/proxies/case-a").body();
        String b = api().get("/proxies/case-b").body();
        assertThat(made.body()).isEqualTo("{\"proxies\":[" + a + "," + b + "]}");
    }

    @Test
    default void p33P37PopulateTwiceKeepsToxicsConnectionsAndEnabled() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("noop", "downstream", "");
            String before = api().get(proxy.path()).body();
            try (Peer client = proxy.connect()) {
                client.echoNanos("one");
                Answer again = populate("{\"name\":\"" + proxy.name() + "\",\"listen\":\"" + proxy.listen()
                        + "\",\"upstream\":\"" + upstream.address() + "\",\"enabled\":false}");
                assertThat(again.body()).isEqualTo("{\"proxies\":[" + before + "]}");
                client.echoNanos("two");
            }
        }
    }

    @Test
    default void p34ChangedUpstreamReplacesAndLosesToxics() {
        MadeProxy proxy = api().proxy("127.0.0.1:2");
        proxy.toxic("noop", "downstream", "");
        Answer replaced = populate(entry(proxy.name(), proxy.listen()));
        assertThat(replaced.body()).isEqualTo("{\"proxies\":[" + proxy.json(REFUSING, true) + "]}");
    }

    @Test
    default void p35IncompleteEntryIsNamedByPositionAndNothingIsCreated() {
        Answer answer = populate(entry("case-a", "127.0.0.1:0") + ",{\"name\":\"\",\"upstream\":\"x:1\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo(failed("missing required field: name at proxy 2", 400, "null"));
        assertThat(api().get("/proxies/case-a").status()).isEqualTo(404);
        assertThat(populate("{\"name\":\"case-a\",\"upstream\":\"\"}").body())
                .isEqualTo(failed("missing required field: upstream at proxy 1", 400, "null"));
        assertThat(populate("null").body()).isEqualTo(failed("missing required field: name at proxy 1", 400, "null"));
    }

    @Test
    default void p36EnabledFalseCreatesDisabled() {
        Answer made = populate(
                "{\"name\":\"case-a\",\"upstream\":\"" + REFUSING + "\",\"listen\":\"127.0.0.1:0\",\"enabled\":false}");
        assertThat(made.body())
                .isEqualTo("{\"proxies\":[{\"name\":\"case-a\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"" + REFUSING
                        + "\",\"enabled\":false,\"Logger\":{},\"toxics\":[]}]}");
    }

    @Test
    default void p38FailureMidwayListsTheEarlierOnes() {
        MadeProxy busy = api().proxy(REFUSING);
        Answer answer = populate(entry("case-a", "127.0.0.1:0") + "," + entry("case-b", busy.listen()) + ","
                + entry("case-c", "127.0.0.1:0"));
        String a = api().get("/proxies/case-a").body();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo(
                        failed("listen tcp " + busy.listen() + ": bind: address already in use", 500, "[" + a + "]"));
        assertThat(api().get("/proxies/case-b").status()).isEqualTo(404);
        assertThat(api().get("/proxies/case-c").status()).isEqualTo(404);
    }

    @Test
    default void p39EmptyArrayAndNullAnswerNull() {
        assertThat(populate("").status()).isEqualTo(201);
        assertThat(populate("").body()).isEqualTo("{\"proxies\":null}");
        assertThat(api().post("/populate", "null").body()).isEqualTo("{\"proxies\":null}");
    }

    @Test
    default void p40NotAnArrayIs400() {
        String type = "struct { toxiproxy.Proxy; Enabled *bool \\\"json:\\\\\\\"enabled\\\\\\\"\\\" }";
        String into = "bad request body: json: cannot unmarshal ";
        assertThat(api().post("/populate", "{}").body())
                .isEqualTo(failed(into + "object into Go value of type []" + type, 400, "null"));
        assertThat(populate("5").body()).isEqualTo(failed(into + "number into Go value of type " + type, 400, "null"));
        assertThat(populate("{\"name\":\"p1\",\"upstream\":5}").body())
                .isEqualTo(failed(into + "number into Go struct field .Proxy.upstream of type string", 400, "null"));
        assertThat(api().post("/populate", "").body()).isEqualTo(failed("bad request body: EOF", 400, "null"));
    }

    private Answer populate(String entries) {
        return api().post("/populate", "[" + entries + "]");
    }

    private static String entry(String name, String listen) {
        return ApiClient.proxyBody(name, listen, REFUSING);
    }

    private static String failed(String message, int status, String proxies) {
        return "{\"error\":\"" + message + "\",\"status\":" + status + ",\"proxies\":" + proxies + "}";
    }
}
