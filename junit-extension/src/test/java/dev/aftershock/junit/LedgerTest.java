package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.LedgerJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A store that keeps, forgets, doubles and invents exactly what it is told to. */
class LedgerTest {

    @TempDir
    Path folder;

    @Test
    void everyClassOfLossIsCountedAndNamed() throws IOException {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Suite.class))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(6).succeeded(6));

        try (Stream<Path> files = Files.walk(folder)) {
            Path journal = files.filter(file -> file.toString().endsWith("-1.journal"))
                    .findFirst()
                    .orElseThrow();
            assertThat(LedgerJournal.read(journal))
                    .as("the journal is on the disk")
                    .isNotEmpty();
        }
    }

    @Test
    void readsThatNeverAgreeAreNoSurvivors() {
        Settled settled = new Settled(MonotonicClock.startingNow(), Duration.ofMillis(200), Duration.ofMillis(10));
        int[] number = {0};

        assertThatThrownBy(() -> settled.read(() -> number[0]++))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("never agreed");
        assertThatThrownBy(() -> settled.read(() -> {
                    throw new IOException("still starting");
                }))
                .hasMessage("still starting");
    }

    @Test
    void aReadThatFailedOnceIsMadeAgain() throws Exception {
        Iterator<String> answers = List.of("fail", "old", "new", "new").iterator();

        assertThat(new Settled(MonotonicClock.startingNow(), Duration.ofSeconds(10), Duration.ofMillis(1)).read(() -> {
                    String answer = answers.next();
                    if (answer.equals("fail")) {
                        throw new IOException("still starting");
                    }
                    return answer;
                }))
                .isEqualTo("new");
    }

    @ChaosTest
    static class Suite {

        private final List<String> store = new ArrayList<>();

        private void writeTen(Ledger ledger) throws Exception {
            for (int i = 0; i < 10; i++) {
                assertThat(ledger.write(store::add)).isTrue();
            }
        }

        @Test
        void nothingIsLost(Ledger ledger) throws Exception {
            writeTen(ledger);
            LedgerFindings findings = ledger.compareWith(() -> store);
            ChaosAssertions.assertThat(findings).lostNoAcknowledgedWrites().keptIntegrity();
            assertThat(findings.acknowledged()).isEqualTo(10);
        }

        @Test
        void whatIsForgottenIsNamed(Ledger ledger) throws Exception {
            writeTen(ledger);
            List<String> forgotten = List.of(store.remove(9), store.remove(4));
            LedgerFindings findings = ledger.compareWith(() -> store);
            assertThat(findings.lost()).extracting(LedgerEntry::id).containsExactly("0-5", "0-10");
            assertThat(forgotten).allMatch(id -> id.endsWith("-0-10") || id.endsWith("-0-5"));
            ChaosAssertions.assertThat(findings).lostAtMost(2);
            assertThatThrownBy(() -> ChaosAssertions.assertThat(findings).lostNoAcknowledgedWrites())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("the ledger misses 2 of 10, the first 0-5, 0-10");
        }

        @Test
        void whatIsDoubledOrInventedBreaksIntegrity(Ledger ledger) throws Exception {
            writeTen(ledger);
            store.add(store.get(0));
            store.add(store.get(1).replaceAll("-2$", "-77"));
            LedgerFindings findings = ledger.compareWith(() -> store);
            assertThatThrownBy(() -> ChaosAssertions.assertThat(findings).keptIntegrity())
                    .hasMessageContaining("1 duplicated")
                    .hasMessageContaining("1 never written");
        }

        @Test
        void recordsOfOthersAreNone(Ledger ledger) throws Exception {
            writeTen(ledger);
            store.add("somebody-else-0-1");
            store.add("");
            ChaosAssertions.assertThat(ledger.compareWith(() -> store)).keptIntegrity();
        }

        @Test
        void whatNobodyKnowsIsNoLossAndWhatWasRefusedMustNotBeThere(Ledger ledger) throws Exception {
            writeTen(ledger);
            assertThatThrownBy(() -> ledger.write(id -> {
                        store.add(id);
                        throw new IOException("reset");
                    }))
                    .hasMessage("reset");
            assertThatThrownBy(() -> ledger.write(id -> {
                        throw new IOException("reset");
                    }))
                    .hasMessage("reset");
            ledger.write(id -> !store.add(id));
            LedgerFindings findings = ledger.compareWith(() -> store);
            assertThat(findings.lost()).isEmpty();
            assertThat(findings.indeterminatePresent()).hasSize(1);
            assertThat(findings.indeterminateAbsent()).hasSize(1);
            assertThat(findings.resurrected()).hasSize(1);
        }

        @Test
        void withoutAnyWriteNothingIsProven(Ledger ledger) throws Exception {
            LedgerFindings findings = ledger.compareWith(() -> store);
            assertThatThrownBy(() -> ChaosAssertions.assertThat(findings).lostNoAcknowledgedWrites())
                    .hasMessageContaining("nothing was at stake, and nothing is proven");
        }
    }
}
