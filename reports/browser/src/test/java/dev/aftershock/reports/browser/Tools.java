package dev.aftershock.reports.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The programs that these tests need: without them they are skipped with the reason, and in CI they fail. */
final class Tools {

    private Tools() {}

    /** A program on the path. */
    static Path onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing("there is no '" + program + "' on the path: .ci/setup browser installs it"));
    }

    /** Allure's command line. */
    static Path allure() {
        return Optional.ofNullable(System.getenv("AFTERSHOCK_ALLURE"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .orElseGet(() -> missing("AFTERSHOCK_ALLURE names no program: run .ci/setup allure and export it as"
                        + " `.ci/setup allure-command` prints it"));
    }

    private static Path missing(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(reason);
        }
        System.out.println("skipped: " + reason);
        return Assumptions.abort(reason);
    }
}
