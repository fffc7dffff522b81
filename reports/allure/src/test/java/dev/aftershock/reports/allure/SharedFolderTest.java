package dev.aftershock.reports.allure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.engine.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedFolderTest {

    /** What the reporter attaches of itself. */
    private static final List<String> OWN = List.of("Events", "Fault evidence", "System log");

    @TempDir
    Path directory;

    @TempDir
    Path shared;

    @TempDir
    Path elsewhere;

    @AfterEach
    void forgetTheSharedFolder() {
        System.clearProperty(AllureReporter.FOLDER_PROPERTY);
    }

    private JsonNode report(Artifact... before) throws IOException {
        List<Artifact> written = new AllureReporter().report(new Played().result(directory), List.of(before));
        return new ObjectMapper().readTree(written.get(0).file().toFile());
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new java.util.ArrayList<>();
        array.forEach(element -> names.add(element.path("name").asText()));
        return names;
    }

    private Artifact artifact(String name, String type, Path file) {
        return new Artifact(name, type, file);
    }

    @Test
    void theSystemPropertyNamesTheFolder() throws IOException {
        System.setProperty(
                AllureReporter.FOLDER_PROPERTY, shared.resolve("results").toString());
        report();
        assertThat(directory.resolve("allure-results")).doesNotExist();
        assertThat(shared.resolve("results")).isDirectoryContaining("glob:**-result.json");
    }

    @Test
    void whatOthersPutThereStays() throws IOException {
        System.setProperty(AllureReporter.FOLDER_PROPERTY, shared.toString());
        Files.writeString(shared.resolve("executor.json"), "{\"name\":\"Jenkins\"}");
        Files.writeString(shared.resolve("environment.properties"), "browser = firefox\n");
        Files.writeString(shared.resolve("categories.json"), "[{\"name\":\"Theirs\"}]");
        report();
        assertThat(shared.resolve("executor.json")).content().contains("Jenkins");
        assertThat(shared.resolve("environment.properties")).content().contains("browser = firefox", "os = Linux");
        assertThat(shared.resolve("categories.json")).content().contains("Theirs", "Acknowledged writes lost");
    }

    @Test
    void aFileThatCannotBeReadIsLeftAlone() throws IOException {
        System.setProperty(AllureReporter.FOLDER_PROPERTY, shared.toString());
        Files.writeString(shared.resolve("categories.json"), "not json");
        Files.writeString(shared.resolve("executor.json"), "[]");
        report();
        assertThat(shared.resolve("categories.json")).hasContent("not json");
        assertThat(shared.resolve("executor.json")).hasContent("[]");
    }

    @Test
    void filesOfEarlierReportersAreAttachedUnderGeneratedNames() throws IOException {
        Path svg = Files.writeString(directory.resolve("timeline.svg"), "<svg/>");
        Path csv = Files.writeString(directory.resolve("samples.csv"), "a,b\n");
        JsonNode attachments = report(
                        artifact("Recovery timeline", "image/svg+xml", svg), artifact("Samples", "text/csv", csv))
                .path("attachments");
        assertThat(names(attachments))
                .containsExactly("Recovery timeline", "Samples", "Events", "Fault evidence", "System log");
        JsonNode first = attachments.get(0);
        assertThat(first.path("name").asText()).isEqualTo("Recovery timeline");
        assertThat(first.path("source").asText()).matches("[0-9a-f-]{36}-attachment\\.svg");
        assertThat(directory
                        .resolve("allure-results")
                        .resolve(first.path("source").asText()))
                .hasContent("<svg/>");
    }

    @Test
    void nothingOutsideTheRunsFolderIsAttached() throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret.txt"), "secret");
        Path link = Files.createSymbolicLink(directory.resolve("link.txt"), secret);
        Path dots = directory.resolve("..").resolve(elsewhere.getFileName()).resolve("secret.txt");
        JsonNode result = report(
                artifact("Link", "text/plain", link),
                artifact("Outside", "text/plain", secret),
                artifact("Dots", "text/plain", dots),
                artifact("Missing", "text/plain", directory.resolve("none")),
                artifact("Program", "application/javascript", secret));
        assertThat(names(result.path("attachments"))).isEqualTo(OWN);
        assertThat(result.path("descriptionHtml").asText()).contains("Link was not attached", "Outside", "Missing");
        try (Stream<Path> files = Files.list(directory.resolve("allure-results"))) {
            assertThat(files)
                    .noneMatch(file ->
                            content(file).contains("secret\n") || content(file).equals("secret"));
        }
    }

    @Test
    void aLinkInPlaceOfTheRunsOwnResultsIsNotFollowed() throws IOException {
        Files.createSymbolicLink(directory.resolve("allure-results"), elsewhere);
        assertThatThrownBy(this::report).isInstanceOf(IOException.class).hasMessageContaining("is a link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"samples.csv, text/csv", "samples.csv.gz, application/gzip"})
    void whatIsTooLargeIsNamedInstead(String file, String mediaType) throws IOException {
        Path large = directory.resolve(file);
        try (var channel = Files.newByteChannel(
                large, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(Attachments.LARGEST).write(java.nio.ByteBuffer.wrap(new byte[] {'x'}));
        }
        JsonNode result = report(artifact("Samples", mediaType, large));
        assertThat(names(result.path("attachments"))).isEqualTo(OWN);
        assertThat(result.path("descriptionHtml").asText()).contains("Samples was not attached", file);
    }

    @Test
    void deflatedSamplesAreAttachedWhileTheyAreSmall() throws IOException {
        Path small = Files.writeString(directory.resolve("samples.csv.gz"), "deflated");
        JsonNode attachments =
                report(artifact("Samples", "application/gzip", small)).path("attachments");
        assertThat(names(attachments)).contains("Samples");
        assertThat(attachments.get(0).path("source").asText()).endsWith("-attachment.csv.gz");
    }

    @Test
    void whatAReportCannotShowIsNamedInstead() throws IOException {
        Path packed = Files.writeString(directory.resolve("core.bin"), "packed");
        JsonNode result = report(artifact("Memory", "application/octet-stream", packed));
        assertThat(names(result.path("attachments"))).isEqualTo(OWN);
        String note = "Memory was not attached, being application/octet-stream";
        assertThat(result.path("descriptionHtml").asText()).contains(note, "core.bin");
        assertThat(result.path("steps").findValuesAsText("name")).anyMatch(step -> step.startsWith(note));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithWhatToDo() throws IOException {
        Path file = Files.writeString(shared.resolve("results"), "a file");
        System.setProperty(AllureReporter.FOLDER_PROPERTY, file.toString());
        assertThatThrownBy(this::report)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Allure results cannot be written to " + file)
                .hasMessageContaining("-Dallure.results.directory");
        assertThat(file).hasContent("a file");
    }
}
