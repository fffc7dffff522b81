package dev.aftershock.junit;

import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.format.YamlExperimentReader;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
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
        Map<String, String> variables = variables(annotation);
        try {
            return annotation.inline().isEmpty()
                    ? reader.read(annotation.value(), text(annotation.value(), test), variables)
                    : reader.read(test.getSimpleName(), annotation.inline(), variables);
        } catch (InvalidInputException e) {
            throw given("@ChaosExperiment(variables)", e);
        }
    }

    /** A file that the body of a test names. */
    static ReadExperiment read(String file, Map<String, String> variables, Class<?> test) throws IOException {
        try {
            return new YamlExperimentReader().read(file, text(file, test), variables);
        } catch (InvalidInputException e) {
            throw given("Chaos.run(variables)", e);
        }
    }

    /** What an option of the command line gives, something else does here. */
    private static InvalidInputException given(String where, InvalidInputException e) {
        return new InvalidInputException(e.problems().stream()
                .map(problem -> problem.place().source().equals("--var")
                        ? new Problem(new Place(where, 0, 0), problem.what(), problem.expected(), problem.didYouMean())
                        : problem)
                .toList());
    }

    private static String text(String name, Class<?> test) throws IOException {
        if (!name.startsWith(CLASS_PATH)) {
            return file(Path.of(name));
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

    private static String file(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw InvalidInputException.of(
                        "there is no experiment file '" + file + "' in the working directory "
                                + Path.of("").toAbsolutePath(),
                        "a file from there on, or classpath:NAME");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw InvalidInputException.of(file + " is not UTF-8 text", "YAML or JSON in UTF-8");
        } catch (IOException e) {
            throw InvalidInputException.of("cannot read " + file + ": " + e.getMessage(), "a readable file");
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
