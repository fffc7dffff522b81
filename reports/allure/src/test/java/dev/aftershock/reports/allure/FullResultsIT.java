package dev.aftershock.reports.allure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A results folder that cannot take what is written, in a mount namespace of its own, which ends with the process. */
class FullResultsIT {

    @TempDir
    Path folder;

    @Test
    void onAFullDiskTheReportSaysSoAndLeavesNothingTorn() throws Exception {
        String said = forkOn("mount -t tmpfs -o size=8k,nr_inodes=40 small \"$RESULTS\" && ");
        assertThat(said)
                .contains("told: Allure results cannot be written to", "No space left on device")
                .contains("-Dallure.results.directory", "the verdict is in the run's own folder")
                .contains("left: 0");
    }

    @Test
    void whatMayNotBeWrittenIsSaidWithTheRemedy() throws Exception {
        String said = forkOn("mount -t tmpfs -o ro small \"$RESULTS\" && ");
        assertThat(said).contains("told: Allure results cannot be written to", "Read-only file system");
    }

    /** What the fork said, and how many half-written files it left. */
    private String forkOn(String mount) throws Exception {
        Path results = Files.createDirectory(folder.resolve("results"));
        boolean mounts = shell(results, mount + "true").waitFor() == 0;
        if (System.getenv("CI") == null) {
            assumeThat(mounts)
                    .as("this machine lets nobody mount a small disk of their own (unshare --user --mount)")
                    .isTrue();
        }
        assertThat(mounts).isTrue();
        String fork = String.join("' '", Fork.process(results, "fork", "1").command());
        Process process = shell(results, mount + "'" + fork + "'; echo left: $(ls -a \"$RESULTS\" | grep -c tmp$)");
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static Process shell(Path results, String command) throws Exception {
        List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
        if (!System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("sh", "-c", command));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("RESULTS", results.toString());
        return builder.start();
    }
}
