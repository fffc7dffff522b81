package dev.aftershock.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The server of the real Toxiproxy, to be run in a pod. */
final class Toxiproxy {

    static final String IMAGE = "aftershock/toxiproxy:2.12.0";

    private static final String VARIABLE = "AFTERSHOCK_TOXIPROXY_PROGRAM";

    private Toxiproxy() {}

    /** An image of it; without the program the test is left out, or fails in a continuous build. */
    static ImageArchive image() throws IOException {
        Optional<Path> program = Optional.ofNullable(System.getenv(VARIABLE))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable);
        if (program.isEmpty()) {
            String missing = VARIABLE + " names no program; expected what '.ci/setup where' prints";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(missing);
            }
            System.out.println("not run with Toxiproxy in a pod: " + missing);
            Assumptions.abort(missing);
        }
        return ImageArchive.ofFile(IMAGE, program.orElseThrow());
    }
}
