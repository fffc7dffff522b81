package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** From which age on runs are taken for dead. */
class RecoverMarksTest {

    private static final Path FILE = Path.of("..", "catalog", "postgres-failover.yaml");

    private final StringWriter told = new StringWriter();

    @Test
    void anAgeThatALiveRunMayHaveIsRefused() {
        assertThat(recover("--marks", FILE.toString(), "--older-than", "1m")).isEqualTo(Main.BAD_INPUT);
        assertThat(told.toString())
                .contains("'--older-than' is 1m, but a run of ", "that lives may be ", "expected a longer time");
    }

    @Test
    void anAgeSaysNothingWithoutTheSystemsToLookAt() {
        assertThat(recover("--older-than", "1h")).isEqualTo(Main.BAD_INPUT);
        assertThat(told.toString()).contains("'--older-than' without '--marks'; expected --marks FILE");
    }

    private int recover(String... options) {
        PrintWriter to = new PrintWriter(told, true);
        String[] arguments = new String[options.length + 1];
        arguments[0] = "recover";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Main.execute(to, to, arguments);
    }
}
