package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running test case of Allure's Java library 2.x; the only class that names the library, together with its listener. */
final class LifecycleCase implements RunningCase {

    /** What a test may have many of; of all else the test's own stands. */
    private static final Set<String> MANY =
            Set.of("tag", "fault", "target", VerdictListener.VERDICT, VerdictListener.KIND);

    /** What JUnit's adapter says of a test already, and better. */
    private static final Set<String> THEIRS = Set.of("parentSuite", "suite", "framework", "language");

    private final AllureLifecycle lifecycle;
    private final String uuid;

    private LifecycleCase(AllureLifecycle lifecycle, String uuid) {
        this.lifecycle = lifecycle;
        this.uuid = uuid;
    }

    /** A thread may remember a test case that ended long ago; only one that can be changed counts. */
    static Optional<RunningCase> current() {
        AllureLifecycle lifecycle = Allure.getLifecycle();
        return lifecycle
                .getCurrentTestCase()
                .filter(uuid -> isAlive(lifecycle, uuid))
                .map(uuid -> new LifecycleCase(lifecycle, uuid));
    }

    private static boolean isAlive(AllureLifecycle lifecycle, String uuid) {
        AtomicBoolean alive = new AtomicBoolean();
        lifecycle.updateTestCase(uuid, test -> alive.set(test.getStop() == null));
        return alive.get();
    }

    @Override
    public String uuid() {
        return uuid;
    }

    @Override
    public void write(String name, String text) throws IOException {
        put(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void copy(String name, Path source) throws IOException {
        try (InputStream content = Files.newInputStream(source)) {
            put(name, content);
        }
    }

    /** The library throws unchecked when it cannot write. */
    private void put(String name, InputStream content) throws IOException {
        try {
            lifecycle.writeAttachment(name, content);
        } catch (RuntimeException e) {
            throw new IOException("Allure could not write " + name + " to its results folder: " + e.getMessage(), e);
        }
    }

    @Override
    public void add(ObjectNode ours) {
        lifecycle.updateTestCase(uuid, test -> {
            labels(test, ours);
            ours.path("parameters").forEach(parameter -> test.getParameters().add(parameter(parameter)));
            ours.path("attachments").forEach(attachment -> test.getAttachments().add(attachment(attachment)));
            test.getSteps().add(run(ours));
            describe(test, ours);
        });
    }

    private static void labels(TestResult test, ObjectNode ours) {
        Set<String> present =
                test.getLabels().stream().map(Label::getName).collect(java.util.stream.Collectors.toSet());
        for (JsonNode label : ours.path("labels")) {
            String name = label.path("name").asText();
            if (MANY.contains(name) || !THEIRS.contains(name) && !present.contains(name)) {
                test.getLabels()
                        .add(new Label()
                                .setName(name)
                                .setValue(label.path("value").asText()));
            }
        }
    }

    private static Parameter parameter(JsonNode json) {
        return new Parameter()
                .setName(json.path("name").asText())
                .setValue(json.path("value").asText())
                .setExcluded(json.path("excluded").asBoolean());
    }

    private static Attachment attachment(JsonNode json) {
        return new Attachment()
                .setName(json.path("name").asText())
                .setSource(json.path("source").asText())
                .setType(json.path("type").asText());
    }

    /** The run is one step of the test, beside those that the test itself takes. */
    private static StepResult run(ObjectNode ours) {
        StepResult step = step(ours);
        return step.setName("run: " + step.getName());
    }

    private static StepResult step(JsonNode json) {
        StepResult step = new StepResult()
                .setName(json.path("name").asText())
                .setStatus(Status.fromValue(json.path("status").asText()))
                .setStage(Stage.FINISHED)
                .setStart(json.path("start").asLong())
                .setStop(json.path("stop").asLong());
        json.path("steps").forEach(child -> step.getSteps().add(step(child)));
        return step;
    }

    /** Whoever wrote a description as Markdown keeps it: HTML would be shown in its place. */
    private static void describe(TestResult test, ObjectNode ours) {
        if (test.getDescription() == null || test.getDescription().isBlank()) {
            String before = Optional.ofNullable(test.getDescriptionHtml()).orElse("");
            test.setDescriptionHtml(before + ours.path("descriptionHtml").asText());
        }
    }
}
