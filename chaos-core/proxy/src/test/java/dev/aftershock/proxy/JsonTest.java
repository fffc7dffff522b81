package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void everyFloatIsWrittenInItsShortestFormThatReadsBackEqual() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                String written = JsonWriter.number(value);
                assertThat(Float.parseFloat(written)).as(written).isEqualTo(value);
            }
        }
        assertThat(List.of(0.1f, 2e-3f, 1e-7f, 3.4028235e38f, 1.4e-45f, 100f, 123456.7f))
                .extracting(JsonWriter::number)
                .containsExactly("0.1", "0.002", "1e-7", "3.4028235e+38", "1e-45", "100", "123456.7");
    }

    @Test
    void everyStringReadsBackEqual() throws ApiError {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < 0x3000; c++) {
            every.append(c);
        }
        String quoted = JsonWriter.quote(every.toString());
        assertThat(JsonReader.firstValue(quoted)).isEqualTo(new Json.Str(every.toString()));
    }

    @Test
    void numbersKeepTheirDigits() throws ApiError {
        assertThat(JsonReader.firstValue(" [1e3, -0, 1.50, 9223372036854775808] rest"))
                .isEqualTo(new Json.Arr(List.of(
                        new Json.Num("1e3"),
                        new Json.Num("-0"),
                        new Json.Num("1.50"),
                        new Json.Num("9223372036854775808"))));
    }

    @Test
    void nestingIsBounded() throws ApiError {
        int most = JsonReader.MAX_DEPTH;
        assertThat(JsonReader.firstValue("[".repeat(most) + "]".repeat(most)).kind())
                .isEqualTo("array");
        assertThatThrownBy(() -> JsonReader.firstValue("[".repeat(most + 1)))
                .hasMessage("bad request body: exceeded max depth");
    }

    @Test
    void everyPrefixOfAValidBodyIsAnUnexpectedEnd() {
        String body = "{\"a\":[1.5e-3,true,null,\"x\\u00fc\\n\"],\"b\":{}}";
        for (int length = 1; length < body.length(); length++) {
            String prefix = body.substring(0, length);
            assertThatThrownBy(() -> JsonReader.firstValue(prefix))
                    .as(prefix)
                    .hasMessage("bad request body: unexpected EOF");
        }
    }
}
