package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** Heals by a recipe and looks whether it worked, again and again up to a bound. Thread-safe. */
final class Healer {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Registry registry;
    private final MonotonicClock clock;
    private final Duration bound;
    private final LongConsumer pause;

    Healer(Registry registry, MonotonicClock clock, Duration bound) {
        this(registry, clock, bound, LockSupport::parkNanos);
    }

    /** With another way to wait so many nanoseconds. */
    Healer(Registry registry, MonotonicClock clock, Duration bound, LongConsumer pause) {
        this.registry = registry;
        this.clock = clock;
        this.bound = bound;
        this.pause = pause;
    }

    MonotonicClock clock() {
        return clock;
    }

    /** The longest that healing one fault takes. */
    Duration bound() {
        return bound;
    }

    /** Called when the first call that heals has returned. */
    interface Returned {
        void at(long nanos);
    }

    /** Never throws: what cannot be healed within the bound comes back as not healed, with the last reason. */
    HealCheck heal(UndoRecipe recipe, HealContext context, Returned returned) {
        Undoing undoing = registry.undoing(recipe.kind()).orElse(null);
        if (undoing == null) {
            return HealCheck.notHealed("nobody here knows how to undo '" + recipe.kind() + "' on " + recipe.target()
                    + "; put the module that offers it on the class path and run recover again");
        }
        long deadline = clock.nanos() + bound.toNanos();
        HealCheck check = attemptHeal(undoing, recipe, context);
        returned.at(clock.nanos());
        boolean failed = !check.healed();
        while (true) {
            HealCheck seen = failed ? check : observe(undoing, recipe, context);
            if (seen.healed() || clock.nanos() >= deadline) {
                return seen;
            }
            pause.accept(PAUSE.toNanos());
            if (failed) {
                check = attemptHeal(undoing, recipe, context);
                failed = !check.healed();
            }
        }
    }

    /** Calls what heals, once, and looks at nothing: where many faults act, all must end before the first is verified. */
    void call(UndoRecipe recipe, HealContext context) {
        registry.undoing(recipe.kind()).ifPresent(undoing -> attemptHeal(undoing, recipe, context));
    }

    /** What shows that a fault which was seen healed acts again; empty when it does not, or when nothing can be seen. */
    Optional<String> actsAgain(UndoRecipe recipe, HealContext context) {
        try {
            return registry.undoing(recipe.kind())
                    .orElseThrow()
                    .verifyHealed(recipe, context)
                    .refuted();
        } catch (Exception e) {
            restoreInterrupt(e);
            return Optional.empty();
        }
    }

    private static HealCheck attemptHeal(Undoing undoing, UndoRecipe recipe, HealContext context) {
        try {
            undoing.heal(recipe, context);
            return HealCheck.healed("the call returned");
        } catch (Exception e) {
            restoreInterrupt(e);
            return HealCheck.notHealed("healing failed: " + OneLine.of(e));
        }
    }

    private static HealCheck observe(Undoing undoing, UndoRecipe recipe, HealContext context) {
        try {
            return undoing.verifyHealed(recipe, context);
        } catch (Exception e) {
            restoreInterrupt(e);
            return HealCheck.notHealed("cannot observe: " + OneLine.of(e));
        }
    }

    private static void restoreInterrupt(Exception e) {
        if (e instanceof InterruptedException) {
            // Healing goes on: an interrupt must not leave a fault behind.
            Thread.interrupted();
        }
    }
}
