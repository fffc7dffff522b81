package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** P01-P05, P43, P44: conventions of the HTTP API. */
interface HttpRows extends Rows {

    @Test
    default void p01VersionIsOneLineOfJson() {
        Answer version = api().get("/version");
        assertThat(version.status()).isEqualTo(200);
        assertThat(version.body()).matches("\\{\"version\": \"[^\"]+\"}\n");
        assertThat(version.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
    }

    @Test
    default void p02RequestIdIsPresentAndUnique() {
        String first = api().get("/version").header("X-Toxiproxy-Request-Id");
        String second = api().get("/proxies").header("X-Toxiproxy-Request-Id");
        assertThat(first).matches("[0-9a-v]{20}").isNotEqualTo(second);
        assertThat(second).matches("[0-9a-v]{20}");
    }

    @Test
    default void p03BrowsersAreForbidden() {
        Answer answer = api().send("GET", "/proxies", "", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
        assertThat(answer.error())
                .isEqualTo(List.of(403, "User agent not allowed\n", "text/plain; charset=utf-8", "nosniff"));
        assertThat(answer.header("X-Toxiproxy-Request-Id")).isNotEmpty();
        assertThat(api().send("GET", "/nowhere", "", "User-Agent", "Mozilla/5.0")
                        .status())
                .isEqualTo(404);
    }

    @Test
    default void p04OtherClientsAreAllowed() {
        for (String agent : List.of("curl/8.5.0", "Go-http-client/1.1", "toxiproxy-cli/v2.12.0", "Java/17")) {
            assertThat(api().send("GET", "/proxies", "", "User-Agent", agent).status())
                    .as(agent)
                    .isEqualTo(200);
        }
    }

    @Test
    default void p05IndexWithoutProxiesIsAnEmptyObject() {
        Answer index = api().get("/proxies");
        assertThat(index.status()).isEqualTo(200);
        assertThat(index.body()).isEqualTo("{}");
        assertThat(index.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    default void p43UnknownPathIs404Text() {
        for (String path : List.of("/", "/nowhere", "/proxies/", "/proxies/a/", "/version/x", "/proxies/a/b")) {
            Answer answer = api().get(path);
            assertThat(answer.error())
                    .as(path)
                    .isEqualTo(List.of(404, "404 page not found\n", "text/plain; charset=utf-8", "nosniff"));
            assertThat(answer.header("X-Toxiproxy-Request-Id")).isEmpty();
        }
    }

    @Test
    default void p43KnownPathWithAWrongMethodIs405WithoutBody() {
        List<List<String>> wrong = List.of(
                List.of("PUT", "/proxies"),
                List.of("HEAD", "/proxies"),
                List.of("DELETE", "/proxies"),
                List.of("OPTIONS", "/proxies"),
                List.of("GET", "/reset"),
                List.of("PATCH", "/populate"),
                List.of("POST", "/version"),
                List.of("PUT", "/proxies/x"),
                List.of("DELETE", "/proxies/x/toxics"),
                List.of("PUT", "/proxies/x/toxics/y"));
        for (List<String> call : wrong) {
            Answer answer = api().send(call.get(0), call.get(1), "");
            assertThat(answer.status()).as(call.toString()).isEqualTo(405);
            assertThat(answer.body()).as(call.toString()).isEmpty();
            assertThat(answer.header("Content-Type")).isEmpty();
        }
    }

    @Test
    default void p44ErrorsAreJsonSentAsPlainText() {
        Answer answer = api().get("/proxies/none");
        assertThat(answer.error()).isEqualTo(Answer.errorOf(404, "proxy not found"));
        assertThat(answer.header("X-Toxiproxy-Request-Id")).isNotEmpty();
    }

    @Test
    default void p05QueriesAreIgnoredAndAnswersCarryADate() {
        Answer answer = api().get("/proxies?name=x");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Date")).endsWith("GMT");
    }
}
