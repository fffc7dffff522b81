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
        Optional<HealAttempt> known = attempt(recipe, context);
        if (known.isEmpty()) {
            return unknown(recipe);
        }
        HealAttempt attempt = known.get();
        attempt.within(bound);
        attempt.call();
        returned.at(clock.nanos());
        for (Optional<HealCheck> end = attempt.look(); ; end = attempt.look()) {
            if (end.isPresent()) {
                return end.get();
            }
            pause();
            if (attempt.failed()) {
                attempt.call();
            }
        }
    }

    /** One that has called nothing yet; empty when nobody here knows how, see {@link #unknown}. */
    Optional<HealAttempt> attempt(UndoRecipe recipe, HealContext context) {
        return registry.undoing(recipe.kind()).map(undoing -> new HealAttempt(undoing, recipe, context, clock));
    }

    static HealCheck unknown(UndoRecipe recipe) {
        return HealCheck.notHealed("nobody here knows how to undo '" + recipe.kind() + "' on " + recipe.target()
                + "; put the module that offers it on the class path and run recover again");
    }

    /** Waits as long as is usual between two looks. */
    void pause() {
        pause.accept(PAUSE.toNanos());
    }

    /** Calls what heals, once, and looks at nothing: where many faults act, all must end before the first is verified. */
    void call(UndoRecipe recipe, HealContext context) {
        registry.undoing(recipe.kind()).ifPresent(undoing -> HealAttempt.call(undoing, recipe, context));
    }

    /** What shows that a fault which was seen healed acts again; empty when it does not, or when nothing can be seen. */
    Optional<String> actsAgain(UndoRecipe recipe, HealContext context) {
        try {
            return registry.undoing(recipe.kind())
                    .orElseThrow()
                    .verifyHealed(recipe, context)
                    .refuted();
        } catch (Exception e) {
            HealAttempt.goOn(e);
            return Optional.empty();
        }
    }
}
