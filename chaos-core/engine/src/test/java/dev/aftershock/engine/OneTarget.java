package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import java.util.List;

/** Targets that hold just one. */
public record OneTarget(String name, Object target) implements Targets {

    /** A target under its name. */
    public static Targets named(String name, Object target) {
        return new OneTarget(name, target);
    }

    @Override
    public <T> List<Named<T>> find(String wanted, Class<T> capability) {
        if (!wanted.equals(name) || !capability.isInstance(target)) {
            throw InvalidInputException.of("no target '" + wanted + "'", name);
        }
        return List.of(new Named<>(name, capability.cast(target)));
    }
}
