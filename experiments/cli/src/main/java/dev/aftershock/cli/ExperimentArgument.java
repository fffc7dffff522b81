package dev.aftershock.cli;

import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.format.YamlExperimentReader;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The experiment file and its variables, as several commands take them. */
final class ExperimentArgument {

    private static final long LARGEST = 256 * 1024;

    @Parameters(paramLabel = "FILE", description = "The experiment, YAML or JSON.")
    Path file = Path.of("");

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description = "A value for $${var:NAME} in the file; may be given several times.")
    Map<String, String> variables = new LinkedHashMap<>();

    static ExperimentArgument of(Path file, Map<String, String> variables) {
        ExperimentArgument argument = new ExperimentArgument();
        argument.file = file;
        argument.variables = variables;
        return argument;
    }

    /**
     * Reads the file.
     *
     * @throws InvalidInputException with every problem in it
     */
    ReadExperiment read(Registry registry) {
        return new YamlExperimentReader(registry).read(file.toString(), text(), variables);
    }

    /**
     * Reads the file as in another environment.
     *
     * @throws InvalidInputException with every problem in it
     */
    ReadExperiment read(Registry registry, Function<String, Optional<String>> environment) {
        return new YamlExperimentReader(registry, environment).read(file.toString(), text(), variables);
    }

    /**
     * The file as it is.
     *
     * @throws InvalidInputException when it cannot be read, or is too large
     */
    String text() {
        try {
            if (!Files.isRegularFile(file)) {
                throw InvalidInputException.of(
                        "there is no experiment file '" + file + "'",
                        "a file such as experiments/catalog/postgres-failover.yaml");
            }
            if (Files.size(file) > LARGEST) {
                throw InvalidInputException.of(file + " holds " + Files.size(file) + " bytes", "at most 256 KiB");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw InvalidInputException.of(file + " is not UTF-8 text", "YAML or JSON in UTF-8");
        } catch (IOException e) {
            throw InvalidInputException.of("cannot read " + file + ": " + e.getMessage(), "a readable file");
        }
    }
}
