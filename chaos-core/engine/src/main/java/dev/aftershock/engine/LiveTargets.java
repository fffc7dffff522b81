package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The targets of a running experiment. Thread-safe. */
final class LiveTargets implements Targets {

    private final Map<String, Object> byName = new ConcurrentSkipListMap<>();

    void add(Map<String, Object> targets) {
        byName.putAll(targets);
    }

    <T> List<T> all(Class<T> capability) {
        return byName.values().stream()
                .filter(capability::isInstance)
                .map(capability::cast)
                .distinct()
                .toList();
    }

    @Override
    public <T> List<Named<T>> find(String name, Class<T> capability) {
        List<Named<T>> found = new ArrayList<>();
        byName.forEach((full, target) -> {
            if (TargetInfo.matches(name, full) && capability.isInstance(target)) {
                found.add(new Named<>(full, capability.cast(target)));
            }
        });
        if (found.isEmpty()) {
            throw InvalidInputException.of(
                    "no target '" + name + "' is " + Capabilities.describe(capability), "one of " + byName.keySet());
        }
        return found;
    }
}
