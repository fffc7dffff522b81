package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.TargetInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aCallThatFailsIsTriedAgainUntilItReturns() {
        Fickle fault = new Fickle(2, 0);
        Healer patient = fault.healer(Duration.ofSeconds(20));

        assertThat(patient.heal(Fickle.RECIPE, HealContext.afterDeath(), fault.returned::add))
                .isEqualTo(HealCheck.healed("seen"));
        assertThat(fault.heals).isEqualTo(3);
        assertThat(fault.looks).isEqualTo(1);
        assertThat(fault.pauses).containsExactly(50_000_000L, 50_000_000L);
        assertThat(fault.returned).as("told of the first call only").hasSize(1);
        assertThat(fault.returned.get(0)).isPositive();
        assertThat(patient.bound()).isEqualTo(Duration.ofSeconds(20));
        assertThat(patient.clock()).isSameAs(fault.clock);
    }

    @Test
    void aCallThatReturnedIsNotMadeAgainThoughItTakesAWhileUntilItIsSeen() {
        Fickle fault = new Fickle(0, 3);

        assertThat(fault.heal(Duration.ofSeconds(20)).healed()).isTrue();
        assertThat(fault.heals).isEqualTo(1);
        assertThat(fault.looks).isEqualTo(4);
    }

    @Test
    void theLastReasonIsToldWhenTheBoundPasses() {
        assertThat(new Fickle(1_000, 0).heal(Duration.ofMillis(1)))
                .isEqualTo(HealCheck.notHealed("healing failed: InterruptedException: nobody answers"));
        assertThat(Thread.interrupted()).as("healing swallows it").isFalse();
        assertThat(new Fickle(0, 1_000).heal(Duration.ofMillis(1)))
                .isEqualTo(HealCheck.notHealed("cannot observe: InterruptedException: nobody looks"));
        assertThat(Thread.interrupted()).as("looking swallows it too").isFalse();
    }

    @Test
    void withNoTimeAtAllItIsHealedAndLookedAtOnce() {
        Fickle fault = new Fickle(0, 1_000);
        Healer hasty = new Healer(
                new Registry(List.of(fault), List.of(), List.of()), () -> 42, Duration.ZERO, fault.pauses::add);

        assertThat(hasty.heal(Fickle.RECIPE, HealContext.afterDeath(), at -> {}).healed())
                .isFalse();
        assertThat(fault.heals).isEqualTo(1);
        assertThat(fault.looks).isEqualTo(1);
        assertThat(fault.pauses).isEmpty();
    }

    @Test
    void aCallAloneLooksAtNothing() {
        Fickle fault = new Fickle(1, 0);
        fault.healer(Duration.ZERO).call(Fickle.RECIPE, HealContext.afterDeath());
        assertThat(fault.heals).isEqualTo(1);
        assertThat(fault.looks).isZero();
        assertThat(Thread.interrupted()).isFalse();
        healer.call(new UndoRecipe("moon-phase", "the moon", Map.of()), HealContext.afterDeath());
    }

    @Test
    void whatIsSeenToActActsAgainAndWhatCannotBeSeenDoesNot() {
        UndoRecipe recipe = new UndoRecipe("toy-break", "toy", Map.of("how", "REAL"));
        assertThat(healer.actsAgain(recipe, HealContext.afterDeath())).isEmpty();
        toy.faultActs = true;
        assertThat(healer.actsAgain(recipe, HealContext.afterDeath())).contains("still broken");
        assertThat(new Fickle(0, 1).healer(Duration.ZERO).actsAgain(Fickle.RECIPE, HealContext.afterDeath()))
                .isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Fails to heal so many times, and then to be looked at so many times. */
    private static final class Fickle implements FaultProvider<Fickle.Settings> {

        private static final UndoRecipe RECIPE = new UndoRecipe("fickle", "toy", Map.of());

        private final MonotonicClock clock = MonotonicClock.startingNow();
        private final List<Long> pauses = new ArrayList<>();
        private final List<Long> returned = new ArrayList<>();
        private final int failedHeals;
        private final int failedLooks;
        private int heals;
        private int looks;

        record Settings() {}

        Fickle(int failedHeals, int failedLooks) {
            this.failedHeals = failedHeals;
            this.failedLooks = failedLooks;
        }

        Healer healer(Duration bound) {
            return new Healer(new Registry(List.of(this), List.of(), List.of()), clock, bound, pauses::add);
        }

        HealCheck heal(Duration bound) {
            return healer(bound).heal(RECIPE, HealContext.afterDeath(), at -> {});
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws InterruptedException {
            heals++;
            if (heals <= failedHeals) {
                Thread.currentThread().interrupt();
                throw new InterruptedException("nobody answers");
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws InterruptedException {
            looks++;
            if (looks <= failedLooks) {
                Thread.currentThread().interrupt();
                throw new InterruptedException("nobody looks");
            }
            return HealCheck.healed("seen");
        }

        @Override
        public String kind() {
            return "fickle";
        }

        @Override
        public String summary() {
            return "Fails at first.";
        }

        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public FaultPlan plan(Settings settings, List<TargetInfo> resolved) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<PreparedFault> prepare(Settings settings, FaultContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.target();
        }
    }

    private HealCheck heal(Behaviour how) {
        UndoRecipe recipe = new UndoRecipe("toy-break", "toy", Map.of("how", how.name()));
        return healer.heal(recipe, HealContext.afterDeath(), at -> {});
    }
}
