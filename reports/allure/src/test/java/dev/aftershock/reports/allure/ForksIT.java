package dev.aftershock.reports.allure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForksIT {

    private static final int FORKS = 6;
    private static final int RUNS = 10;

    @TempDir
    Path results;

    private final List<Process> forks = new ArrayList<>();

    @AfterEach
    void endThem() {
        forks.forEach(Process::destroyForcibly);
    }

    @Test
    void forksThatShareAFolderLoseNothingOfEachOther() throws Exception {
        Files.writeString(results.resolve("environment.properties"), "browser = firefox\n");
        Files.writeString(results.resolve("categories.json"), "[{\"name\":\"Theirs\"}]");
        for (int i = 0; i < FORKS; i++) {
            forks.add(Fork.process(results, "fork" + i, Integer.toString(RUNS)).start());
        }
        for (Process fork : forks) {
            String said = new String(fork.getInputStream().readAllBytes());
            assertThat(fork.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).doesNotContain("told", "Exception");
            assertThat(fork.exitValue()).isZero();
        }
        assertThat(environment()).hasSize(FORKS * RUNS + 1).containsEntry("browser", "firefox");
        assertThat(new ObjectMapper()
                        .readTree(results.resolve("categories.json").toFile()))
                .hasSize(Kinds.values().length + 1);
        assertThat(new ObjectMapper().readTree(results.resolve("executor.json").toFile()))
                .isNotEmpty();
        assertThat(ending("-result.json")).isEqualTo(FORKS * RUNS);
        assertThat(ending(".tmp")).isZero();
    }

    private Properties environment() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(results.resolve("environment.properties"))) {
            properties.load(reader);
        }
        return properties;
    }

    private long ending(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }
}
