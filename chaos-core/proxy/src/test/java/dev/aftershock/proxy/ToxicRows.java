package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** P46-P60: creating, listing, changing and removing toxics. */
interface ToxicRows extends Rows {

    @Test
    default void p46DefaultsAreDownstreamToxicityOneAndTypeStreamName() {
        MadeProxy proxy = api().proxy(REFUSING);
        Answer made = add(proxy, "{\"type\":\"latency\",\"attributes\":{\"latency\":100}}");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.header("Content-Type")).isEqualTo("application/json");
        assertThat(made.body()).isEqualTo(latency("latency_downstream", "downstream", 100, 0, "1"));
        assertThat(api().get(proxy.path() + "/toxics").body()).isEqualTo("[" + made.body() + "]");
        assertThat(api().get(proxy.path() + "/toxics/latency_downstream").body())
                .isEqualTo(made.body());
        assertThat(api().get(proxy.path()).body()).endsWith(",\"toxics\":[" + made.body() + "]}");
    }

    @Test
    default void p47UpstreamToxicsAreListedFirstEachInOrderOfAdding() {
        MadeProxy proxy = api().proxy(REFUSING);
        assertThat(api().get(proxy.path() + "/toxics").body()).isEqualTo("[]");
        for (String toxic : List.of("d1 downstream", "u1 upstream", "d2 downstream", "u2 upstream")) {
            String[] words = toxic.split(" ");
            add(proxy, "{\"type\":\"noop\",\"name\":\"" + words[0] + "\",\"stream\":\"" + words[1] + "\"}");
        }
        assertThat(api().get(proxy.path() + "/toxics").body().replaceAll("\\{\"attributes.*?name\":\"|\",.*?}", ""))
                .isEqualTo("[u1,u2,d1,d2]");
    }

    @Test
    default void p48P49NamesAreUniqueOverBothStreams() {
        MadeProxy proxy = api().proxy(REFUSING);
        assertThat(add(proxy, "{\"type\":\"noop\",\"name\":\"n\"}").status()).isEqualTo(200);
        assertThat(add(proxy, "{\"type\":\"noop\",\"name\":\"n\",\"stream\":\"upstream\"}")
                        .error())
                .isEqualTo(Answer.errorOf(409, "toxic already exists"));
        assertThat(add(proxy, "{\"type\":\"noop\"}").status()).isEqualTo(200);
        assertThat(add(proxy, "{\"type\":\"noop\",\"stream\":\"upstream\"}").status())
                .isEqualTo(200);
    }

    @Test
    default void p50ToxicityIsKeptAsAThirtyTwoBitFloat() {
        List<List<String>> written = List.of(
                List.of("0.2", "0.2"),
                List.of("0", "0"),
                List.of("5", "5"),
                List.of("0.123456789", "0.12345679"),
                List.of("0.3333333", "0.3333333"),
                List.of("0.002", "0.002"),
                List.of("1e-7", "1e-7"),
                List.of("1.5e22", "1.5e+22"),
                List.of("16777216", "16777216"),
                List.of("-0.5", "-0.5"),
                List.of("null", "1"));
        for (List<String> pair : written) {
            MadeProxy proxy = api().proxy(REFUSING);
            assertThat(add(proxy, "{\"type\":\"latency\",\"toxicity\":" + pair.get(0) + "}")
                            .body())
                    .isEqualTo(latency("latency_downstream", "downstream", 0, 0, pair.get(1)));
        }
    }

    @Test
    default void p51P55EveryTypeStartsWithZerosInItsOwnOrder() {
        List<List<String>> types = List.of(
                List.of("noop", ""),
                List.of("latency", "\"latency\":0,\"jitter\":0"),
                List.of("bandwidth", "\"rate\":0"),
                List.of("slow_close", "\"delay\":0"),
                List.of("timeout", "\"timeout\":0"),
                List.of("reset_peer", "\"timeout\":0"),
                List.of("slicer", "\"average_size\":0,\"size_variation\":0,\"delay\":0"),
                List.of("limit_data", "\"bytes\":0"));
        MadeProxy proxy = api().proxy(REFUSING);
        for (List<String> type : types) {
            String name = type.get(0);
            assertThat(add(proxy, "{\"type\":\"" + name + "\",\"attributes\":null}")
                            .body())
                    .isEqualTo("{\"attributes\":{" + type.get(1) + "},\"name\":\"" + name + "_downstream\",\"type\":\""
                            + name + "\",\"stream\":\"downstream\",\"toxicity\":1}");
        }
    }

    @Test
    default void p52P53UnknownTypesAndStreamsAre400() {
        MadeProxy proxy = api().proxy(REFUSING);
        List<Object> badType = Answer.errorOf(400, "invalid toxic type");
        List<Object> badStream = Answer.errorOf(400, "stream was invalid, can be either upstream or downstream");
        for (String body :
                List.of("{}", "{\"type\":\"nope\"}", "{\"type\":\"LATENCY\"}", "{\"type\":\"packet_loss\"}")) {
            assertThat(add(proxy, body).error()).as(body).isEqualTo(badType);
        }
        for (String stream : List.of("sideways", "")) {
            assertThat(add(proxy, "{\"type\":\"nope\",\"stream\":\"" + stream + "\"}")
                            .error())
                    .isEqualTo(badStream);
        }
        assertThat(add(proxy, "{\"type\":\"latency\",\"stream\":\"UPSTREAM\"}").body())
                .isEqualTo(latency("latency_UPSTREAM", "UPSTREAM", 0, 0, "1"));
        assertThat(add(proxy, "{\"type\":\"latency\",\"stream\":null}").body())
                .isEqualTo(latency("latency_downstream", "downstream", 0, 0, "1"));
    }

    @Test
    default void p54WrongTypesAre400AndNothingIsAdded() {
        MadeProxy proxy = api().proxy(REFUSING);
        String wrapper = " into Go struct field ToxicWrapper.";
        List<List<String>> broken = List.of(
                List.of("\"attributes\":{\"latency\":\"x\"}", "string" + int64("latency")),
                List.of("\"attributes\":{\"latency\":1.5}", "number 1.5" + int64("latency")),
                List.of("\"attributes\":{\"jitter\":1e3}", "number 1e3" + int64("jitter")),
                List.of(
                        "\"attributes\":{\"jitter\":9223372036854775808}",
                        "number 9223372036854775808" + int64("jitter")),
                List.of("\"attributes\":[]", "array" + wrapper + "attributes of type toxics.NoopToxic"),
                List.of("\"attributes\":5", "number" + wrapper + "attributes of type toxics.NoopToxic"),
                List.of("\"toxicity\":\"1\"", "string" + wrapper + "toxicity of type float32"),
                List.of("\"toxicity\":1e99", "number 1e99" + wrapper + "toxicity of type float32"),
                List.of("\"name\":5", "number" + wrapper + "name of type string"));
        for (List<String> pair : broken) {
            assertThat(add(proxy, "{\"type\":\"latency\"," + pair.get(0) + "}").error())
                    .as(pair.get(0))
                    .isEqualTo(Answer.errorOf(400, "bad request body: json: cannot unmarshal " + pair.get(1)));
        }
        assertThat(add(proxy, "[]").error())
                .isEqualTo(Answer.errorOf(
                        400,
                        "bad request body: json: cannot unmarshal array into Go value of type toxics.ToxicWrapper"));
        assertThat(api().get(proxy.path() + "/toxics").body()).isEqualTo("[]");
    }

    @Test
    default void p54EachTypeNamesItselfInItsErrors() {
        MadeProxy proxy = api().proxy(REFUSING);
        List<List<String>> fields = List.of(
                List.of("bandwidth", "rate", "BandwidthToxic", "int64"),
                List.of("slow_close", "delay", "SlowCloseToxic", "int64"),
                List.of("timeout", "timeout", "TimeoutToxic", "int64"),
                List.of("reset_peer", "timeout", "ResetToxic", "int64"),
                List.of("slicer", "average_size", "SlicerToxic", "int"),
                List.of("limit_data", "bytes", "LimitDataToxic", "int64"));
        for (List<String> f : fields) {
            String body = "{\"type\":\"" + f.get(0) + "\",\"attributes\":{\"" + f.get(1) + "\":true}}";
            assertThat(add(proxy, body).error())
                    .isEqualTo(Answer.errorOf(
                            400,
                            "bad request body: json: cannot unmarshal bool into Go struct field " + f.get(2)
                                    + ".attributes." + f.get(1) + " of type " + f.get(3)));
        }
    }

    @Test
    default void p48TheDuplicateNameIsReportedBeforeBadAttributes() {
        MadeProxy proxy = api().proxy(REFUSING);
        add(proxy, "{\"type\":\"latency\"}");
        assertThat(add(proxy, "{\"type\":\"latency\",\"attributes\":{\"latency\":\"x\"}}")
                        .error())
                .isEqualTo(Answer.errorOf(409, "toxic already exists"));
    }

    @Test
    default void p56P57UpdateMergesAttributesAndIgnoresTheRest() {
        MadeProxy proxy = api().proxy(REFUSING);
        proxy.toxic("latency", "downstream", "\"latency\":100");
        String path = proxy.path() + "/toxics/latency_downstream";
        assertThat(api().patch(path, "{\"attributes\":{\"jitter\":10}}").body())
                .isEqualTo(latency("latency_downstream", "downstream", 100, 10, "1"));
        Answer other = api().post(
                        path,
                        "{\"name\":5,\"type\":\"noop\",\"stream\":\"upstream\",\"toxicity\":0.5,"
                                + "\"attributes\":{\"LATENCY\":7,\"x\":{}}}");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(latency("latency_downstream", "downstream", 7, 10, "0.5"));
        assertThat(api().patch(path, "null").body()).isEqualTo(other.body());
        assertThat(api().get(path).body()).isEqualTo(other.body());
    }

    /** A single wrong attribute, so that this holds for servers that apply values one by one and for atomic ones. */
    @Test
    default void p58FailedUpdatesAre400AndLeaveTheValues() {
        MadeProxy proxy = api().proxy(REFUSING);
        proxy.toxic("latency", "downstream", "\"latency\":100");
        String path = proxy.path() + "/toxics/latency_downstream";
        String before = api().get(path).body();
        String into = "bad request body: json: cannot unmarshal ";
        assertThat(api().patch(path, "{\"attributes\":{\"jitter\":\"x\"}}").error())
                .isEqualTo(Answer.errorOf(400, into + "string" + int64("jitter")));
        assertThat(api().patch(path, "{\"toxicity\":\"a\"}").error())
                .isEqualTo(Answer.errorOf(400, into + "string into Go struct field .toxicity of type float32"));
        assertThat(api().patch(path, "{\"attributes\":[]}").error())
                .isEqualTo(Answer.errorOf(
                        400, into + "array into Go struct field .attributes of type toxics.LatencyToxic"));
        assertThat(api().patch(path, "").error()).isEqualTo(Answer.errorOf(400, "bad request body: EOF"));
        assertThat(api().get(path).body()).isEqualTo(before);
    }

    @Test
    default void p59RemoveIs204ThenNotFound() {
        MadeProxy proxy = api().proxy(REFUSING);
        proxy.toxic("latency", "downstream", "");
        String path = proxy.path() + "/toxics/latency_downstream";
        assertThat(api().delete(path).status()).isEqualTo(204);
        List<Object> notFound = Answer.errorOf(404, "toxic not found");
        assertThat(api().delete(path).error()).isEqualTo(notFound);
        assertThat(api().get(path).error()).isEqualTo(notFound);
        assertThat(api().patch(path, "{bad").error()).isEqualTo(notFound);
    }

    @Test
    default void p60ToxicsOfUnknownProxiesAreNotFound() {
        List<Object> notFound = Answer.errorOf(404, "proxy not found");
        assertThat(api().get("/proxies/case-none/toxics").error()).isEqualTo(notFound);
        assertThat(api().post("/proxies/case-none/toxics", "{bad").error()).isEqualTo(notFound);
        assertThat(api().get("/proxies/case-none/toxics/x").error()).isEqualTo(notFound);
        assertThat(api().patch("/proxies/case-none/toxics/x", "{bad").error()).isEqualTo(notFound);
        assertThat(api().delete("/proxies/case-none/toxics/x").error()).isEqualTo(notFound);
    }

    private Answer add(MadeProxy proxy, String body) {
        return api().post(proxy.path() + "/toxics", body);
    }

    private static String int64(String attribute) {
        return " into Go struct field LatencyToxic.attributes." + attribute + " of type int64";
    }

    private static String latency(String name, String stream, int latency, int jitter, String toxicity) {
        return "{\"attributes\":{\"latency\":" + latency + ",\"jitter\":" + jitter + "},\"name\":\"" + name
                + "\",\"type\":\"latency\",\"stream\":\"" + stream + "\",\"toxicity\":" + toxicity + "}";
    }
}
