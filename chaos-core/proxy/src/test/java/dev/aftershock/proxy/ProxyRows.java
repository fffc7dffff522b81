package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** P06-P24, P45: creating, showing and deleting proxies. */
interface ProxyRows extends Rows {

    @Test
    default void p06CreateAnswersTheWholeProxy() {
        String name = api().freshName();
        Answer made = api().post("/proxies", ApiClient.proxyBody(name, "127.0.0.1:0", REFUSING));
        MadeProxy proxy = new MadeProxy(api(), name, ApiClient.port(made.body()));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Content-Type")).isEqualTo("application/json");
        assertThat(made.body()).isEqualTo(proxy.json(REFUSING, true));
        assertThat(api().get(proxy.path()).body()).isEqualTo(made.body());
        assertThat(api().get("/proxies").body()).isEqualTo("{\"" + name + "\":" + made.body() + "}");
    }

    @Test
    default void p07P08MissingNameOrUpstreamIs400() {
        assertThat(create("{\"name\":\"\",\"upstream\":\"x:1\"}").error())
                .isEqualTo(Answer.errorOf(400, "missing required field: name"));
        assertThat(create("{\"name\":\"case-a\",\"upstream\":\"\"}").error())
                .isEqualTo(Answer.errorOf(400, "missing required field: upstream"));
        assertThat(create("{\"name\":\"case-a\"}").error())
                .isEqualTo(Answer.errorOf(400, "missing required field: upstream"));
    }

    @Test
    default void p09NameInUseIs409() {
        MadeProxy proxy = api().proxy(REFUSING);
        assertThat(create(ApiClient.proxyBody(proxy.name(), "127.0.0.1:0", REFUSING))
                        .error())
                .isEqualTo(Answer.errorOf(409, "proxy already exists"));
    }

    @Test
    default void p10PortInUseIs500AndNotKept() {
        MadeProxy proxy = api().proxy(REFUSING);
        String name = api().freshName();
        assertThat(create(ApiClient.proxyBody(name, proxy.listen(), REFUSING)).error())
                .isEqualTo(Answer.errorOf(500, "listen tcp " + proxy.listen() + ": bind: address already in use"));
        assertThat(api().get("/proxies/" + name).status()).isEqualTo(404);
    }

    @Test
    default void p10BrokenListenAddressesAre500WithGosWords() {
        List<List<String>> broken = List.of(
                List.of("127.0.0.1", "address 127.0.0.1: missing port in address"),
                List.of("::1:0", "address ::1:0: too many colons in address"),
                List.of("127.0.0.1:99999", "address 99999: invalid port"),
                List.of("127.0.0.1:abc", "lookup tcp/abc: unknown port"));
        for (List<String> pair : broken) {
            assertThat(create(ApiClient.proxyBody("case-b", pair.get(0), REFUSING))
                            .error())
                    .isEqualTo(Answer.errorOf(500, "listen tcp: " + pair.get(1)));
        }
        assertThat(create(ApiClient.proxyBody("case-b", "nowhere.invalid:1", REFUSING))
                        .body())
                .startsWith("{\"error\":\"listen tcp: lookup nowhere.invalid")
                .endsWith("no such host\",\"status\":500}\n");
        assertThat(create(ApiClient.proxyBody("case-b", "203.0.113.7:0", REFUSING))
                        .status())
                .isEqualTo(500);
    }

    @Test
    default void p11P12OmittedListenOrPortZeroBecomesARealPort() {
        for (String listen : List.of("", ":0", "127.0.0.1:0", "127.0.0.1:", "0.0.0.0:0")) {
            String name = api().freshName();
            Answer made = create(ApiClient.proxyBody(name, listen, REFUSING));
            assertThat(made.status()).isEqualTo(201);
            assertThat(ApiClient.port(made.body())).as(listen).isPositive();
            assertThat(Peer.refused(ApiClient.port(made.body()))).isFalse();
        }
    }

    @Test
    default void p13HostNamesAreResolvedInTheAnswer() {
        Answer made = create(ApiClient.proxyBody(api().freshName(), "localhost:0", REFUSING));
        assertThat(made.body()).containsPattern("\"listen\":\"127\\.0\\.0\\.1:\\d+\"");
        Answer six = create(ApiClient.proxyBody(api().freshName(), "[::1]:0", REFUSING));
        assertThat(six.body()).containsPattern("\"listen\":\"\\[::1]:\\d+\"");
    }

    @Test
    default void p14P15CreatedDisabledEchoesListenThenListensWhenEnabled() {
        String name = api().freshName();
        int port = freePort();
        String body = "{\"name\":\"" + name + "\",\"listen\":\"localhost:" + port + "\",\"upstream\":\"" + REFUSING
                + "\",\"enabled\":false}";
        assertThat(create(body).body()).contains("\"listen\":\"localhost:" + port + "\"", "\"enabled\":false");
        assertThat(Peer.refused(port)).isTrue();
        Answer enabled = api().patch("/proxies/" + name, "{\"enabled\":true}");
        assertThat(enabled.body()).isEqualTo(new MadeProxy(api(), name, port).json(REFUSING, true));
        assertThat(Peer.refused(port)).isFalse();
    }

    @Test
    default void p16P17P18UnknownFieldsKeyCaseAndTrailingTextAreTolerated() {
        String name = api().freshName();
        Answer made = create("{\"NAME\":\"" + name + "\",\"Upstream\":\"" + REFUSING
                + "\",\"lISTEN\":\"127.0.0.1:0\",\"wat\":{\"a\":[1,true,null]}} trailing");
        assertThat(made.body()).isEqualTo(new MadeProxy(api(), name, ApiClient.port(made.body())).json(REFUSING, true));
    }

    @Test
    default void p17TheLastOfEqualKeysWinsAndNullChangesNothing() {
        String name = api().freshName();
        Answer made = create("{\"name\":\"first\",\"name\":\"" + name + "\",\"name\":null,\"enabled\":null,\"listen\":"
                + "\"127.0.0.1:0\",\"upstream\":\"" + REFUSING + "\"}");
        assertThat(made.body()).isEqualTo(new MadeProxy(api(), name, ApiClient.port(made.body())).json(REFUSING, true));
    }

    @Test
    default void p19P20P21BrokenBodiesAre400WithGosWords() {
        String into = "json: cannot unmarshal ";
        List<List<String>> broken = List.of(
                List.of("", "EOF"),
                List.of("{\"name\":\"a", "unexpected EOF"),
                List.of("{\"name\":\"a\"", "unexpected EOF"),
                List.of("{bad", "invalid character 'b' looking for beginning of object key string"),
                List.of("{\"a\" 1}", "invalid character '1' after object key"),
                List.of("{\"a\":1 2}", "invalid character '2' after object key:value pair"),
                List.of("{\"a\":[1 2]}", "invalid character '2' after array element"),
                List.of("{\"a\":1.x}", "invalid character 'x' after decimal point in numeric literal"),
                List.of("{\"a\":1ex}", "invalid character 'x' in exponent of numeric literal"),
                List.of("{\"a\":-x}", "invalid character 'x' in numeric literal"),
                List.of("{\"a\":tru}", "invalid character '}' in literal true (expecting 'e')"),
                List.of("{\"a\":\"\\x\"}", "invalid character 'x' in string escape code"),
                List.of("{\"a\":}", "invalid character '}' looking for beginning of value"),
                List.of("{\"a\":1,}", "invalid character '}' looking for beginning of object key string"),
                List.of("[]", into + "array into Go value of type toxiproxy.Proxy"),
                List.of("\"x\"", into + "string into Go value of type toxiproxy.Proxy"),
                List.of("12", into + "number into Go value of type toxiproxy.Proxy"),
                List.of("true", into + "bool into Go value of type toxiproxy.Proxy"),
                List.of("{\"name\":12}", into + "number into Go struct field Proxy.name of type string"),
                List.of("{\"listen\":[]}", into + "array into Go struct field Proxy.listen of type string"),
                List.of("{\"upstream\":{}}", into + "object into Go struct field Proxy.upstream of type string"),
                List.of("{\"enabled\":\"true\"}", into + "string into Go struct field Proxy.enabled of type bool"));
        for (List<String> pair : broken) {
            assertThat(create(pair.get(0)).error())
                    .as(pair.get(0))
                    .isEqualTo(Answer.errorOf(400, "bad request body: " + pair.get(1)));
        }
        assertThat(create("null").error()).isEqualTo(Answer.errorOf(400, "missing required field: name"));
    }

    @Test
    default void p22P23UnknownProxiesAre404() {
        List<Object> notFound = Answer.errorOf(404, "proxy not found");
        assertThat(api().get("/proxies/case-none").error()).isEqualTo(notFound);
        assertThat(api().delete("/proxies/case-none").error()).isEqualTo(notFound);
        assertThat(api().patch("/proxies/case-none", "{bad").error()).isEqualTo(notFound);
        MadeProxy proxy = api().proxy(REFUSING);
        assertThat(api().delete(proxy.path()).status()).isEqualTo(204);
        assertThat(api().delete(proxy.path()).error()).isEqualTo(notFound);
    }

    @Test
    default void p24DeleteCutsOpenConnectionsAndFreesThePort() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("hello");
                Answer deleted = api().delete(proxy.path());
                assertThat(deleted.status()).isEqualTo(204);
                assertThat(deleted.body()).isEmpty();
                assertThat(deleted.header("Content-Type")).isEmpty();
                assertThat(Peer.refused(proxy.port())).isTrue();
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
            assertThat(create(ApiClient.proxyBody(proxy.name(), proxy.listen(), REFUSING))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    default void p45NamesThatNeedEscapesRoundTrip() {
        Answer made = create(ApiClient.proxyBody("case- ü+<&>\\\"", "127.0.0.1:0", REFUSING));
        assertThat(made.body()).startsWith("{\"name\":\"case- ü+\\u003c\\u0026\\u003e\\\"\",");
        String path = "/proxies/case-%20%C3%BC+%3C%26%3E%22";
        assertThat(api().get(path).body()).isEqualTo(made.body());
        assertThat(api().delete(path).status()).isEqualTo(204);
    }

    private Answer create(String body) {
        return api().post("/proxies", body);
    }

    private int freePort() {
        MadeProxy probe = api().proxy(REFUSING);
        assertThat(api().delete(probe.path()).status()).isEqualTo(204);
        return probe.port();
    }
}
