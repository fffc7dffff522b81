package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a run as one Allure test case, with the files of earlier reporters attached.
 *
 * <p>The results go to {@code allure-results} in the run's folder, or to the folder that the system property {@value
 * #FOLDER_PROPERTY} names, where they join the results of others. Reporting a run again replaces its files. Stateless and
 * thread-safe.
 */
public final class AllureReporter implements Reporter {

    /** Where Allure's own adapters look for the results folder, too. */
    public static final String FOLDER_PROPERTY = "allure.results.directory";

    private static final int ORDER = 100;

    /** Made by {@link java.util.ServiceLoader}. */
    public AllureReporter() {}

    @Override
    public String kind() {
        return "allure";
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public List<Artifact> report(RunResult result, List<Artifact> before) throws IOException {
        RunHeader header = result.recording().header();
        List<TimelineEvent> events = result.recording().events().stream()
                .sorted(Comparator.comparingLong(TimelineEvent::at))
                .toList();
        Identity identity = Identity.of(header);
        ResultsFolder folder = new ResultsFolder(folder(result.directory()));
        Attachments attachments = new Attachments(folder, identity, result.directory());
        for (Artifact artifact : before) {
            attachments.add(artifact);
        }
        attachments.addEvents(events);
        Clock clock = Clock.of(header);
        new SharedFiles(folder).write(header);
        folder.write(identity.uuid() + "-perf.json", metrics(result, identity, events));
        folder.write(identity.uuid() + "-container.json", new ContainerJson(events, identity, clock).write());
        Path written = folder.write(
                identity.uuid() + "-result.json",
                new CaseJson(header, result.assessment(), events, identity)
                        .write(attachments.attached(), attachments.notes()));
        return List.of(new Artifact("Allure result", "application/json", written));
    }

    private static Path folder(Path directory) throws IOException {
        String shared = System.getProperty(FOLDER_PROPERTY, "");
        if (!shared.isBlank()) {
            return Path.of(shared);
        }
        Path own = directory.resolve("allure-results");
        if (Files.isSymbolicLink(own)) {
            throw new IOException(own + " is a link; results of a run go into its own folder: remove the link");
        }
        return own;
    }

    private static ArrayNode metrics(RunResult result, Identity identity, List<TimelineEvent> events) {
        RunHeader header = result.recording().header();
        Clock clock = Clock.of(header);
        ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
        new Measured(header, result.assessment()).metrics().forEach((key, value) -> metrics.addObject()
                .put("id", identity.fullName())
                .put("key", key)
                .put("value", value)
                .put("start", clock.millis(events.isEmpty() ? 0 : events.get(0).at()))
                .put(
                        "stop",
                        clock.millis(
                                events.isEmpty()
                                        ? 0
                                        : events.get(events.size() - 1).at())));
        return metrics;
    }
}
