package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A probe that reads a system's own state tells when that was detected, and when all was as planned again. */
class StateReadingProbeTest {

    @TempDir
    private Path folder;

    private final ToySystem toy = new ToySystem();

    record Nothing(
            @Setting(value = "Nothing.", byDefault = "1") int nothing) {}

    @Test
    void detectionAndRedundancyAreThoseThatAProbeReadInTheSystemsOwnState() throws IOException {
        Experiment experiment =
                toy.experiment(ToySystem.Behaviour.SELF_HEALING, Duration.ofSeconds(2), Optional.empty());
        Experiment reading = new Experiment(
                experiment.title(),
                experiment.hypothesis(),
                experiment.objectives(),
                experiment.targets(),
                List.of(new ProbeSpec(
                        "state",
                        new PartSpec("reading", new Nothing(1)),
                        new Pace(Duration.ofMillis(2), Duration.ofMillis(200)))),
                experiment.steadyState(),
                experiment.method(),
                experiment.safeguards());

        RunResult result = toy.engine(new StateDirectory(folder.resolve("state")), new RunListener() {}, new Reading())
                .run(ReadExperiment.inCode(reading), new RunOptions(folder.resolve("runs"), 7, List.of()));

        Assessment assessment = result.assessment();
        long recovered =
                assessment.probes().get(0).recovery().orElseThrow().stable().high();
        assertThat(assessment.detect().orElseThrow().high()).isLessThan(recovered);
        assertThat(assessment.redundancy().orElseThrow().low()).isBetween(50_000_000L, recovered);
    }

    /** One read of the toy's state, and a line for each change of it. */
    private final class State implements BlockingProbe, SystemLog {

        private final MonotonicClock clock;
        private final List<SystemEvent> events = new CopyOnWriteArrayList<>();
        private boolean before = true;

        State(MonotonicClock clock) {
            this.clock = clock;
        }

        @Override
        public ProbeClass probeClass() {
            return ProbeClass.READ;
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public void prepare() {}

        @Override
        public synchronized Answer attempt(Attempt attempt) {
            boolean now = toy.up;
            if (now != before) {
                SystemEvent.Kind kind = now ? SystemEvent.Kind.REDUNDANT : SystemEvent.Kind.DETECTED;
                events.add(new SystemEvent(clock.nanos(), kind, "toy", "up: " + now));
                before = now;
            }
            return now ? Answer.OK : Answer.failed("down");
        }

        @Override
        public List<SystemEvent> events() {
            return events;
        }

        @Override
        public void close() {}
    }

    private final class Reading implements ProbeProvider<Nothing> {

        @Override
        public String kind() {
            return "reading";
        }

        @Override
        public String summary() {
            return "Reads a toy's state.";
        }

        @Override
        public Class<Nothing> settings() {
            return Nothing.class;
        }

        @Override
        public Probe create(Nothing settings, ProbeContext context) {
            return new State(context.clock());
        }
    }
}
