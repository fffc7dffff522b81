package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what the project does. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final String SPRING = "docs/spring-suite.md";

    @TempDir
    Path folder;

    @Test
    void theExperimentShownIsValid() throws IOException {
        Path file = folder.resolve("orders.yaml");
        Files.writeString(file, block("yaml"));
        StringWriter out = new StringWriter();

        assertThat(execute(out, "validate", file.toString())).as(out.toString()).isZero();
    }

    @Test
    void theMistakeShownIsReportedInThoseWords() throws IOException {
        Path file = folder.resolve("orders.yaml");
        Files.writeString(file, block("yaml").replace("every: 2ms", "evry: 2ms"));
        StringWriter out = new StringWriter();

        assertThat(execute(out, "validate", file.toString())).isEqualTo(Main.BAD_INPUT);
        String shown = readme().lines()
                .filter(line -> line.startsWith("orders.yaml:"))
                .findFirst()
                .orElseThrow();
        assertThat(out.toString()).contains(shown);
    }

    @Test
    void everyJavaShownIsPartOfATestThatRuns() throws IOException {
        List<String> tests = new ArrayList<>();
        for (String folder : List.of(
                "examples/junit-orders",
                "examples/spring-orders",
                "examples/testcontainers-redis",
                "junit-extension",
                "experiments/cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    tests.add(stripped(Files.readString(file)));
                }
            }
        }
        for (String page : List.of(
                "README.md",
                "docs/junit.md",
                SPRING,
                "docs/springboot.md",
                "docs/testcontainers.md",
                "examples/testcontainers-redis/README.md")) {
            List<String> blocks = blocks(Files.readString(ROOT.resolve(page)), "java");
            assertThat(blocks).as(page).isNotEmpty().allSatisfy(block -> assertThat(tests)
                    .as(block)
                    .anyMatch(test -> test.contains(stripped(block))));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyExperimentShownIsValid(Path page) throws IOException {
        List<String> experiments = blocks(Files.readString(page), "yaml").stream()
                .filter(block -> block.startsWith("aftershock: "))
                .toList();
        for (String block : experiments) {
            Path file = Files.writeString(folder.resolve("shop.yaml"), block.replace("${var:port}", "8080"));
            StringWriter out = new StringWriter();
            assertThat(execute(out, "validate", file.toString()))
                    .as(out.toString())
                    .isZero();
        }
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "containers", "processes", "springboot"})
    void thePageOnARoomTellsEveryFaultOfIt(String room) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/" + room + ".md"));
        assertThat(blocks(page, "yaml"))
                .as("experiments to begin with")
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block).startsWith("aftershock: "));
        List<String> kinds = Registry.onClassPath().faults().values().stream()
                .filter(fault -> fault.getClass().getPackageName().equals("dev.aftershock." + room))
                .map(FaultProvider::kind)
                .toList();
        assertThat(kinds).isNotEmpty().allSatisfy(kind -> assertThat(page).contains("| `" + kind + "` |"));
    }

    @Test
    void thePageOnVerdictsExplainsWordsThatAreReallySaid() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.list(ROOT.resolve("chaos-core/engine/src/main/java/dev/aftershock/engine"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("Checks.java"))
                    .toList()) {
                code.append(Files.readString(file));
            }
        }
        String judges = code.toString();
        String page = Files.readString(ROOT.resolve("docs/verdicts.md"));
        List<String> said = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(said).hasSizeGreaterThan(10).allMatch(judges::contains);
        for (Verdict verdict : Verdict.values()) {
            assertThat(page).contains("| " + verdict + " |");
        }
    }

    @Test
    void whateverElseTheGuideToSpringSuitesShowsIsOfTheExampleThatRuns() throws IOException {
        Path example = ROOT.resolve("examples/spring-orders");
        Map<String, String> shown = Map.of(
                "yaml", "src/test/resources/prices-fail.yaml",
                "properties", "src/test/resources/application-chaos-monkey.properties",
                "xml", "pom.xml");
        for (Map.Entry<String, String> each : shown.entrySet()) {
            List<String> lines = Files.readAllLines(example.resolve(each.getValue()));
            List<String> blocks = blocks(Files.readString(ROOT.resolve(SPRING)), each.getKey());
            assertThat(blocks).as(each.getKey()).hasSize(1);
            assertThat(lines).containsSubsequence(blocks.get(0).lines().toList());
        }
    }

    private static String stripped(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                SPRING,
                "docs/choosing.md",
                "docs/testcontainers.md",
                "docs/verdicts.md",
                "examples/regions/README.md",
                "examples/spring-orders/README.md",
                "examples/testcontainers-redis/README.md"
            })
    void everyFileThatIsLinkedIsThere(String page) throws IOException {
        Path path = ROOT.resolve(page);
        List<String> links = Pattern.compile("]\\(([^)#]+)\\)")
                .matcher(Files.readString(path))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(path.resolveSibling(link))
                .exists());
    }

    private static int execute(StringWriter out, String... arguments) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(out, true), arguments);
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    /** The first block of a language. */
    private static String block(String language) throws IOException {
        return blocks(readme(), language).get(0);
    }

    private static List<String> blocks(String page, String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
