package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WitnessTest {

    private final Seen seen = new Seen();
    private final Witness witness = new Witness(seen);

    @Test
    void beforeTheFirstLookNothingIsKnown() {
        assertThat(witness.evidence()).isEqualTo("its effect was never looked for");
    }

    @Test
    void anEffectIsToldOnOneLine() {
        seen.effect = Optional.of("no answer\nfrom it");
        assertThat(witness.look()).isTrue();
        assertThat(witness.evidence()).isEqualTo("no answer from it");
    }

    @Test
    void theLastLookCounts() {
        seen.effect = Optional.of("no answer");
        witness.look();
        seen.effect = Optional.empty();
        assertThat(witness.look()).isFalse();
        assertThat(witness.evidence()).isEqualTo("no effect was seen on toy");
    }

    @Test
    void whatCannotBeObservedIsNoEffectYet() {
        seen.failure = Optional.of(new IllegalStateException("connection refused"));
        assertThat(witness.look()).isFalse();
        assertThat(witness.evidence()).isEqualTo("could not observe toy: IllegalStateException: connection refused");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptIsKeptForWhoeverWaits() {
        seen.failure = Optional.of(new InterruptedException("asked to end"));
        assertThat(witness.look()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static final class Seen implements PreparedFault {

        private Optional<String> effect = Optional.empty();
        private Optional<Exception> failure = Optional.empty();

        @Override
        public String target() {
            return "toy";
        }

        @Override
        public UndoRecipe undo() {
            return StagedFaults.recipe("toy");
        }

        @Override
        public Bound bound() {
            return new Bound.ByItself("it never acts");
        }

        @Override
        public void inject() {}

        @Override
        public Optional<String> effect() throws Exception {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return effect;
        }
    }
}
