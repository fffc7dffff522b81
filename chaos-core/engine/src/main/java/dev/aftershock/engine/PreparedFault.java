package dev.aftershock.engine;

import java.time.Duration;
import java.util.Optional;

/** A fault on one target, ready to act, whose undo recipe is already known. */
public interface PreparedFault {

    /** How long an effect is looked for, unless a fault says otherwise. */
    Duration EFFECT_WITHIN = Duration.ofSeconds(5);

    /** The full name of the target. */
    String target();

    /** How to undo it; valid before, during and after {@link #inject()}, also when that fails half-way. */
    UndoRecipe undo();

    /** What ends it when this process can heal nothing any more. */
    Bound bound();

    /**
     * Acts, and returns when the call that acts has returned.
     *
     * @throws Exception when it is unknown whether it acted; the engine then treats it as applied and heals
     */
    void inject() throws Exception;

    /**
     * Looks whether the fault acts, by an observation that does not rest on the call's own answer.
     *
     * @return what was seen, or nothing when no effect is visible (yet)
     * @throws Exception when nothing could be observed; counts as no effect yet
     */
    Optional<String> effect() throws Exception;

    /** What is told when {@link #effect()} saw nothing for as long as it was looked for; may say why. */
    default String noEffect() {
        return "no effect was seen on " + target();
    }

    /** How long an effect is looked for, from when {@link #inject()} has returned. */
    default Duration effectWithin() {
        return EFFECT_WITHIN;
    }
}
