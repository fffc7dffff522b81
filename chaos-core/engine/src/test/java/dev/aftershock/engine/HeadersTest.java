package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Percent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HeadersTest {

    private final ToySystem toy = new ToySystem();

    @Test
    void aHeaderSaysWhatIsRunWhenAndOnWhat() {
        RunHeader header = header(toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty()));

        assertThat(header.runId()).isEqualTo("run-1");
        assertThat(header.title()).isEqualTo("A toy breaks");
        assertThat(header.hypothesis()).isEqualTo("It comes back.");
        assertThat(header.startedAt()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(header.objectives().rto()).contains(Duration.ofSeconds(2));
        assertThat(header.faults()).containsExactly("break toy");
        assertThat(header.seed()).isEqualTo(7);
        assertThat(header.traffic()).isEmpty();
        assertThat(header.machine())
                .containsEntry("java", System.getProperty("java.version"))
                .containsEntry("observer-max-gap-ns", "0")
                .containsKeys("os", "processors");
    }

    @Test
    void theUsualTrafficIsToldWhenSomebodySaidSo() {
        Experiment silent = toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty());
        Experiment told = new Experiment(
                silent.title(),
                silent.hypothesis(),
                silent.objectives(),
                silent.targets(),
                silent.probes(),
                new SteadyStateSpec(Duration.ofMillis(50), new Percent(5), Duration.ofMillis(300), Optional.of(900)),
                silent.method(),
                silent.safeguards());
        assertThat(header(told).traffic()).isEqualTo(OptionalInt.of(900));
    }

    private RunHeader header(Experiment experiment) {
        Plan plan = Planner.plan(ReadExperiment.inCode(experiment), toy.registry());
        RunContext context = new RunContext("run-1", () -> 0, 7, Path.of("."));
        try (Watch nobodyWatches = new Watch(MonotonicClock.startingNow(), false)) {
            return Headers.of(plan, context, Instant.parse("2026-01-01T00:00:00Z"), nobodyWatches);
        }
    }
}
