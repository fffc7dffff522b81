package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.util.Optional;

/**
 * One fault while it is being healed: what heals is called until a call succeeds, and looked at until it was seen to have
 * worked or the time is up. Never throws. For one thread.
 */
final class HealAttempt {

    private final Undoing undoing;
    private final UndoRecipe recipe;
    private final HealContext context;
    private final MonotonicClock clock;
    private final long deadline;
    private HealCheck call;

    private HealAttempt(Undoing undoing, UndoRecipe recipe, HealContext context, MonotonicClock clock, long deadline) {
        this.undoing = undoing;
        this.recipe = recipe;
        this.context = context;
        this.clock = clock;
        this.deadline = deadline;
        this.call = call(undoing, recipe, context);
    }

    /** Makes the first call; it may be called again, and looked at, until {@code deadline}. */
    static HealAttempt begin(
            Undoing undoing, UndoRecipe recipe, HealContext context, MonotonicClock clock, long deadline) {
        return new HealAttempt(undoing, recipe, context, clock, deadline);
    }

    /** That it is healed, or why it is not although the time is up; empty while there is something to wait for. */
    Optional<HealCheck> look() {
        HealCheck seen = call.healed() ? observe() : call;
        return seen.healed() || clock.nanos() >= deadline ? Optional.of(seen) : Optional.empty();
    }

    /** Calls once more if the last call failed. */
    void callAgainIfFailed() {
        if (!call.healed()) {
            call = call(undoing, recipe, context);
        }
    }

    /** Calls what heals, once. */
    static HealCheck call(Undoing undoing, UndoRecipe recipe, HealContext context) {
        try {
            undoing.heal(recipe, context);
            return HealCheck.healed("the call returned");
        } catch (Exception e) {
            goOn(e);
            return HealCheck.notHealed("healing failed: " + OneLine.of(e));
        }
    }

    private HealCheck observe() {
        try {
            return undoing.verifyHealed(recipe, context);
        } catch (Exception e) {
            goOn(e);
            return HealCheck.notHealed("cannot observe: " + OneLine.of(e));
        }
    }

    /** An interrupt must not leave a fault behind. */
    static void goOn(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.interrupted();
        }
    }
}
