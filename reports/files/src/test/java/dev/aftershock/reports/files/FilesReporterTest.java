package dev.aftershock.reports.files;

import static dev.aftershock.reports.files.Scene.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Reporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class FilesReporterTest {

    private static final Set<String> SVG_AND_HTML = Set.of(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "header",
            "h1",
            "h2",
            "h3",
            "div",
            "p",
            "span",
            "strong",
            "small",
            "caption",
            "figcaption",
            "dl",
            "dt",
            "dd",
            "section",
            "figure",
            "ul",
            "li",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "details",
            "summary",
            "footer",
            "svg",
            "g",
            "desc",
            "rect",
            "path",
            "text");

    @TempDir
    Path directory;

    private List<Artifact> write(Scenes scene) throws IOException {
        return new FilesReporter().report(scene.result(directory), List.of());
    }

    private String read(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void itIsFoundByServiceLoaderAndRunsBeforeWhatAttachesItsFiles() {
        assertThat(ServiceLoader.load(Reporter.class)).anySatisfy(reporter -> {
            assertThat(reporter.kind()).isEqualTo("files");
            assertThat(reporter.order()).isBetween(10, 99);
        });
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void everyRunBecomesWellFormedFilesInItsOwnFolder(Scenes scene) throws IOException {
        List<Artifact> artifacts = write(scene);
        for (Artifact artifact : artifacts) {
            assertThat(artifact.file()).isRegularFile().isNotEmptyFile();
            assertThat(artifact.file().getParent()).isEqualTo(directory.toRealPath());
        }
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(artifacts.size());
        }
        Parsed.xml(directory.resolve("report.html"));
        Parsed.xml(directory.resolve("timeline.svg"));
        Parsed.xml(directory.resolve("junit.xml"));
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void pagesHoldNothingButStaticMarkupWithoutReferences(Scenes scene) throws IOException {
        write(scene);
        for (String file : List.of("report.html", "timeline.svg")) {
            Document document = Parsed.xml(directory.resolve(file));
            assertThat(Parsed.elements(document, "*"))
                    .extracting(e -> e.getLocalName())
                    .isSubsetOf(SVG_AND_HTML);
            assertThat(Parsed.attributes(document)).noneMatch(FilesReporterTest::dangerous);
            assertThat(Parsed.elements(document, "style"))
                    .noneMatch(style -> style.getTextContent().matches("(?s).*(@import|url\\().*"));
        }
    }

    private static boolean dangerous(String attribute) {
        String name = attribute.substring(attribute.indexOf('@') + 1, attribute.indexOf('='));
        return name.startsWith("on")
                || name.contains("href")
                || Set.of("src", "style", "action").contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"report.html", "timeline.svg", "junit.xml", "summary.md", "verdict.json", "ledger-findings.txt"})
    void noControlCharacterAndNoHiddenDirectionMarkReachesAFile(String file) throws IOException {
        write(Scenes.HOSTILE);
        assertThat(read(file).codePoints())
                .noneMatch(c -> Character.isISOControl(c) && c != '\n')
                .noneMatch(c -> Character.getType(c) == Character.FORMAT || c == 0xFFFE || c == 0xFFFD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.html", "timeline.svg", "junit.xml", "summary.md"})
    void markupInTextStaysText(String file) throws IOException {
        write(Scenes.HOSTILE);
        assertThat(read(file)).doesNotContain("<script", "<img", "]]>").contains("script");
    }

    @Test
    void textInMarkdownMakesNoLinkAndNoFurtherCell() throws IOException {
        write(Scenes.HOSTILE);
        assertThat(read("summary.md")).doesNotContain("](", "://", "`");
        assertThat(read("summary.md").lines().filter(line -> line.startsWith("| ")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.chars().filter(c -> c == '|')).hasSize(4));
    }

    @Test
    void everyRowOfSamplesHasItsColumnsWhateverTheErrorSaid() throws IOException {
        write(Scenes.HOSTILE);
        List<String> rows = read("samples.csv").lines().toList();
        assertThat(rows).hasSize(4_501);
        assertThat(rows.get(0) + "\n").isEqualTo(SamplesCsv.HEADER);
        assertThat(rows.subList(1, rows.size()))
                .allMatch(row -> row.replaceAll("\"(?:[^\"]|\"\")*\"", "x").split(",", -1).length == 9);
    }

    @Test
    void aSpreadsheetTakesNoErrorForAFormula() {
        assertThat(Clean.csv("=cmd|' /C calc'!A0")).startsWith("'=");
        assertThat(Clean.csv("@x, \"y\"")).isEqualTo("\"'@x, \"\"y\"\"\"");
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void theSameResultMakesTheSameBytes(Scenes scene, @TempDir Path other) throws IOException {
        List<Artifact> first = write(scene);
        new FilesReporter().report(scene.result(other), List.of());
        for (Artifact artifact : first) {
            Path again = other.resolve(artifact.file().getFileName());
            assertThat(Files.mismatch(artifact.file(), again))
                    .as(artifact.name())
                    .isEqualTo(-1);
        }
    }

    @Test
    void manySamplesOfManyFlappingProbesStaySmallFilesExceptTheSamplesThemselves() throws IOException {
        long all = 0;
        for (Artifact artifact : write(Scenes.LARGE)) {
            all += artifact.name().equals("Samples") ? 0 : Files.size(artifact.file());
        }
        assertThat(all).isLessThan(3_000_000);
        assertThat(Files.size(directory.resolve("timeline.svg"))).isLessThan(300_000);
        assertThat(Files.size(directory.resolve("report.html"))).isLessThan(500_000);
    }

    @Test
    void moreSamplesThanPeopleReadAreDeflatedEachOfThem() throws IOException {
        Files.writeString(directory.resolve("samples.csv"), "of an earlier report");
        List<Artifact> artifacts = write(Scenes.LARGE);
        assertThat(artifacts)
                .filteredOn(artifact -> artifact.name().equals("Samples"))
                .singleElement()
                .satisfies(samples -> assertThat(samples.mediaType()).isEqualTo("application/gzip"));
        assertThat(directory.resolve("samples.csv")).doesNotExist();
        Path deflated = directory.resolve("samples.csv.gz");
        assertThat(Files.size(deflated)).isLessThan(10 << 20);
        try (var in = new GZIPInputStream(Files.newInputStream(deflated))) {
            List<String> rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(rows).hasSize(1 + 100_000 + 13 * 10_000);
            assertThat(rows.get(0) + "\n").isEqualTo(SamplesCsv.HEADER);
            assertThat(rows).allMatch(row -> row.chars().filter(c -> c == ',').count() == 8);
        }
    }

    @ParameterizedTest
    @CsvSource({"100000, samples.csv, samples.csv.gz", "100001, samples.csv.gz, samples.csv"})
    void samplesArePlainUpToTheStatedNumberAndNeverBoth(int count, String there, String gone) throws IOException {
        Files.writeString(directory.resolve(gone), "of an earlier report");
        Scene scene = Scene.failover();
        scene.every = MS;
        scene.length = 1_000 * MS + count * MS;
        scene.probe("orders-read", false, Scene::up);
        new FilesReporter().report(scene.result(directory), List.of());
        assertThat(directory.resolve(there)).exists();
        assertThat(directory.resolve(gone)).doesNotExist();
    }

    @Test
    void numbersDoNotDependOnTheMachinesLanguage(@TempDir Path other) throws IOException {
        write(Scenes.LOST_WRITES);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            new FilesReporter().report(Scenes.LOST_WRITES.result(other), List.of());
        } finally {
            Locale.setDefault(before);
        }
        for (String file : List.of("report.html", "timeline.svg", "summary.md", "samples.csv", "ledger-findings.txt")) {
            assertThat(Files.mismatch(directory.resolve(file), other.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void aLinkInTheWayIsReplacedNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "keep me");
        Files.createSymbolicLink(directory.resolve("report.html"), precious);
        write(Scenes.PASS);
        assertThat(precious).hasContent("keep me");
        assertThat(Files.isSymbolicLink(directory.resolve("report.html"))).isFalse();
    }

    @Test
    void artifactsSayWhatTheyAre() throws IOException {
        assertThat(write(Scenes.PASS).stream().collect(Collectors.toMap(Artifact::name, Artifact::mediaType)))
                .containsEntry("Report", "text/html")
                .containsEntry("Recovery timeline", "image/svg+xml")
                .containsEntry("Samples", "text/csv")
                .containsEntry("Verdict", "application/json")
                .containsEntry("Ledger findings", "text/plain")
                .containsEntry("Summary", "text/markdown")
                .containsEntry("JUnit XML", "application/xml");
    }
}
