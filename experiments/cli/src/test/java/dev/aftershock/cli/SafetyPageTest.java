package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every promise of the page on safety, and every row of the page on hostile inputs, names tests that are there. */
class SafetyPageTest {

    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Pattern PROOF = Pattern.compile("\\[(\\w+)\\.(\\w+)]\\((\\.\\./[^)]+)\\)");
    private static final int FEWEST = 30;
    private static final int FEWEST_INPUTS = 12;

    @TempDir
    Path folder;

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        assertThat(checkProofs(page())).isGreaterThan(FEWEST);
    }

    private static int checkProofs(String page) throws IOException {
        List<MatchResult> proofs = PROOF.matcher(page).results().toList();
        for (MatchResult proof : proofs) {
            Path file = DOCS.resolve(proof.group(3));
            assertThat(file).hasFileName(proof.group(1) + ".java").isRegularFile();
            assertThat(Files.readString(file)).contains("void " + proof.group(2) + "(");
        }
        return proofs.size();
    }

    @Test
    void everyHostileInputNamesATestThatIsThere() throws IOException {
        List<String> rows = page("hostile-inputs.md")
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| input |"))
                .toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(FEWEST_INPUTS).allMatch(row -> PROOF.matcher(row)
                .find());
        checkProofs(String.join("\n", rows));
        assertThat(page()).contains("](hostile-inputs.md)");
    }

    @Test
    void everyPromiseHasAProof() throws IOException {
        assertThat(page().lines().filter(line -> line.startsWith("| ") && line.contains("](../")))
                .allMatch(line -> PROOF.matcher(line).find());
        assertThat(page().lines()
                        .filter(line ->
                                line.startsWith("| A ") || line.startsWith("| The ") || line.startsWith("| Every "))
                        .toList())
                .allMatch(line -> PROOF.matcher(line).find());
    }

    @Test
    void theSafeguardsShownAreValid() throws IOException {
        String page = page();
        int begin = page.indexOf("safeguards:");
        String experiment = Files.readString(Path.of("..", "catalog", "postgres-failover.yaml"))
                .replaceAll("(?m)^safeguards:.*$", "");
        Path file = Files.writeString(
                folder.resolve("orders.yaml"), experiment + page.substring(begin, page.indexOf("```", begin)));
        StringWriter out = new StringWriter();

        int code = Main.execute(new PrintWriter(out, true), new PrintWriter(out, true), "plan", file.toString());

        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("blast radius 1 of 2: a process", "never touched: *.standby", "bad for longer than 20s");
    }

    private static String page() throws IOException {
        return page("safety.md");
    }

    private static String page(String name) throws IOException {
        return Files.readString(DOCS.resolve(name));
    }
}
