package dev.aftershock.engine;

import dev.aftershock.parts.Targets;
import java.util.Optional;

/**
 * Where healing takes place.
 *
 * @param live the run's targets; empty when another process heals after the run's own has died
 */
public record HealContext(Optional<Targets> live) {

    /** Healing by another process, with nothing but the recipe. */
    public static HealContext afterDeath() {
        return new HealContext(Optional.empty());
    }
}
