package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
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
    private long deadline = Long.MAX_VALUE;
    private int calls;
    private HealCheck call = HealCheck.notHealed("nothing was called");

    HealAttempt(Undoing undoing, UndoRecipe recipe, HealContext context, MonotonicClock clock) {
        this.undoing = undoing;
        this.recipe = recipe;
        this.context = context;
        this.clock = clock;
    }

    /** From now on it has so long. */
    void within(Duration bound) {
        deadline = clock.nanos() + bound.toNanos();
    }

    /** Calls what heals, once. */
    void call() {
        calls++;
        call = call(undoing, recipe, context);
    }

    /** Whether the last call failed, and another one may help. */
    boolean failed() {
        return !call.healed();
    }

    /**
     * That it is healed, or why it is not although the time is up; empty while there is something to wait for. A call that failed
     * is made a second time at least, however late it is.
     */
    Optional<HealCheck> look() {
        HealCheck seen = failed() ? call : observe();
        boolean over = clock.nanos() >= deadline && !(failed() && calls == 1);
        return seen.healed() || over ? Optional.of(seen) : Optional.empty();
    }

    /** Calls what heals, once. */
    static HealCheck call(Undoing undoing, UndoRecipe recipe, HealContext context) {
        try {
            undoing.heal(recipe, context);
            return HealCheck.healed("the call returned");
        } catch (Exception | LinkageError | AssertionError e) {
            goOn(e);
            return HealCheck.notHealed("healing failed: " + OneLine.of(e));
        }
    }

    private HealCheck observe() {
        try {
            return undoing.verifyHealed(recipe, context);
        } catch (Exception | LinkageError | AssertionError e) {
            goOn(e);
            return HealCheck.notHealed("cannot observe: " + OneLine.of(e));
        }
    }

    /** An interrupt must not leave a fault behind. */
    static void goOn(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.interrupted();
        }
    }
}
