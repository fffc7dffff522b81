package dev.aftershock.junit;

import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.format.YamlExperimentReader;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds and reads the file that an annotation names. */
final class ExperimentFiles {

    private static final String CLASS_PATH = "classpath:";

    private ExperimentFiles() {}

    static ReadExperiment read(ChaosExperiment annotation, Class<?> test) throws IOException {
        YamlExperimentReader reader = new YamlExperimentReader();
        if (annotation.value().isEmpty() == annotation.inline().isEmpty()) {
            throw InvalidInputException.of(
                    "@ChaosExperiment names "
                            + (annotation.value().isEmpty() ? "neither a file nor" : "both a file and")
                            + " an experiment",
                    "@ChaosExperiment(\"classpath:FILE\"), or @ChaosExperiment(inline = TEXT)");
        }
        return annotation.inline().isEmpty()
                ? reader.read(annotation.value(), text(annotation.value(), test), variables(annotation))
                : reader.read(test.getSimpleName(), annotation.inline(), variables(annotation));
    }

    private static String text(String name, Class<?> test) throws IOException {
        if (!name.startsWith(CLASS_PATH)) {
            return Files.readString(Path.of(name));
        }
        String resource = name.substring(CLASS_PATH.length());
        try (InputStream stream = test.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw InvalidInputException.of(
                        "there is no resource '" + resource + "' on the class path",
                        "a file such as postgres-failover.yaml");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> variables(ChaosExperiment annotation) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : annotation.variables()) {
            KeyValue given = KeyValue.of(variable);
            variables.put(given.key(), given.value());
        }
        return variables;
    }
}
