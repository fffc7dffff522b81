package dev.aftershock.engine;

import dev.aftershock.parts.Part;
import dev.aftershock.parts.TargetInfo;
import java.time.Duration;
import java.util.List;

/**
 * Makes the targets of one kind of system, started for the run ({@code lab}) or referred to ({@code targets}); found by
 * {@link java.util.ServiceLoader}.
 *
 * @param <S> the record of its settings
 */
public interface TargetProvider<S extends Record> extends Part<S>, Undoing {

    /** Whether it starts a system for the run, and so belongs under {@code lab}. */
    boolean startsSystem();

    /** How long a system that runs already may take to be made ready; nothing where that is only to refer to it. */
    default Duration readyWithin(S settings) {
        return Duration.ZERO;
    }

    /** The targets that it would offer, without touching anything. */
    List<TargetInfo> describe(String name, S settings);

    /** Makes ready; touches nothing. */
    PreparedTargets prepare(String name, S settings, RunContext context);

    /**
     * What carries the mark of any run on the server that the settings name; nothing where runs share no server.
     *
     * @throws PartlyLookedException when some of it could not be looked for
     * @throws Exception when it cannot be asked
     */
    default List<Marked> marked(S settings) throws Exception {
        return List.of();
    }

    /** Targets about to be made. */
    interface PreparedTargets {

        /** How to remove what {@link #start()} makes, in the order in which to do it; empty when it makes nothing. */
        List<UndoRecipe> undo();

        /**
         * Starts what must run.
         *
         * @throws Exception when it could not be started; the engine then undoes by the recipe
         */
        TargetSet start() throws Exception;
    }
}
