package dev.aftershock.engine;

import dev.aftershock.engine.ActiveFaults.Active;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Heals all faults of a step together, such as those of a hundred nodes: all are called to heal before the first is waited for
 * (decision 20). One is taken right before its call, and let go when the call fails: whenever this thread is elsewhere, and may not
 * come back, an emergency can heal the rest. For one thread.
 *
 * @param context what every heal is given
 */
record StepHealing(ActiveFaults active, Healer healer, HealContext context, Scribe scribe) {

    /** Writes down how far it is. */
    interface Scribe {
        void issued(Active fault);

        void returned(Active fault);

        void concluded(Active fault, HealCheck check);
    }

    private record Healing(Active fault, HealAttempt attempt) {}

    /** Heals one that was taken, and then those of its step that nobody has taken, the last injected first. */
    void heal(Active last) {
        List<Healing> open = new ArrayList<>();
        Set<Active> begun = new HashSet<>();
        Predicate<Active> next = fault -> fault.step().equals(last.step()) && !begun.contains(fault);
        for (Optional<Active> one = Optional.of(last); one.isPresent(); one = active.takeLast(next)) {
            begun.add(one.get());
            begin(one.get()).ifPresent(open::add);
        }
        open.forEach(healing -> healing.attempt().within(healer.bound()));
        for (open.removeIf(this::settled); !open.isEmpty(); open.removeIf(this::settled)) {
            healer.pause();
            open.forEach(this::callAgainIfFailed);
        }
    }

    private Optional<Healing> begin(Active fault) {
        scribe.issued(fault);
        UndoRecipe recipe = fault.fault().undo();
        Optional<HealAttempt> attempt = healer.attempt(recipe, context);
        if (attempt.isEmpty()) {
            scribe.concluded(fault, Healer.unknown(recipe));
            return Optional.empty();
        }
        Healing healing = new Healing(fault, attempt.get());
        call(healing);
        scribe.returned(fault);
        return Optional.of(healing);
    }

    private static void call(Healing healing) {
        healing.attempt().call();
        if (healing.attempt().failed()) {
            healing.fault().release();
        }
    }

    private void callAgainIfFailed(Healing healing) {
        if (healing.attempt().failed() && healing.fault().take()) {
            call(healing);
        }
    }

    /** Whether it is healed, given up, or with whoever took it when a call had failed. */
    private boolean settled(Healing healing) {
        boolean failed = healing.attempt().failed();
        if (failed && !healing.fault().take()) {
            return true;
        }
        Optional<HealCheck> check = healing.attempt().look();
        if (check.isPresent()) {
            scribe.concluded(healing.fault(), check.get());
        } else if (failed) {
            healing.fault().release();
        }
        return check.isPresent();
    }
}
