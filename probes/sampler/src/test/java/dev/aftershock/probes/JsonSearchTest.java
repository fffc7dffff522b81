package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSearchTest {

    private static final String TEXT = """
            {"a": {"status": "inner"}, "status": "UP", "n": 1.50, "yes": true, "none": null, "\\u00fcber": "Ü",
             "a.b": 3, "list": [[1, 2], {"x": "y", "status": "in list"}, "z"]}""";

    @ParameterizedTest
    @CsvSource({
        "$.status, UP",
        "$.a.status, inner",
        "$.n, 1.50",
        "$.yes, true",
        "$.none, null",
        "$.über, Ü",
        "$['a.b'], 3",
        "$.list[0][1], 2",
        "$.list[1].x, y",
        "$.list[2], z"
    })
    void aValueIsFoundAtItsPlace(String path, String value) {
        assertThat(problem(path, TEXT, Optional.of(value))).isEmpty();
        assertThat(problem(path, TEXT, Optional.of(value + "!")))
                .hasValue(path + " is '" + value + "', expected '" + value + "!'");
        assertThat(problem(path, TEXT, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.x", "$.status.x", "$.list[3]", "$.list[0][2]", "$[0]", "$.a.status[0]"})
    void aValueThatIsNotThereIsMissing(String path) {
        assertThat(problem(path, TEXT, Optional.of("UP"))).hasValue(path + " is missing, expected 'UP'");
        assertThat(problem(path, TEXT, Optional.empty())).hasValue(path + " is missing, expected a value");
    }

    @Test
    void anObjectOrAListIsNoText() {
        assertThat(problem("$.a", TEXT, Optional.of("x"))).hasValue("$.a is an object, expected 'x'");
        assertThat(problem("$.list", TEXT, Optional.of("x"))).hasValue("$.list is a list, expected 'x'");
        assertThat(problem("$", TEXT, Optional.of("x"))).hasValue("$ is an object, expected 'x'");
        assertThat(problem("$.a", TEXT, Optional.empty())).isEmpty();
    }

    @Test
    void aTextThatIsOneValueIsFoundToo() {
        assertThat(problem("$", "\"UP\"", Optional.of("UP"))).isEmpty();
        assertThat(problem("$", "42", Optional.of("42"))).isEmpty();
    }

    @Test
    void theTextMayComeInPartsOfAnySize() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            JsonSearch search = new JsonSearch(JsonPath.parse("$.list[1].status"));
            for (int at = 0; at < bytes.length; at += size) {
                search.accept(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)))
                        .asReadOnlyBuffer());
            }
            assertThat(search.problem(Optional.of("in list")))
                    .as("parts of %d", size)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"status\": \"UP\"", "{\"status\": \"UP\"} x", "{\"status\": \"UP\",}"})
    void whatIsNoJsonIsWrongEvenBehindTheValue(String text) {
        assertThat(problem("$.status", text, Optional.of("UP")).orElseThrow()).startsWith("the body is not JSON: ");
    }

    @Test
    void nestingHasALimit() {
        assertThat(problem("$.status", "[".repeat(100_000), Optional.of("UP")).orElseThrow())
                .startsWith("the body is not JSON: ")
                .hasSizeLessThan(200);
    }

    @Test
    void aLongOrManyLinedValueIsShownShortInOneLine() {
        String shown = problem("$.s", "{\"s\": \"" + "a\\n".repeat(10_000) + "\"}", Optional.of("x"))
                .orElseThrow();
        assertThat(shown).hasSizeLessThan(150).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "status", ".status", "$status", "$..status", "$.a[x]", "$.a[-1]", "$.", "$.a b", "$['']"})
    void aPathThatIsNoneIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPath.parse(path))
                .withMessageContaining("'json' is '" + path + "'; expected $");
    }

    private static Optional<String> problem(String path, String text, Optional<String> expected) {
        JsonSearch search = new JsonSearch(JsonPath.parse(path));
        search.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return search.problem(expected);
    }
}
