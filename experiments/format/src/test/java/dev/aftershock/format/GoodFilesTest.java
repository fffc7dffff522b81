package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.AbortIf;
import dev.aftershock.engine.BlastRadius;
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
import dev.aftershock.probes.Pace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoodFilesTest {

    private static final Experiment EXPECTED = new Experiment(
            "The link is cut",
            "Orders go on.",
            new Objectives(Optional.of(Duration.ofSeconds(10)), Optional.of(new Objectives.Writes(0))),
            List.of(
                    new TargetSpec("shop", new PartSpec("box", new Toys.Box(2))),
                    new TargetSpec("bank", new PartSpec("far", new Toys.Far(URI.create("http://127.0.0.1:8080"))))),
            List.of(new ProbeSpec(
                    "orders",
                    new PartSpec("ask", new Toys.Ask("shop.api", true)),
                    new Pace(Duration.ofMillis(5), Duration.ofMillis(500)))),
            new SteadyStateSpec(Duration.ofMillis(50), new Percent(0.5), Duration.ofSeconds(2)),
            List.of(
                    new Step.Inject(
                            "1-cut",
                            cut("shop -> bank", Toys.Mode.VERY_SOFT, Optional.of(new Percent(25))),
                            Optional.of(Duration.ofSeconds(3))),
                    new Step.Together(
                            "both",
                            List.of(
                                    new Step.Inject(
                                            "2-1-cut",
                                            cut("bank -> *", Toys.Mode.HARD, Optional.empty()),
                                            Optional.empty()),
                                    new Step.Inject(
                                            "slowly",
                                            new PartSpec(
                                                    "slow", new Toys.Slow(Duration.ofSeconds(2), List.of("a", "b"))),
                                            Optional.empty()))),
                    new Step.Heal("3-heal", "slowly"),
                    new Step.WaitUntil("4-wait-until", "orders", Duration.ofSeconds(30))),
            new Safeguards(Duration.ofMinutes(1), List.of("cut")));

    @Test
    void aFileGivesTheSameExperimentAsJavaCode() {
        assertThat(Files.read(Files.GOOD)).isEqualTo(EXPECTED);
    }

    @Test
    void jsonGivesTheSameExperimentAsYaml() {
        assertThat(Files.read(Files.GOOD_JSON)).isEqualTo(EXPECTED);
    }

    @Test
    void lineEndsOfWindowsAndAByteOrderMarkChangeNothing() {
        assertThat(Files.read("\uFEFF" + Files.GOOD.replace("\n", "\r\n"))).isEqualTo(EXPECTED);
    }

    @Test
    void onlyOneObjectiveIsNeededAndSafeguardsHaveDefaults() {
        String text = Files.with("objectives: {rto: 10s, rpo: 0 writes}", "objectives: {rpo: 1s}")
                .replaceAll("safeguards: .*", "");
        Experiment experiment = Files.read(text);
        assertThat(experiment.objectives())
                .isEqualTo(new Objectives(Optional.empty(), Optional.of(new Objectives.Age(Duration.ofSeconds(1)))));
        assertThat(experiment.safeguards()).isEqualTo(new Safeguards(Duration.ofMinutes(2), List.of()));
    }

    @Test
    void abortConditionsAndTheBlastRadiusArePartOfTheSafeguards() {
        Experiment experiment = Files.read(Files.with("allow-irreversible: [cut]}", """
                allow-production: [production-eu],
                              abort-if: {bad-for: {probe: orders, longer-than: 20s}, no-data-for: 5s},
                              blast-radius: {targets: 3, share: 50%, keep-healthy: 1, deny: ["*.primary"]}}
                """));
        assertThat(experiment.safeguards())
                .isEqualTo(new Safeguards(
                        Duration.ofMinutes(1),
                        List.of(),
                        List.of("production-eu"),
                        Optional.of(new AbortIf(
                                Optional.of(new AbortIf.BadFor("orders", Duration.ofSeconds(20))),
                                Duration.ofSeconds(5))),
                        Optional.of(new BlastRadius(
                                Optional.of(3), Optional.of(new Percent(50)), 1, List.of("*.primary")))));
    }

    @Test
    void theSourceAndThePlacesOfSettingsAreKeptBesideTheExperiment() {
        ReadExperiment read = new YamlExperimentReader(Toys.registry()).read("a.yaml", Files.GOOD, Map.of());
        assertThat(read.source()).isEqualTo(Files.GOOD);
        assertThat(read.name()).isEqualTo("a.yaml");
        Record ask = read.experiment().probes().get(0).part().settings();
        assertThat(read.places().of(ask, "target")).isEqualTo(new Place("a.yaml", 11, 19));
    }

    private static PartSpec cut(String link, Toys.Mode mode, Optional<Percent> share) {
        return new PartSpec("cut", new Toys.Cut(link, mode, share));
    }
}
