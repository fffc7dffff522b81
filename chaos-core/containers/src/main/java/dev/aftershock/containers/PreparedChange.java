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
 * @param noEffect what is told when there is none
 */
record PreparedChange(Subject subject, UndoRecipe undo, Revert guard, Act act, Sight sight, String noEffect)
        implements PreparedFault {

    /** One of which nothing special is told when it has no effect. */
    PreparedChange(Subject subject, UndoRecipe undo, Revert guard, Act act, Sight sight) {
        this(subject, undo, guard, act, sight, unseen(subject));
    }

    static String unseen(Subject subject) {
        return "no effect was seen on " + subject.target();
    }

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
