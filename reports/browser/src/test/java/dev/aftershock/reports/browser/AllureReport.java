package dev.aftershock.reports.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A report that Allure 3 made of results, with the configuration that our documentation hands out. */
record AllureReport(Path folder) {

    private static final Path CONFIGURATION =
            Path.of("..", "allure", "allurerc.json").toAbsolutePath();

    static AllureReport of(Path results, Path work) throws Exception {
        return of(results, work, CONFIGURATION);
    }

    private static AllureReport of(Path results, Path work, Path configuration) throws Exception {
        Path report = work.resolve("report");
        Path log = work.resolve("allure.log");
        Process allure = new ProcessBuilder(
                        Tools.allure().toString(),
                        "generate",
                        results.toString(),
                        "--config",
                        configuration.toString(),
                        "--output",
                        report.toString())
                .directory(Files.createDirectories(work).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(allure.waitFor(60, TimeUnit.SECONDS)).as("Allure ends").isTrue();
        assertThat(allure.exitValue()).as(Files.readString(log)).isZero();
        return new AllureReport(report);
    }

    /** The same, with a history that one report hands to the next. */
    static AllureReport withHistory(Path results, Path work, Path history) throws Exception {
        var configuration =
                (com.fasterxml.jackson.databind.node.ObjectNode) new ObjectMapper().readTree(CONFIGURATION.toFile());
        configuration.put("historyPath", history.toString());
        Path file = Files.writeString(Files.createDirectories(work).resolve("allurerc.json"), configuration.toString());
        return of(results, work, file);
    }

    JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    /** The test cases, as the report holds them. */
    List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("data/test-results"))) {
            for (Path file : files.toList()) {
                cases.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        return cases;
    }
}
