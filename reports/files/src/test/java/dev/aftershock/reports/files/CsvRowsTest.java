package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CsvRows rows = new CsvRows(out);

    private String written() throws IOException {
        rows.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, 9, 10, -10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE, -Long.MAX_VALUE, Long.MIN_VALUE
            })
    void numbersAreThoseOfTheLanguage(long number) throws IOException {
        rows.number(number);
        assertThat(written()).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.000000",
        "499, 0.000000",
        "500, 0.000001",
        "-499, 0.000000",
        "-500, -0.000001",
        "999999499, 0.999999",
        "999999500, 1.000000",
        "-1234567891, -1.234568",
        "31622400000000000, 31622400.000000"
    })
    void secondsHaveSixDecimalsRoundedHalfUp(long nanos, String seconds) throws IOException {
        rows.seconds(nanos);
        assertThat(written()).isEqualTo(seconds);
    }

    @Test
    void whatDoesNotFitIntoTheBufferIsWrittenInOrderAllTheSame() throws IOException {
        Random random = new Random(7);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            long number = random.nextLong() >> random.nextInt(63);
            String text = i % 10_000 == 0 ? "ä".repeat(CsvRows.SIZE) : "grün";
            rows.number(number).comma().text(text).end();
            expected.append(String.format(Locale.ROOT, "%d,%s%n", number, text).replace("\r", ""));
        }
        assertThat(written()).isEqualTo(expected.toString());
    }
}
