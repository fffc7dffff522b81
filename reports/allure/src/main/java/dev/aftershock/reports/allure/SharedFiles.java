package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.aftershock.engine.RunHeader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** The files that all results of a folder share; what other writers put there stays. */
final class SharedFiles {

    private static final long LARGEST = 1 << 20;

    private final ResultsFolder folder;
    private final Map<String, String> environment;

    SharedFiles(ResultsFolder folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Each file is read, added to and replaced while nobody else of ours does the same. */
    void write(RunHeader header) throws IOException {
        folder.alone(() -> {
            environment(header);
            executor();
            categories();
        });
    }

    private boolean readable(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LARGEST;
    }

    private Optional<JsonNode> read(String name) throws IOException {
        Path file = folder.path(name);
        if (!readable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(new ObjectMapper().readTree(file.toFile()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return Optional.of(JsonNodeFactory.instance.missingNode());
        }
    }

    private void environment(RunHeader header) throws IOException {
        Properties properties = new Properties();
        Path file = folder.path("environment.properties");
        if (readable(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IllegalArgumentException e) {
                return;
            }
        }
        header.machine().forEach((key, value) -> {
            if (!key.endsWith("-ns")) {
                properties.setProperty(Plain.line(key), Plain.line(value));
            }
        });
        StringBuilder text = new StringBuilder();
        new TreeMap<Object, Object>(properties)
                .forEach((key, value) -> text.append(escape(key.toString().replace(" ", "_")))
                        .append(" = ")
                        .append(escape(value.toString()))
                        .append('\n'));
        folder.write("environment.properties", text.toString());
    }

    /** As a properties file wants it; without the date that the JDK would write. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if ("\\=:#!".indexOf(c) >= 0) {
                escaped.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                escaped.append(String.format(java.util.Locale.ROOT, "\\u%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    private void executor() throws IOException {
        if (!Files.exists(folder.path("executor.json"), LinkOption.NOFOLLOW_LINKS)) {
            folder.write("executor.json", ResultsFolder.text(new ExecutorJson(environment).write()));
        }
    }

    private void categories() throws IOException {
        Optional<JsonNode> present = read("categories.json");
        if (present.isPresent() && !present.get().isArray()) {
            return;
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Set<String> names = new HashSet<>();
        present.ifPresent(array -> array.forEach(category -> {
            all.add(category);
            names.add(category.path("name").asText());
        }));
        Kinds.categories().forEach(category -> {
            if (names.add(category.path("name").asText())) {
                all.add(category);
            }
        });
        folder.write("categories.json", ResultsFolder.text(all));
    }
}
