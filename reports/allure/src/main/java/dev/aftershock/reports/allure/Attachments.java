package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Copies a run's files under generated names; only regular files of the run's own folder, of known kinds and sizes. */
final class Attachments {

    static final long LARGEST = 10L << 20;

    private static final Map<String, String> EXTENSIONS = Map.of(
            "image/svg+xml", "svg",
            "text/csv", "csv",
            "application/json", "json",
            "text/plain", "txt",
            "text/markdown", "md",
            "text/html", "html",
            "application/gzip", "csv.gz");

    private final ResultsFolder folder;
    private final Identity identity;
    private final Path root;
    private final ArrayNode attached = JsonNodeFactory.instance.arrayNode();
    private final List<String> notes = new ArrayList<>();

    Attachments(ResultsFolder folder, Identity identity, Path directory) throws IOException {
        this.folder = folder;
        this.identity = identity;
        this.root = directory.toRealPath();
    }

    ArrayNode attached() {
        return attached;
    }

    /** What was left out, for people. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    void add(Artifact artifact) throws IOException {
        String extension = EXTENSIONS.get(artifact.mediaType());
        if (extension == null) {
            return;
        }
        if (!ours(artifact.file())) {
            notes.add(artifact.name() + " was not attached: it is no regular file of the run's folder");
            return;
        }
        long size = Files.size(artifact.file());
        if (size > LARGEST) {
            notes.add(artifact.name() + " was not attached, being larger than " + (LARGEST >> 20)
                    + " MiB; it is in the run's folder as " + artifact.file().getFileName());
            return;
        }
        String source = identity.attachment(attached.size(), extension);
        folder.copy(source, artifact.file());
        describe(artifact.name(), source, artifact.mediaType(), size);
    }

    private boolean ours(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && file.toRealPath().startsWith(root);
    }

    /** The run's own events as a table. */
    void addEvents(List<TimelineEvent> events) throws IOException {
        StringBuilder csv = new StringBuilder("at_s,event,subject,facts\n");
        for (TimelineEvent event : events) {
            String facts = event.facts().entrySet().stream()
                    .map(fact -> fact.getKey() + "=" + fact.getValue())
                    .collect(Collectors.joining("; "));
            csv.append(String.format(Locale.ROOT, "%.6f,", event.at() / 1e9));
            csv.append(event.type()).append(',');
            csv.append(Plain.csv(event.subject()))
                    .append(',')
                    .append(Plain.csv(facts))
                    .append('\n');
        }
        String source = identity.attachment(attached.size(), "csv");
        Path written = folder.write(source, csv.toString());
        describe("Events", source, "text/csv", Files.size(written));
    }

    private void describe(String name, String source, String type, long size) {
        attached.addObject()
                .put("name", Plain.line(name))
                .put("source", source)
                .put("type", type)
                .put("size", size);
    }
}
