package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {

    private static final Duration SHORT = Duration.ofMillis(900);

    private final ToySystem toy = new ToySystem();
    private final ToyLedger ledger = new ToyLedger(toy);
    private final Heard heard = new Heard();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        later.shutdownNow();
    }

    @Test
    void anOutageIsToldWithItsLengthAndWhenItBegan() throws IOException {
        heard.onStart = () -> {
            at(200, () -> toy.up = false);
            at(350, () -> toy.up = true);
        };
        Instant before = Instant.now();
        assertThat(watch(asking(), SHORT)).isTrue();

        assertThat(heard.probes).containsExactly("asking");
        assertThat(heard.outages).singleElement().satisfies(outage -> {
            assertThat(outage.length().low()).isBetween(100_000_000L, 250_000_000L);
            assertThat(outage.length().high()).isBetween(140_000_000L, 600_000_000L);
            assertThat(outage.end()).isPresent();
        });
        assertThat(heard.began).singleElement().satisfies(began -> assertThat(began)
                .isBetween(before, Instant.now()));
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    void anOutageThatStillGoesOnIsToldWhenTheMonitorEnds() throws IOException {
        heard.onStart = () -> at(300, () -> toy.up = false);
        watch(asking(), SHORT);

        assertThat(heard.outages).singleElement().satisfies(outage -> assertThat(outage.end())
                .isEmpty());
    }

    @Test
    void everySampleIsToldOnceAndInOrder() throws IOException {
        watch(asking(), SHORT);

        assertThat(heard.samples).hasSizeGreaterThan(100);
        assertThat(heard.samples).extracting(Sample::due).isSorted().doesNotHaveDuplicates();
        assertThat(heard.samples.stream().filter(sample -> sample.outcome() != Outcome.NOT_SENT))
                .hasSize(toy.attempts.get());
    }

    @Test
    void itsSystemsAreEndedAndItsJournalIsClosed() throws IOException {
        watch(asking(), Duration.ofMillis(50));

        assertThat(toy.removed).isTrue();
        assertThat(toy.injections.get()).as("the method is not played").isZero();
        assertThat(new Leftovers(toy.registry(), state()).states())
                .isNotEmpty()
                .allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void whatCannotBeMadeReadyIsNamedAndItsSystemIsEnded() throws IOException {
        toy.reachable = false;

        assertThat(watch(asking(), SHORT)).isFalse();
        assertThat(heard.troubles)
                .containsExactly("asking: could not be made ready: IllegalStateException: connection refused");
        assertThat(heard.probes).isEmpty();
        assertThat(toy.removed).isTrue();
    }

    @Test
    void aStopEndsItSoon() throws IOException {
        Monitor monitor = monitor();
        heard.onStart = () -> monitor.stop("somebody pressed Ctrl-C");
        Instant before = Instant.now();

        assertThat(monitor.watch(asking(), folder.resolve("out"), 1, Optional.empty()))
                .isTrue();
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void writesThatAreGoneAreToldAtTheEnd() throws IOException {
        ledger.forgotten = 3;
        heard.onStart = () -> {
            at(300, () -> toy.up = false);
            at(400, () -> toy.up = true);
        };
        watch(writing(), SHORT);

        LedgerFindings findings = heard.ledgers.get(0);
        assertThat(heard.ledgers).hasSize(1);
        assertThat(findings.lost()).hasSize(3);
        assertThat(findings.atStake()).as("those before the trouble").isBetween(30, findings.acknowledged() - 10);
    }

    @Test
    void withoutTroubleEveryWriteCountsUpToTheEnd() throws IOException {
        watch(writing(), Duration.ofMillis(300));

        LedgerFindings findings = heard.ledgers.get(0);
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.atStake()).isPositive().isEqualTo(findings.acknowledged());
    }

    @Test
    void writesThatCannotBeReadBackAreTrouble() throws IOException {
        ledger.mute = true;
        watch(writing(), Duration.ofMillis(50));

        assertThat(heard.ledgers).isEmpty();
        assertThat(heard.troubles)
                .containsExactly("writing: the surviving writes could not be read: IOException: nobody answers");
    }

    @Test
    void whatCannotBePlannedIsRefusedBeforeAnythingIsTouched() {
        Experiment unknown = toy.experiment(ToySystem.Behaviour.REAL, Duration.ofSeconds(2), Optional.empty());
        Experiment lost = new Experiment(
                unknown.title(),
                unknown.hypothesis(),
                unknown.objectives(),
                List.of(),
                unknown.probes(),
                unknown.steadyState(),
                unknown.method(),
                unknown.safeguards());

        assertThatThrownBy(() -> watch(ReadExperiment.inCode(lost), SHORT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("toy");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void at(long millis, Runnable change) {
        later.schedule(change, millis, TimeUnit.MILLISECONDS);
    }

    private boolean watch(ReadExperiment read, Duration atMost) throws IOException {
        return monitor().watch(read, folder.resolve("out"), 1, Optional.of(atMost));
    }

    private Monitor monitor() {
        return new Monitor(toy.registry(ledger), state(), heard);
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }

    private ReadExperiment asking() {
        return ReadExperiment.inCode(toy.experiment(ToySystem.Behaviour.REAL, Duration.ofSeconds(2), Optional.empty()));
    }

    private ReadExperiment writing() {
        return ReadExperiment.inCode(toy.writing(asking().experiment()));
    }

    private static final class Heard implements MonitorListener {
        Runnable onStart = () -> {};
        final List<String> probes = new ArrayList<>();
        final List<Outage> outages = new ArrayList<>();
        final List<Instant> began = new ArrayList<>();
        final List<Sample> samples = new ArrayList<>();
        final List<LedgerFindings> ledgers = new ArrayList<>();
        final List<String> troubles = new ArrayList<>();

        @Override
        public void started(List<String> names) {
            probes.addAll(names);
            onStart.run();
        }

        @Override
        public void outage(String probe, Outage outage, Instant at) {
            outages.add(outage);
            began.add(at);
        }

        @Override
        public void samples(String probe, List<Sample> finished) {
            samples.addAll(finished);
        }

        @Override
        public void ledger(String probe, LedgerFindings findings) {
            ledgers.add(findings);
        }

        @Override
        public void trouble(String subject, String reason) {
            troubles.add(subject + ": " + reason);
        }
    }
}
