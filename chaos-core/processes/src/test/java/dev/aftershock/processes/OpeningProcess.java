package dev.aftershock.processes;

import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContract.World;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** A real process that opens files, and tells whether it can. */
final class OpeningProcess implements World, ProcessTarget {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int IN_A_ROW = 3;

    private final Path record = Files.createTempFile("opener", ".txt");
    private final Process process;

    OpeningProcess() throws IOException {
        process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx16m",
                        "-cp",
                        Opener.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath(),
                        Opener.class.getName(),
                        record.toString())
                .redirectOutput(record.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        await().atMost(BOUND).until(() -> said().size() >= IN_A_ROW);
    }

    private List<String> said() throws IOException {
        String text = Files.readString(record, StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Whether it says a word a few times in a row from now on. */
    private boolean says(String word) throws IOException {
        int from = said().size() + 1;
        try {
            await().pollInterval(Duration.ofMillis(5)).until(() -> said().size() >= from + IN_A_ROW);
        } catch (ConditionTimeoutException silent) {
            return false;
        }
        return said().subList(from, from + IN_A_ROW).stream().allMatch(word::equals);
    }

    @Override
    public ProcessIdentity identity() {
        return ProcessIdentity.of(process.toHandle()).orElseThrow();
    }

    @Override
    public Targets targets() {
        return OneTarget.named("server", this);
    }

    @Override
    public boolean healthy() throws IOException {
        return says(Opener.YES);
    }

    @Override
    public boolean broken() throws IOException {
        return says(Opener.NO);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(record);
    }
}
