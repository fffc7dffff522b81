package dev.aftershock.containers;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.PutBack;
import dev.aftershock.guard.Swap;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that is about to be replaced.
 *
 * @param file where it is
 * @param swap what it is, and what is put there
 */
record PreparedSwap(Subject subject, UndoRecipe undo, FileAt file, Swap swap) implements PreparedFault {

    /** What an engine needs to carry out what it was asked for, when whoever asked dies. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    @Override
    public String target() {
        return subject.target();
    }

    /** Asked for right before it acts. */
    @Override
    public Bound bound() {
        long settled = Instant.now().plus(SLACK).toEpochMilli();
        return new Bound.ByGuard(
                List.of(new PutBack(subject.docker().address(), subject.id(), file.path(), swap, settled)));
    }

    @Override
    public void inject() throws IOException {
        if (file.read().filter(swap::isUndone).isEmpty()) {
            throw new IOException(file + " was changed by somebody else just now; it was not touched");
        }
        file.put(swap.during());
    }

    @Override
    public Optional<String> effect() throws IOException {
        return file.read()
                .filter(now -> now.isSame(swap.during()))
                .map(now -> file.path() + " of " + subject + " was read back with the " + now.size()
                        + " bytes that were put there, and had " + swap.before().size());
    }

    @Override
    public String noEffect() {
        return file.path() + " of " + subject + " was not read back as it was put there";
    }
}
