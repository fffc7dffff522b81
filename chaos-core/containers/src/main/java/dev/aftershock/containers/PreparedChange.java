package dev.aftershock.containers;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Revert;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A fault on a container that is ready to act.
 *
 * @param guard what ends it when this process is gone
 * @param act makes the one call that acts
 * @param sight looks for the effect
 */
record PreparedChange(Subject subject, UndoRecipe undo, Revert guard, Act act, Sight sight) implements PreparedFault {

    /** Makes a call. */
    @FunctionalInterface
    interface Act {
        void make() throws IOException;
    }

    /** Looks for something. */
    @FunctionalInterface
    interface Sight {
        Optional<String> look() throws IOException;
    }

    @Override
    public String target() {
        return subject.target();
    }

    @Override
    public Bound bound() {
        return new Bound.ByGuard(List.of(guard));
    }

    @Override
    public void inject() throws IOException {
        act.make();
    }

    @Override
    public Optional<String> effect() throws IOException {
        return sight.look();
    }
}
