package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.ActiveFaults.Active;
import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ActiveFaultsTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final ActiveFaults faults = new ActiveFaults();
    private final Active first = fault("first");
    private final Active second = fault("second");

    @Test
    void theLastInjectedIsTakenFirstAndEachOnlyOnce() {
        faults.add(first);
        faults.add(second);
        assertThat(faults.waiting()).isEqualTo(2);
        assertThat(faults.untaken()).containsExactly(second, first);
        assertThat(faults.takeLast(fault -> true)).contains(second);
        assertThat(faults.waiting()).isEqualTo(1);
        assertThat(faults.untaken()).containsExactly(first);
        assertThat(faults.takeLast(fault -> fault.id().equals("second"))).isEmpty();
        assertThat(faults.takeLast(fault -> true)).contains(first);
        assertThat(faults.takeLast(fault -> true)).isEmpty();
        assertThat(faults.waiting()).isZero();
    }

    @Test
    void whatIsTakenOnceMoreIsAnother() {
        faults.add(first);
        faults.takeLast(fault -> true);
        faults.add(first.again());
        assertThat(faults.takeLast(fault -> true).orElseThrow().id()).isEqualTo("first");
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.SECONDS)
    void othersAreWaitedForUntilTheirFaultsAreHealed() throws Exception {
        MonotonicClock clock = MonotonicClock.startingNow();
        faults.add(first);
        faults.takeLast(fault -> true);
        assertThat(faults.awaitOthers(clock, Duration.ofMillis(20)))
                .as("nobody healed it")
                .isFalse();
        Thread other = new Thread(() -> faults.healed(first));
        other.start();
        assertThat(faults.awaitOthers(clock, BOUND)).isTrue();
        other.join();
        assertThat(faults.awaitOthers(clock, Duration.ZERO)).as("there is none").isTrue();
    }

    private static Active fault(String id) {
        return new Active("step", id, "toy-break", new Idle());
    }

    private record Idle() implements PreparedFault {

        @Override
        public String target() {
            return "toy";
        }

        @Override
        public UndoRecipe undo() {
            return new UndoRecipe("toy-break", "toy", Map.of());
        }

        @Override
        public Bound bound() {
            return new Bound.ByItself("it never acts");
        }

        @Override
        public void inject() {}

        @Override
        public Optional<String> effect() {
            return Optional.empty();
        }
    }
}
