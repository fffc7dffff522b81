package dev.aftershock.reports.allure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.RunResult;
import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside Allure's own library, as far as one process shows it; a suite of its own is in the module of the JUnit extension. */
class LifecycleCaseTest {

    private static final String UUID = "the-test";

    @TempDir
    Path results;

    @TempDir
    Path directory;

    private final AllureLifecycle before = Allure.getLifecycle();
    private final Played played = new Played();
    private AllureLifecycle lifecycle;

    @BeforeEach
    void startATest() {
        System.setProperty(AllureReporter.FOLDER_PROPERTY, results.toString());
        lifecycle = new AllureLifecycle(new FileSystemResultsWriter(results));
        Allure.setLifecycle(lifecycle);
        TestResult test = new TestResult().setUuid(UUID).setName("theTest").setHistoryId("history");
        test.getLabels().add(new Label().setName("suite").setValue("Theirs"));
        test.getLabels().add(new Label().setName("severity").setValue("minor"));
        lifecycle.scheduleTestCase(test);
        lifecycle.startTestCase(UUID);
    }

    @AfterEach
    void forget() {
        System.clearProperty(AllureReporter.FOLDER_PROPERTY);
        lifecycle.stopTestCase(UUID);
        Allure.setLifecycle(before);
    }

    private List<Artifact> report() throws IOException {
        RunResult result = played.result(directory);
        Path svg = Files.writeString(directory.resolve("timeline.svg"), "<svg/>");
        return new AllureReporter().report(result, List.of(new Artifact("Recovery timeline", "image/svg+xml", svg)));
    }

    private TestResult running() {
        AtomicReference<TestResult> running = new AtomicReference<>();
        lifecycle.updateTestCase(UUID, running::set);
        return running.get();
    }

    private long files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }

    private static List<String> labels(TestResult test, String name) {
        return test.getLabels().stream()
                .filter(label -> label.getName().equals(name))
                .map(Label::getValue)
                .toList();
    }

    @Test
    void theRunningTestGetsTheRunAndNoOtherCaseIsWritten() throws IOException {
        played.lost = 2;
        assertThat(report()).isEmpty();
        assertThat(files("-result.json")).isZero();
        assertThat(files("-perf.json")).isEqualTo(1);
        assertThat(directory.resolve("allure-results")).doesNotExist();
        TestResult test = running();
        assertThat(test.getAttachments())
                .extracting(attachment -> attachment.getName())
                .containsExactly("Recovery timeline", "Events", "Fault evidence", "System log");
        assertThat(test.getAttachments()).allSatisfy(attachment -> assertThat(results.resolve(attachment.getSource()))
                .isRegularFile());
        assertThat(labels(test, "fault")).containsExactly("process-kill");
        assertThat(labels(test, "suite")).containsExactly("Theirs");
        assertThat(labels(test, "severity")).containsExactly("minor");
        assertThat(test.getDescriptionHtml()).contains("<table>");
    }

    @Test
    void onlyTheFaultTellsHistoriesApart() throws IOException {
        report();
        assertThat(running().getHistoryId()).isEqualTo("history");
        assertThat(running().getParameters())
                .filteredOn(parameter -> !Boolean.TRUE.equals(parameter.getExcluded()))
                .extracting(Parameter::getName)
                .containsExactly("Fault");
    }

    @Test
    void theRunIsOneStepAtItsTrueTimes() throws IOException {
        report();
        long start = java.time.Instant.parse("2026-11-22T10:15:00Z").toEpochMilli();
        assertThat(running().getSteps()).singleElement().satisfies(step -> {
            assertThat(step.getName()).isEqualTo("run: Orders survive the loss of their primary database");
            assertThat(step.getStart()).isEqualTo(start);
            assertThat(step.getSteps()).anySatisfy(phase -> {
                assertThat(phase.getName()).isEqualTo("method");
                assertThat(phase.getStart()).isEqualTo(start + 1_950);
                assertThat(phase.getStop()).isEqualTo(start + 2_990);
            });
        });
    }

    @Test
    void aDescriptionOfTheTestsOwnStays() throws IOException {
        running().setDescription("What the test is *about*.");
        report();
        assertThat(running().getDescriptionHtml()).isNull();
    }

    @Test
    void aTestThatEndedOnThisThreadIsNotAddedTo() throws IOException {
        lifecycle.stopTestCase(UUID);
        lifecycle.setCurrentTestCase(UUID);
        assertThat(report()).hasSize(1);
        assertThat(files("-result.json")).isEqualTo(1);
    }

    @Test
    void outsideATestTheRunIsACaseOfItsOwn() throws Exception {
        lifecycle.stopTestCase(UUID);
        lifecycle.writeTestCase(UUID);
        assertThat(report()).hasSize(1);
        assertThat(files("-result.json")).isEqualTo(2);
    }

    @Test
    void aTestThatEndsWithTheVerdictIsBrokenWhereItProvesNothingAndTellsItsKind() throws IOException {
        played.effect = false;
        RunResult result = played.result(directory);
        report();
        TestResult test = ended(result.assessment().line() + "\n  record: x");
        assertThat(test.getStatus()).isEqualTo(Status.BROKEN);
        assertThat(test.getStatusDetails().getMessage())
                .startsWith("INVALID: ")
                .endsWith("\nKind: Fault without effect");
    }

    @Test
    void aMissedObjectiveStaysAFailure() throws IOException {
        played.lost = 2;
        RunResult result = played.result(directory);
        report();
        TestResult test = ended(result.assessment().line());
        assertThat(test.getStatus()).isEqualTo(Status.FAILED);
        assertThat(test.getStatusDetails().getMessage()).endsWith("\nKind: Acknowledged writes lost");
    }

    @Test
    void aTestThatFailedForAnotherReasonIsLeftAsItIs() throws IOException {
        played.effect = false;
        report();
        TestResult test = ended("expected 201 but was 500");
        assertThat(test.getStatus()).isEqualTo(Status.FAILED);
        assertThat(test.getStatusDetails().getMessage()).isEqualTo("expected 201 but was 500");
    }

    private TestResult ended(String message) {
        TestResult test = running().setStatus(Status.FAILED).setStatusDetails(new StatusDetails().setMessage(message));
        new VerdictListener().beforeTestWrite(test);
        return test;
    }
}
