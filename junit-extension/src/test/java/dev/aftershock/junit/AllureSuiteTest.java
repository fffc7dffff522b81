package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.engine.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite that uses Allure's own library for JUnit: its results hold each test once, with our run in it. */
class AllureSuiteTest {

    @TempDir
    static Path folder;

    private static final Map<String, List<JsonNode>> CASES = new TreeMap<>();

    @BeforeAll
    static void runTheSuite() throws Exception {
        Process suite = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dallure.results.directory=" + results(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SuiteOfItsOwn.class.getName(),
                        Suite.class.getName(),
                        folder.resolve("runs").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("suite.log").toFile())
                .start();
        try {
            assertThat(suite.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            suite.destroyForcibly();
        }
        for (Path file : ending("-result.json")) {
            JsonNode found = json(file);
            CASES.computeIfAbsent(found.path("name").asText(), name -> new ArrayList<>())
                    .add(found);
        }
    }

    private static Path results() {
        return folder.resolve("results");
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static List<Path> ending(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(results())) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private static JsonNode one(String test) {
        return CASES.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(test))
                .findFirst()
                .orElseThrow(() -> new AssertionError(test + " is not among " + CASES.keySet()))
                .getValue()
                .get(0);
    }

    private static List<String> all(JsonNode array, String field) {
        return array.findValuesAsText(field);
    }

    private static List<String> labels(JsonNode found, String name) {
        List<String> values = new ArrayList<>();
        found.path("labels").forEach(label -> {
            if (label.path("name").asText().equals(name)) {
                values.add(label.path("value").asText());
            }
        });
        return values;
    }

    @Test
    void everyTestIsThereOnce() {
        assertThat(CASES).hasSize(5);
        assertThat(CASES.values()).allSatisfy(cases -> assertThat(cases).hasSize(1));
        assertThat(folder.resolve("runs"))
                .isDirectoryRecursivelyContaining("glob:**/report.html")
                .isDirectoryNotContaining("glob:**/allure-results");
    }

    @Test
    void aTestWithARunHoldsOurAttachmentsAndSteps() throws IOException {
        JsonNode passes = one("passes");
        assertOurs(passes);
        assertThat(labels(passes, "fault")).containsExactly("shut");
        assertThat(labels(passes, "framework")).hasSize(1);
        assertThat(labels(passes, "suite")).hasSize(1);
        assertThat(passes.path("status").asText()).isEqualTo(status(verdict(passes)));
    }

    @Test
    void aTestThatFailsHasOurVerdictLineAsItsMessageAndTheStatusOfAReportOfOurOwn() throws IOException {
        for (String test : List.of("tooSlow", "vacuous")) {
            JsonNode found = one(test);
            assertOurs(found);
            assertThat(found.path("status").asText()).isEqualTo(status(verdict(found)));
            assertThat(found.at("/statusDetails/message").asText())
                    .startsWith(verdict(found).path("line").asText())
                    .contains("\nKind: ");
        }
        assertThat(one("vacuous").path("status").asText()).isEqualTo("broken");
        assertThat(one("vacuous").at("/statusDetails/message").asText()).startsWith("INVALID: ");
    }

    /** A loaded machine may make the instrument too coarse for a verdict; the run itself tells which it was. */
    private static JsonNode verdict(JsonNode found) throws IOException {
        for (JsonNode attachment : found.path("attachments")) {
            if (attachment.path("name").asText().equals("Verdict")) {
                return json(results().resolve(attachment.path("source").asText()));
            }
        }
        throw new AssertionError("no verdict is attached to " + found.path("name"));
    }

    private static String status(JsonNode verdict) {
        return switch (verdict.path("verdict").asText()) {
            case "PASS" -> "passed";
            case "FAIL" -> "failed";
            default -> "broken";
        };
    }

    @Test
    void aBodyThatFailsAfterAPassFailsWithItsOwnWords() throws IOException {
        JsonNode body = one("bodyFails");
        assertOurs(body);
        if (verdict(body).path("verdict").asText().equals("PASS")) {
            assertThat(body.path("status").asText()).isEqualTo("failed");
            assertThat(body.at("/statusDetails/message").asText()).isEqualTo("the body's own words");
        }
    }

    @Test
    void aTestWithoutAnExperimentHasNothingOfOurs() {
        JsonNode ordinary = one("ordinary");
        assertThat(ordinary.path("status").asText()).isEqualTo("passed");
        assertThat(ordinary.path("attachments")).isEmpty();
        assertThat(labels(ordinary, "verdict")).isEmpty();
    }

    @Test
    void eachRunHasItsFiguresAndItsHealingBesideItsTest() throws IOException {
        assertThat(ending("-perf.json")).hasSize(4);
        List<String> children = new ArrayList<>();
        for (Path container : ending("-container.json")) {
            if (json(container).path("name").asText().equals("healing")) {
                children.addAll(List.of(json(container).at("/children/0").asText()));
            }
        }
        assertThat(children)
                .containsExactlyInAnyOrderElementsOf(Stream.of("passes", "tooSlow", "vacuous", "bodyFails")
                        .map(test -> one(test).path("uuid").asText())
                        .toList());
        assertThat(results().resolve("categories.json")).isRegularFile();
        assertThat(results().resolve("environment.properties")).isRegularFile();
    }

    private static void assertOurs(JsonNode found) {
        List<String> names = all(found.path("attachments"), "name");
        assertThat(names).contains("Recovery timeline", "Report", "Verdict", "Samples", "Events", "Fault evidence");
        assertThat(all(found.path("attachments"), "source"))
                .allSatisfy(source -> assertThat(results().resolve(source)).isNotEmptyFile());
        assertThat(found.path("steps")).anySatisfy(step -> {
            assertThat(step.path("name").asText()).isEqualTo("run: A listener is shut");
            assertThat(all(step.path("steps"), "name")).contains("baseline", "method", "heal", "judge");
            assertThat(step.path("start").asLong())
                    .isBetween(found.path("start").asLong(), found.path("stop").asLong());
        });
        assertThat(found.path("parameters")).isNotEmpty().allSatisfy(parameter -> assertThat(
                        parameter.path("excluded").asBoolean()
                                || List.of("shut the listener", "run of 'A listener is shut'")
                                        .contains(parameter.path("value").asText())
                                || parameter.path("name").asText().equals("UniqueId"))
                .as("what differs between runs would begin a new history: " + parameter)
                .isTrue());
    }

    /** The suite under test; it is no test of the build's own. */
    static class Suite {

        @ChaosExperiment("classpath:blinker.yaml")
        void passes(RunResult run) {
            assertThat(run.failedReports()).isEmpty();
        }

        @ChaosExperiment(
                value = "classpath:blinker.yaml",
                variables = {"rto=90ms"})
        void tooSlow(RunResult run) {}

        @ChaosExperiment(
                value = "classpath:blinker.yaml",
                variables = {"real=false"})
        void vacuous(RunResult run) {}

        @ChaosExperiment("classpath:blinker.yaml")
        void bodyFails(RunResult run) {
            throw new AssertionError("the body's own words");
        }

        @Test
        void ordinary() {}
    }
}
