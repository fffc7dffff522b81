package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suites on a disk of 64 KiB that is full, in a mount namespace of their own, which ends with them. */
class FullDiskIT {

    private static final String FULL = "mount -t tmpfs -o size=64k,mode=700 small '%1$s' "
            + "&& { cat /dev/zero > '%1$s/filled' 2>/dev/null; exec \"$@\"; }";

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("tried"));
        List<String> command = inNamespace("mount -t tmpfs none '" + disk + "'");
        boolean mounts = new ProcessBuilder(command).start().waitFor() == 0;
        if (System.getenv("CI") == null) {
            assumeThat(mounts)
                    .as("this machine lets nobody mount a small disk of their own (unshare --user --mount)")
                    .isTrue();
        }
        assertThat(mounts).isTrue();
    }

    @Test
    void whereTheIntentCannotBeWrittenNothingIsInjectedAndTheTestSaysWhy() throws Exception {
        ForkedSuite run = onFullDisk(folder.resolve("state"), Cuts.class);

        assertThat(run.output())
                .contains("cannot make the fault journal ")
                .contains("; nothing is injected without it: No space left on device\n")
                .contains("succeeded: 0");
        assertThat(run.failures()).isEqualTo(1);
    }

    @Test
    void whereNothingCanBeRecordedNothingIsRunAndTheTestSaysWhy() throws Exception {
        ForkedSuite run = onFullDisk(folder.resolve("build"), Experiments.class);

        assertThat(run.output())
                .contains(
                        "what was run cannot be recorded in build/aftershock-runs, so there is no verdict: No space left")
                .contains("succeeded: 0");
        assertThat(run.failures()).isEqualTo(1);
    }

    private ForkedSuite onFullDisk(Path disk, Class<?> suite) throws IOException, InterruptedException {
        Files.createDirectories(disk);
        return ForkedSuite.run(inNamespace(FULL.formatted(disk)), suite.getName(), folder);
    }

    private static List<String> inNamespace(String script) {
        List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
        if (!System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("sh", "-c", script, "sh"));
        return words;
    }

    @Lab(name = "blinker", kind = "blinker")
    static class Cuts {

        @Test
        void red(Chaos chaos) {
            throw new IllegalStateException("the body must not run");
        }
    }

    static class Experiments {

        @ChaosExperiment("classpath:blinker.yaml")
        void red() {
            throw new IllegalStateException("the body must not run");
        }
    }
}
