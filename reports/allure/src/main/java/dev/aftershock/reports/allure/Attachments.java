package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.aftershock.engine.Artifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
            "application/gzip", "csv.gz",
            "application/xml", "xml");

    private final Results results;
    private final Identity identity;
    private final Path root;
    private final ArrayNode attached = JsonNodeFactory.instance.arrayNode();
    private final List<String> notes = new ArrayList<>();

    Attachments(Results results, Identity identity, Path directory) throws IOException {
        this.results = results;
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
            notes.add(artifact.name() + " was not attached, being " + artifact.mediaType()
                    + ", which a report does not show; it is in the run's folder as "
                    + artifact.file().getFileName());
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
        results.copy(source, artifact.file());
        describe(artifact.name(), source, artifact.mediaType(), size);
    }

    private boolean ours(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && file.toRealPath().startsWith(root);
    }

    /** Attaches a text of the run's own; nothing when it is empty. */
    void addText(String name, String type, String text) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        String source = identity.attachment(attached.size(), EXTENSIONS.get(type));
        results.write(source, text);
        describe(name, source, type, text.getBytes(StandardCharsets.UTF_8).length);
    }

    private void describe(String name, String source, String type, long size) {
        attached.addObject()
                .put("name", Plain.line(name))
                .put("source", source)
                .put("type", type)
                .put("size", size);
    }
}
