package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Recovery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ready experiments on real PostgreSQL pairs, through the embedded proxy and through a real Toxiproxy server. */
class CatalogIT {

    private static final String VARIABLE = "AFTERSHOCK_TOXIPROXY";

    private static final long LINK_DELAY = 40_000_000;
    private static final long SERVERS_LATE = 100_000_000;

    @TempDir
    Path folder;

    static Stream<String> servers() {
        return Stream.of("embedded", "toxiproxy");
    }

    /** The address of the proxy server; without a real one the test is skipped, except in CI. */
    private static String address(String server) {
        if (server.equals("embedded")) {
            return server;
        }
        Optional<String> given = Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isEmpty());
        if (given.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI must give a real Toxiproxy server in " + VARIABLE);
        }
        assumeTrue(given.isPresent(), "skipped: start a Toxiproxy server and set " + VARIABLE + " to its address");
        return given.get();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theLossOfThePrimaryPassesWithoutALostWrite(String server) throws IOException {
        // After 300 ms a busy machine, whose answers are late, fails over once more.
        Assessment run = run("postgres-failover.yaml", Map.of("failover-after", "1s", "toxiproxy", address(server)));

        assertThat(run.verdict()).as(run.line()).isEqualTo(Verdict.PASS);
        assertThat(run.line()).matches("PASS: R3 = .* \\[.*] of RTO 5 s, .* to spare; RPO 0 of \\d+ acknowledged.*");
        assertThat(run.detect()).isPresent();
        assertThat(run.redundancy()).isPresent();
        Recovery recovery = probe(run).recovery().orElseThrow();
        assertThat(recovery.outages()).isNotEmpty();
        assertThat(recovery.stable().point()).isGreaterThan(900_000_000L);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void asynchronousReplicationLosesExactlyTheWritesThatTheSurvivorLacks(String server) throws IOException {
        Survey survey = new Survey();
        Assessment run = survey.run(
                "postgres-partition.yaml", Map.of("replication", "async", "toxiproxy", address(server)), folder);

        assertThat(run.verdict()).as(run.line()).isEqualTo(Verdict.FAIL);
        LedgerFindings ledger = probe(run).ledger().orElseThrow();
        Set<String> lost = ids(ledger.lost());
        assertThat(lost).as(run.line()).isNotEmpty().isEqualTo(survey.missing());
        // 250 writes a second with 40 ms to go: about ten, and what the machine's own delays add.
        assertThat(lost).as(run.line()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(ledger.integrityBroken()).isFalse();
        assertEveryUnknownWriteIsClassified(ledger);
        assertTheAgeOfTheLossIsTheLinksDelay(ledger, run);
        assertThat(probe(run).recovery().orElseThrow().stable().high()).isLessThan(5_000_000_000L);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void synchronousReplicationLosesNothingAtThePriceOfARoundTrip(String server) throws IOException {
        Assessment run = run("postgres-partition.yaml", Map.of("replication", "sync", "toxiproxy", address(server)));

        assertThat(run.verdict()).as(run.line()).isEqualTo(Verdict.PASS);
        assertThat(probe(run).baseline().p50()).as("two delays of 40 ms").isBetween(80_000_000L, 150_000_000L);
        assertThat(probe(run).ledger().orElseThrow().lost()).isEmpty();
        assertEveryUnknownWriteIsClassified(probe(run).ledger().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aSlowLinkIsABrownoutAndNoBlackout(String server) throws IOException {
        // Less than the 180 ms that the link adds at the least, and more than a busy machine does.
        Assessment run =
                run("postgres-slow-link.yaml", Map.of("within", "150ms", "rto", "20s", "toxiproxy", address(server)));

        assertThat(run.verdict()).as(run.line()).isEqualTo(Verdict.PASS);
        Recovery recovery = probe(run).recovery().orElseThrow();
        assertThat(recovery.outages()).isEmpty();
        assertThat(recovery.brownouts()).isNotEmpty();
        assertThat(recovery.slow().point()).isGreaterThan(2_000_000_000L);
        assertThat(probe(run).byHeal()).isTrue();
    }

    private static void assertEveryUnknownWriteIsClassified(LedgerFindings ledger) {
        int unknown = ledger.attempted() - ledger.acknowledged() - ledger.refused();
        assertThat(ledger.indeterminatePresent().size()
                        + ledger.indeterminateAbsent().size())
                .isEqualTo(unknown);
    }

    /** What was under way on the link is lost: writes as old as its delay, to two gaps between acknowledgements. */
    private static void assertTheAgeOfTheLossIsTheLinksDelay(LedgerFindings ledger, Assessment run) {
        Bracket age = ledger.age().orElseThrow();
        long gap = (long) (1e9 / ledger.rate());
        // What a busy machine adds to the link's delay held up the observer as well, or the servers alone.
        assertThat(age.low() - 2 * gap - Math.max(run.maxGap(), SERVERS_LATE))
                .as(run.line())
                .isLessThanOrEqualTo(LINK_DELAY);
        assertThat(age.high() + 2 * gap).as(run.line()).isGreaterThanOrEqualTo(LINK_DELAY);
        assertThat(age.high()).as(run.line()).isLessThan(1_000_000_000L);
    }

    private Assessment run(String file, Map<String, String> variables) throws IOException {
        return new Survey().run(file, variables, folder);
    }

    private static ProbeAssessment probe(Assessment run) {
        return run.probes().get(0);
    }

    private static Set<String> ids(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
