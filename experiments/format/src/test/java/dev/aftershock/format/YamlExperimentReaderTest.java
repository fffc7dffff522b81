package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.ProbeSpec;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Safeguards;
import dev.aftershock.engine.SteadyStateSpec;
import dev.aftershock.engine.Step;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Secret;
import dev.aftershock.probes.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlExperimentReaderTest {

    @Test
    void objectivesMayNameTheirClockAndTheTolerableDowntime() {
        String text = SampleFiles.failover(
                        "{rto: 5s, rpo: 0 writes}", "{rto: 5s, clock: declared, mtd: 1m, work-recovery: 30s}")
                .replace("method:\n", "method:\n  - declare: the primary is lost\n");
        Experiment experiment = SampleParts.read(text).experiment();

        assertThat(experiment.objectives().clock()).isEqualTo(Objectives.Start.DECLARED);
        assertThat(experiment.objectives().mtd()).contains(Duration.ofMinutes(1));
        assertThat(experiment.objectives().workRecovery()).contains(Duration.ofSeconds(30));
        assertThat(experiment.method().get(0)).isEqualTo(new Step.Declare("1-declare", "the primary is lost"));
    }

    @Test
    void objectivesThatContradictEachOtherAreRefused() {
        assertThat(SampleParts.problems(SampleFiles.failover(
                        "{rto: 5s, rpo: 0 writes}", "{rto: 5s, clock: fualt, mtd: 10s, work-recovery: 6s}")))
                .satisfiesExactlyInAnyOrder(
                        clock -> assertThat(clock).contains("did you mean 'fault'?"),
                        mtd -> assertThat(mtd).contains("'mtd' is shorter than 'rto' and 'work-recovery' together"));
    }

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aFileIsTheExperimentThatItsJavaTwinBuilds() {
        ReadExperiment read = SampleParts.read(SampleFiles.FAILOVER);
        assertThat(read.experiment()).isEqualTo(failover(SampleParts.Replication.SYNC));
        assertThat(read.name()).isEqualTo("a.yaml");
        assertThat(read.source()).isEqualTo(SampleFiles.FAILOVER);
    }

    @Test
    void jsonIsReadAsTheSameExperimentAsYaml() {
        assertThat(SampleParts.read(SampleFiles.FAILOVER_JSON).experiment())
                .isEqualTo(SampleParts.read(SampleFiles.FAILOVER).experiment());
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkChangeNothing() {
        assertThat(SampleParts.read("\uFEFF" + SampleFiles.FAILOVER.replace("\n", "\r\n"))
                        .experiment())
                .isEqualTo(SampleParts.read(SampleFiles.FAILOVER).experiment());
    }

    @Test
    void aVariableIsReplacedByTheGivenValue() {
        assertThat(SampleParts.reader()
                        .read("a.yaml", SampleFiles.FAILOVER, Map.of("replication", "remote-apply"))
                        .experiment())
                .isEqualTo(failover(SampleParts.Replication.REMOTE_APPLY));
    }

    @Test
    void everySortOfStepSystemAndShortFormIsRead() {
        assertThat(SampleParts.read(SampleFiles.EVERYTHING).experiment()).isEqualTo(everything());
    }

    @Test
    void safeguardsMayBeLeftOutAndAreStillThere() {
        Experiment experiment = SampleParts.read(SampleFiles.failover("safeguards: {stop-after: 60s}\n", ""))
                .experiment();
        assertThat(experiment.safeguards()).isEqualTo(new Safeguards(Duration.ofMinutes(2), List.of()));
    }

    @Test
    void objectivesAreNumbersOfWritesOrAgesAndOneOfThemIsEnough() {
        assertThat(objectives("{rpo: 1 write}").rpo()).contains(new Objectives.Writes(1));
        assertThat(objectives("{rpo: 500ms}").rpo()).contains(new Objectives.Age(Duration.ofMillis(500)));
        assertThat(objectives("{rto: 1m}"))
                .isEqualTo(new Objectives(Optional.of(Duration.ofMinutes(1)), Optional.empty()));
    }

    @Test
    void everyBoundRecordKnowsWhereItsSettingsStand() {
        ReadExperiment read = SampleParts.read(SampleFiles.FAILOVER);
        Experiment experiment = read.experiment();
        PartSpec fault = ((Step.Inject) experiment.method().get(0)).fault();
        assertThat(read.places().of(experiment.objectives(), "rpo")).isEqualTo(at(4, 28));
        assertThat(read.places().of(experiment.targets().get(0).part().settings(), "failover-after"))
                .isEqualTo(at(5, 92));
        assertThat(read.places().of(experiment.probes().get(0).part().settings(), "target"))
                .isEqualTo(at(8, 27));
        assertThat(read.places().of(experiment.probes().get(0).pace(), "every")).isEqualTo(at(8, 45));
        assertThat(read.places().of(experiment.steadyState(), "for")).isEqualTo(at(9, 52));
        assertThat(read.places().of(fault.settings(), "target")).isEqualTo(at(11, 37));
        assertThat(read.places().of(experiment.safeguards(), "stop-after")).isEqualTo(at(12, 26));
    }

    private static Place at(int line, int column) {
        return new Place("a.yaml", line, column);
    }

    private static Objectives objectives(String written) {
        return SampleParts.read(SampleFiles.failover("{rto: 5s, rpo: 0 writes}", written))
                .experiment()
                .objectives();
    }

    private static Experiment failover(SampleParts.Replication replication) {
        return new Experiment(
                "Orders survive the loss of their primary database",
                "Writes are accepted again within 5 s, and no acknowledged write is lost.",
                new Objectives(Optional.of(Duration.ofSeconds(5)), Optional.of(new Objectives.Writes(0))),
                List.of(new TargetSpec(
                        "orders-db",
                        new PartSpec("postgres-pair", new SampleParts.Pair(replication, Duration.ofMillis(300), 2)))),
                List.of(new ProbeSpec(
                        "orders-write",
                        new PartSpec("jdbc-ledger", new SampleParts.Ledger("orders-db", 24)),
                        new Pace(Duration.ofMillis(2), SECOND))),
                new SteadyStateSpec(Duration.ofMillis(50), new Percent(1), Duration.ofSeconds(2)),
                List.of(new Step.Inject("1-process-kill", kill(), Optional.empty())),
                new Safeguards(Duration.ofSeconds(60), List.of()));
    }

    private static PartSpec kill() {
        return new PartSpec("process-kill", new SampleParts.Kill("orders-db.primary"));
    }

    private static PartSpec latency(String link, Duration value, Optional<Double> share) {
        return new PartSpec("latency", new SampleParts.Latency(link, value, Duration.ZERO, share));
    }

    private static Experiment everything() {
        SampleParts.Database billing =
                new SampleParts.Database("jdbc:postgresql://127.0.0.1/billing", Optional.empty(), List.of());
        SampleParts.Database stock =
                new SampleParts.Database("jdbc:x", Optional.of(new Secret("hunter2")), List.of("west", "spare"));
        return new Experiment(
                "Everything at once",
                "It is read.",
                new Objectives(Optional.empty(), Optional.of(new Objectives.Age(SECOND))),
                List.of(
                        new TargetSpec(
                                "orders-db",
                                new PartSpec(
                                        "postgres-pair",
                                        new SampleParts.Pair(SampleParts.Replication.SYNC, Duration.ofMillis(300), 2))),
                        new TargetSpec("billing", new PartSpec("database", billing)),
                        new TargetSpec("stock", new PartSpec("database", stock))),
                List.of(
                        new ProbeSpec(
                                "orders",
                                new PartSpec("jdbc-ledger", new SampleParts.Ledger("orders-db", 24)),
                                new Pace(Duration.ofMillis(10), SECOND)),
                        new ProbeSpec(
                                "billing",
                                new PartSpec("ask", new SampleParts.Ask("billing", false)),
                                new Pace(Duration.ofMillis(50), SECOND))),
                new SteadyStateSpec(Duration.ofMillis(50), new Percent(1), Duration.ofSeconds(2)),
                List.of(
                        new Step.Inject(
                                "slow",
                                latency("* -> billing", Duration.ofMillis(200), Optional.of(0.5)),
                                Optional.of(Duration.ofSeconds(3))),
                        new Step.Together(
                                "2-together",
                                List.of(
                                        new Step.Inject("2-1-process-kill", kill(), Optional.empty()),
                                        new Step.Inject(
                                                "slow-a", latency("a", SECOND, Optional.empty()), Optional.empty()))),
                        new Step.WaitUntil("3-wait-until", "orders", Duration.ofSeconds(30)),
                        new Step.Heal("undo", "slow-a")),
                new Safeguards(Duration.ofMinutes(5), List.of("process-kill")));
    }
}
