package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status | 99 | expected a number from 100 to 599",
                "status | 600 | expected a number from 100 to 599",
                "status | ok | 'status' is 'ok'",
                "status | 6xx | 'status' is '6xx'",
                "path | a | expected a path that begins with '/'",
                "path | /a b | with other signs than letters and digits as %XX",
                "path | /a#b | 'path' is '/a#b'",
                "path | /{id} | 'path' is '/{id}'",
                "header | X-Role | expected a name, a colon and a value",
                "header | X Role: a | 'header' is 'X Role: a'",
                "header | X-Role: | 'header' is 'X-Role:'",
                "json | status | expected $ and then names and positions",
                "equals | UP | 'equals' is given without 'json'",
                "keys | 0 | expected a number from 1 to 10000",
                "keys | 10001 | expected a number from 1 to 10000",
                "keys | 2 | 'path' does not hold '{key}'",
                "tls-expires-after | -1s | expected",
                "url | http://127.0.0.1/ | 'url' and 'target' are both given",
                "allow-hosts | a | 'allow-hosts' is given without 'url'"
            })
    void aWrongSettingIsNamedWithWhatWasExpected(String key, String value, String expected) {
        assertThat(problem(Map.of("target", "it", key, value))).contains(expected);
    }

    @Test
    void anAddressIsNeeded() {
        assertThat(problem(Map.of())).contains("no address is given; expected either 'target' or 'url'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "http://127.1.2.3:8080/a?b=c",
                "http://localhost:1",
                "https://[::1]:8443/",
                "http://[0:0:0:0:0:0:0:1]/",
                "HTTP://LOCALHOST/"
            })
    void thisMachineMayBeReadWithoutMore(String url) {
        assertThat(problem(Map.of("url", url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "http://127.0.0.1.example.com/",
                "http://localhost.example.com/",
                "http://10.0.0.1/",
                "http://[::2]/",
                "http://[::ffff:10.0.0.1]/",
                "http://0.0.0.0/"
            })
    void anyOtherHostMustBeAllowedByName(String url) {
        assertThat(problem(Map.of("url", url))).contains("is not this machine").contains("'allow-hosts'");
        String host = url.replaceAll("http://|/", "");
        assertThat(problem(Map.of("url", url, "allow-hosts", host))).isEmpty();
        assertThat(problem(Map.of("url", url, "allow-hosts", "x" + host))).contains("is not this machine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:pw@127.0.0.1/",
                "http://pw@127.0.0.1/",
                "http://u:p w@127.0.0.1/",
                "ftp://u:pw@127.0.0.1/"
            })
    void anAddressWithAPasswordIsRefusedWithoutShowingIt(String url) {
        assertThat(problem(Map.of("url", url)))
                .contains("***@")
                .doesNotContain("pw")
                .doesNotContain("p w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "ftp://127.0.0.1/", "http:///a", "http://a_b/", "http://127.0.0.1/#a", "x"})
    void anAddressThatIsNoneIsRefused(String url) {
        assertThat(problem(Map.of("url", url))).contains("'url' is '" + url + "'; expected");
    }

    @Test
    void aQueryAndAPathDoNotGoTogether() {
        assertThat(problem(Map.of("url", "http://127.0.0.1/?a=b", "path", "/x")))
                .contains("'url' holds a query");
    }

    @Test
    void aCertificateNeedsTls() {
        assertThat(problem(Map.of("url", "http://127.0.0.1/", "tls-expires-after", "24h")))
                .contains("expected https");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "post | orders | 'post' is 'orders'; expected a path that begins with '/'",
                "get | /orders | expected '{id}' in it",
                "get | {id} | 'get' is '{id}'; expected a path that begins with '/'",
                "node-header | a b | expected the name of a header"
            })
    void aWrongSettingOfALedgerIsNamedWithWhatWasExpected(String key, String value, String expected) {
        Map<String, String> written = new HashMap<>(Map.of("target", "it", "post", "/orders", "get", "/orders/{id}"));
        assertThat(HttpSettings.problem(HttpLedger.class, written)).isEmpty();
        written.put(key, value);
        assertThat(HttpSettings.problem(HttpLedger.class, written)).contains(expected);
    }

    private static String problem(Map<String, String> written) {
        return HttpSettings.problem(HttpGet.class, written);
    }
}
