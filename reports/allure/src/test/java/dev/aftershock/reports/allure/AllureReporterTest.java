package dev.aftershock.reports.allure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllureReporterTest {

    @TempDir
    Path directory;

    private final Played played = new Played();

    @AfterEach
    void forgetTheSharedFolder() {
        System.clearProperty(AllureReporter.FOLDER_PROPERTY);
    }

    private JsonNode report(Artifact... before) throws IOException {
        List<Artifact> written = new AllureReporter().report(played.result(directory), List.of(before));
        return json(written.get(0).file());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private Path results() {
        return directory.resolve("allure-results");
    }

    private JsonNode ending(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(results())) {
            return json(files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static String parameter(JsonNode result, String name) {
        for (JsonNode parameter : result.path("parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.path("value").asText();
            }
        }
        return "";
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(element -> names.add(element.path("name").asText()));
        return names;
    }

    private static JsonNode step(JsonNode result, String name) {
        for (JsonNode step : result.path("steps")) {
            if (step.path("name").asText().equals(name)) {
                return step;
            }
        }
        throw new AssertionError("no step " + name + " in " + names(result.path("steps")));
    }

    @Test
    void itIsFoundByServiceLoaderAndRunsAfterWhatItAttaches() {
        assertThat(ServiceLoader.load(Reporter.class)).anySatisfy(reporter -> {
            assertThat(reporter.kind()).isEqualTo("allure");
            assertThat(reporter.order()).isEqualTo(100);
        });
    }

    @Test
    void aPassShowsObjectivesAndMeasurements() throws IOException {
        JsonNode result = report();
        assertThat(result.path("status").asText()).isEqualTo("passed");
        assertThat(result.at("/statusDetails/message").asText())
                .startsWith("PASS: R3 = ")
                .doesNotContain("Kind:");
        assertThat(parameter(result, "RTO objective")).isEqualTo("2 s");
        assertThat(parameter(result, "RTO bracket")).startsWith("0.50 s [0.4");
        assertThat(parameter(result, "RTO margin")).endsWith("to spare");
        assertThat(parameter(result, "RPO objective")).isEqualTo("0 writes");
        assertThat(parameter(result, "Lost writes")).isEqualTo("0");
        assertThat(result.path("descriptionHtml").asText()).contains("<table>", "RTO");
    }

    @Test
    void lostWritesFailTheCaseAndAreNamed() throws IOException {
        played.lost = 7;
        JsonNode result = report();
        assertThat(result.path("status").asText()).isEqualTo("failed");
        assertThat(result.at("/statusDetails/message").asText())
                .startsWith("FAIL: RPO 7 of ")
                .contains("\nWhat to do: ")
                .endsWith("Kind: Acknowledged writes lost");
        assertThat(parameter(result, "Lost writes")).isEqualTo("7");
    }

    @Test
    void slowRecoveryAndNoRecoveryAreDifferentKinds() throws IOException {
        played.rto = 100 * Played.MS;
        assertThat(report().at("/statusDetails/message").asText()).endsWith("Kind: Recovery too slow");
        played.downUntil = Long.MAX_VALUE;
        assertThat(report().at("/statusDetails/message").asText()).endsWith("Kind: Not recovered");
    }

    @Test
    void whatProvesNothingIsBroken() throws IOException {
        played.effect = false;
        assertThat(report().path("status").asText()).isEqualTo("broken");
        played.steady = false;
        JsonNode unsteady = report();
        assertThat(unsteady.path("status").asText()).isEqualTo("broken");
        assertThat(unsteady.at("/statusDetails/message").asText()).endsWith("Kind: No steady state");
        assertThat(parameter(unsteady, "RTO measured")).isEmpty();
    }

    @Test
    void aLeakedFaultIsABrokenFixtureAfterTheCase() throws IOException {
        played.healed = false;
        assertThat(report().path("status").asText()).isEqualTo("broken");
        JsonNode after = ending("-container.json").at("/afters/0");
        assertThat(after.path("name").asText()).isEqualTo("heal step-1");
        assertThat(after.path("status").asText()).isEqualTo("broken");
    }

    @Test
    void theContainerBelongsToTheCase() throws IOException {
        JsonNode result = report();
        JsonNode container = ending("-container.json");
        assertThat(container.at("/children/0").asText())
                .isEqualTo(result.path("uuid").asText());
        assertThat(container.path("uuid").asText())
                .isNotEqualTo(result.path("uuid").asText());
        assertThat(container.at("/afters/0/status").asText()).isEqualTo("passed");
    }

    @Test
    void stepsArePhasesAtTheirTimesWithWhatHappenedInside() throws IOException {
        JsonNode result = report();
        assertThat(names(result.path("steps")))
                .containsExactly("calibrate", "baseline", "method", "heal", "settle", "judge");
        long start = java.time.Instant.parse("2026-11-22T10:15:00Z").toEpochMilli();
        JsonNode method = step(result, "method");
        assertThat(method.path("start").asLong()).isEqualTo(start + 1_950);
        assertThat(method.path("stop").asLong()).isEqualTo(start + 2_990);
        assertThat(names(method.path("steps")))
                .anyMatch(name -> name.equals("fault issued: process-kill on orders-db.primary"))
                .anyMatch(name -> name.startsWith("effect seen (step-1): process 4711"))
                .anyMatch(name -> name.startsWith("orders-write down for 0.50 s"))
                .anyMatch(name -> name.startsWith("system: detected"));
        assertThat(names(step(result, "judge").path("steps"))).anyMatch(name -> name.startsWith("PASS RTO: "));
    }

    @Test
    void aFindingThatFailedFailsItsStepOnly() throws IOException {
        played.lost = 1;
        JsonNode result = report();
        assertThat(step(result, "judge").path("status").asText()).isEqualTo("failed");
        assertThat(step(result, "method").path("status").asText()).isEqualTo("passed");
    }

    @Test
    void aHistoryDependsOnTheExperimentAndNotOnWhatWasMeasured() throws IOException {
        JsonNode first = report();
        played.run = "run-2";
        played.lost = 3;
        played.rto = 900 * Played.MS;
        JsonNode second = report();
        assertThat(second.path("historyId")).isEqualTo(first.path("historyId"));
        assertThat(second.path("testCaseId")).isEqualTo(first.path("testCaseId"));
        assertThat(second.path("uuid")).isNotEqualTo(first.path("uuid"));
        for (JsonNode parameter : second.path("parameters")) {
            boolean fault = parameter.path("name").asText().equals("Fault");
            assertThat(parameter.path("excluded").asBoolean())
                    .as(parameter.toString())
                    .isEqualTo(!fault);
        }
        played.title = "Another experiment";
        assertThat(report().path("historyId")).isNotEqualTo(first.path("historyId"));
    }

    @Test
    void reportingARunAgainReplacesItsFiles() throws IOException {
        report();
        List<String> first = listing();
        report();
        assertThat(listing()).isEqualTo(first).noneMatch(name -> name.endsWith(".tmp"));
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(results())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyCategoryMatchesItsOwnMessageOnly() {
        List<String> titles = Stream.of(Kinds.values()).map(Kinds::title).toList();
        Kinds.categories().forEach(category -> {
            String regex = category.path("messageRegex").asText();
            String name = category.path("name").asText();
            assertThat("PASS: nothing".matches(regex)).isFalse();
            for (String title : titles) {
                String message = "FAIL: x\nWhat to do: y\nKind: " + title;
                assertThat(message.matches(regex)).as(name + " and " + title).isEqualTo(name.equals(title));
            }
        });
    }

    @Test
    void metricsAreNumbersAndAnEndNeverSeenIsNone() throws IOException {
        report();
        JsonNode metrics = ending("-perf.json");
        assertThat(metrics).anySatisfy(metric -> {
            assertThat(metric.path("key").asText()).isEqualTo("rto.ms");
            assertThat(metric.path("value").asDouble()).isBetween(480.0, 510.0);
        });
        assertThat(metrics).anyMatch(metric -> metric.path("key").asText().equals("rpo.lost"));
        played.downUntil = Long.MAX_VALUE;
        report();
        assertThat(ending("-perf.json"))
                .noneMatch(metric -> metric.path("key").asText().startsWith("rto"));
    }

    @Test
    void hostileTextIsPlainInEveryFileAndEscapedInHtml() throws IOException {
        played.text = Played.HOSTILE;
        played.title = Played.HOSTILE;
        played.steady = false;
        JsonNode result = report();
        assertThat(result.path("descriptionHtml").asText()).doesNotContain("<script");
        assertThat(result.path("name").asText()).isEqualTo("<script>alert('x')</script> ]]> | red =1+1");
        try (Stream<Path> files = Files.list(results())) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).doesNotContain("\u001B", "\u0000", "\u202E", "\\u0000", "\\u001B");
                assertThat(file.getFileName().toString()).matches("[A-Za-z0-9._-]{1,100}");
            }
        }
    }

    @Test
    void whatWasSeenOfEachFaultAndOfTheSystemIsAttachedAsText() throws IOException {
        JsonNode attachments = report().path("attachments");
        assertThat(content(attachments, "Fault evidence"))
                .contains("2.004 s  effect seen (step-1): process 4711 is gone", "healed (step-1): it runs again");
        assertThat(content(attachments, "System log"))
                .isEqualTo("     2.100 s  system: detected orders-db.primary: process 4711 is gone\n");
        played.text = "a\u001B[31m line\r\nfault issued: none \u0000\u202E";
        assertThat(content(report().path("attachments"), "System log"))
                .startsWith("     2.100 s  system: detected orders-db.primary: a")
                .hasLineCount(1)
                .doesNotContain("\u001B", "\r", "\u0000", "\u202E");
    }

    @Test
    void ofALongLogTheBeginningIsAttachedAndTheRestIsCounted() {
        List<TimelineEvent> log = LongStream.range(0, 5_000)
                .mapToObj(at -> new TimelineEvent(
                        at, TimelineEvent.Type.SYSTEM, "db", Map.of("kind", "LOG", "detail", "x".repeat(10_000))))
                .toList();
        String text = Evidence.system(log);
        assertThat(text).endsWith("and 4000 more, in the run's record\n");
        assertThat(text.length()).isLessThan(Evidence.LINES * 2_100);
    }

    private String content(JsonNode attachments, String name) throws IOException {
        for (JsonNode attachment : attachments) {
            if (attachment.path("name").asText().equals(name)) {
                return Files.readString(
                        results().resolve(attachment.path("source").asText()));
            }
        }
        throw new AssertionError("no attachment " + name + " in " + names(attachments));
    }
}
