package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealerTest {

    private final ToySystem toy = new ToySystem();
    private final Healer healer = new Healer(toy.registry(), MonotonicClock.startingNow(), Duration.ofMillis(200));

    @Test
    void whatIsSeenHealedIsHealed() {
        toy.faultActs = true;

        assertThat(heal(Behaviour.REAL)).isEqualTo(HealCheck.healed("whole again"));
        assertThat(heal(Behaviour.REAL).healed()).as("a second time").isTrue();
    }

    @Test
    void aCallThatReturnsIsNotEnoughWhenTheFaultStillActs() {
        toy.faultActs = true;

        assertThat(heal(Behaviour.STUCK)).isEqualTo(HealCheck.notHealed("still broken"));
    }

    @Test
    void whatNobodyUnderstandsIsNotHealed() {
        HealCheck check =
                healer.heal(new UndoRecipe("moon-phase", "the moon", Map.of()), HealContext.afterDeath(), at -> {});

        assertThat(check.healed()).isFalse();
        assertThat(check.evidence()).contains("moon-phase").contains("the moon");
    }

    @Test
    void anInterruptDoesNotKeepAFaultAlive() {
        toy.faultActs = true;
        Thread.currentThread().interrupt();
        try {
            assertThat(heal(Behaviour.REAL).healed()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private HealCheck heal(Behaviour how) {
        UndoRecipe recipe = new UndoRecipe("toy-break", "toy", Map.of("how", how.name()));
        return healer.heal(recipe, HealContext.afterDeath(), at -> {});
    }
}
