package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictFileTest {

    @TempDir
    Path folder;

    @Test
    void whatFitsIsWrittenAsItIs() throws IOException {
        Path file = folder.resolve("verdict");
        VerdictFile.write(file, to -> to.print("\nPASS: R3 = 0.34 s\n"));
        assertThat(file).hasContent("PASS: R3 = 0.34 s\n");
    }

    @Test
    void whatIsTooLongEndsWithAWholeLineAndAMark() {
        String text = "LEAKED: é\n" + "0123456789012345678é\n".repeat(300);
        String shortened = VerdictFile.shortened(text);
        assertThat(shortened.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(4060, VerdictFile.MOST_BYTES);
        assertThat(shortened).startsWith("LEAKED: é\n").endsWith("8é\n...\n");
        assertThat(text).startsWith(shortened.replaceAll("\\.\\.\\.\n$", ""));
    }

    @Test
    void whatFillsTheMessageExactlyIsNotCut() {
        String text = "a".repeat(VerdictFile.MOST_BYTES);
        assertThat(VerdictFile.shortened(text)).isEqualTo(text);
        assertThat(VerdictFile.shortened(text + "b")).isEqualTo("...\n");
    }
}
