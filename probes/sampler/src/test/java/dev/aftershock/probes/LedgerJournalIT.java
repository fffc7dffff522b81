package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LedgerJournalIT {

    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void whatWasRecordedSurvivesTheDeathOfTheObserver() throws Exception {
        Path file = directory.resolve("ledger");
        Process observer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Observer.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long told = 0;
        try (BufferedReader said = observer.inputReader(StandardCharsets.US_ASCII)) {
            while (told < 2_000) {
                told = Long.parseLong(said.readLine());
            }
            // Through its handle, so that what it said last can still be read.
            observer.toHandle().destroyForcibly();
            assertThat(observer.waitFor(10, TimeUnit.SECONDS)).isTrue();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                // A number cut short by the kill is smaller, so it cannot ask for too much.
                told = Math.max(told, Long.parseLong(line));
            }
        } finally {
            observer.destroyForcibly();
        }
        List<LedgerEntry> entries = LedgerJournal.read(file);
        assertThat(entries).hasSizeGreaterThanOrEqualTo((int) told);
        assertThat(entries.subList(0, (int) told)).allMatch(entry -> entry.result() == Result.ACK);
    }

    /** Records writes and tells of each one that is on record, until it is killed. */
    static final class Observer {

        private Observer() {}

        public static void main(String[] arguments) throws IOException {
            try (LedgerJournal journal = LedgerJournal.create(Path.of(arguments[0]))) {
                for (long seq = 1; seq < 10_000_000; seq++) {
                    journal.invoked(1, seq, seq, seq);
                    journal.answered(1, seq, seq + 1, Result.ACK, "a");
                    System.out.println(seq);
                }
            }
        }
    }
}
