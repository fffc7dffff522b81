package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A file with one object in YAML or JSON: at most 64 KiB and 20 levels, one document, no aliases, no key twice. */
final class ObjectFile {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_LEVELS = 20;

    private final String name;
    private final LoadSettings settings;

    private ObjectFile(String name) {
        this.name = name;
        this.settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MOST_BYTES)
                .build();
    }

    /**
     * Reads the object.
     *
     * @param name the file, as the setting has it
     * @throws InvalidInputException when it holds none, or more than one
     */
    static Map<?, ?> read(String name) {
        ObjectFile file = new ObjectFile(name);
        String text = file.text();
        try {
            file.refuseUnsafe(text);
            if (new Load(file.settings).loadFromString(text) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .map(mark -> new Place(name, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(file.place());
            throw refusal(place, "neither YAML nor JSON: " + e.getProblem(), "");
        } catch (YamlEngineException e) {
            throw refusal(file.place(), "neither YAML nor JSON: " + e.getMessage(), "");
        }
        throw refusal(file.place(), "there is no object", "a mapping that begins with 'apiVersion'");
    }

    private String text() {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refusal(place(), "the file is larger than 64 KiB", "one object");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw refusal(
                    place(),
                    "the file cannot be read (" + e.getClass().getSimpleName() + ")",
                    "a readable file, by its full path or by the one from where the command runs");
        }
    }

    /** The parser itself goes as deep as the text does, and copies what an alias names. */
    private void refuseUnsafe(String text) {
        int level = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case SequenceStart, MappingStart -> level++;
                case SequenceEnd, MappingEnd -> level--;
                case Alias -> throw refusal(place(event), "an alias, which is not followed", "the value itself");
                default -> {}
            }
            if (documents > 1) {
                throw refusal(place(event), "a second object begins", "one object per file");
            }
            if (level > MOST_LEVELS) {
                throw refusal(
                        place(event), "values nested more than " + MOST_LEVELS + " levels deep", "a flatter file");
            }
        }
    }

    private Place place() {
        return new Place(name, 0, 0);
    }

    private Place place(Event event) {
        return event.getStartMark()
                .map(mark -> new Place(name, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(place());
    }

    private static InvalidInputException refusal(Place place, String what, String expected) {
        return new InvalidInputException(List.of(new Problem(place, what, expected, "")));
    }
}
