package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The targets of a running experiment. Thread-safe. */
final class LiveTargets implements Targets {

    private final Map<String, Object> byName = new ConcurrentSkipListMap<>();
    private final Map<String, TargetInfo> infos = new ConcurrentHashMap<>();

    /** Adds targets, with what was said of them before. */
    void add(Map<String, Object> targets, List<TargetInfo> described) {
        byName.putAll(targets);
        described.forEach(info -> infos.put(info.name(), info));
    }

    /** Their names, one after the other. */
    String names() {
        return String.join(" ", byName.keySet());
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
            if (answers(full, name) && capability.isInstance(target)) {
                found.add(new Named<>(full, capability.cast(target)));
            }
        });
        if (found.isEmpty()) {
            throw unresolved(name, capability);
        }
        return found;
    }

    private boolean answers(String full, String name) {
        TargetInfo info = infos.get(full);
        return info == null ? TargetInfo.matches(name, full) : info.answersTo(name);
    }

    private Set<String> labels(String full) {
        TargetInfo info = infos.get(full);
        return info == null ? Set.of() : info.labels();
    }

    private InvalidInputException unresolved(String name, Class<?> capability) {
        List<String> fitting = byName.entrySet().stream()
                .filter(entry -> capability.isInstance(entry.getValue()))
                .flatMap(entry -> Stream.concat(Stream.of(entry.getKey()), labels(entry.getKey()).stream()))
                .distinct()
                .toList();
        if (byName.keySet().stream().noneMatch(full -> answers(full, name))) {
            Problems problems = new Problems();
            problems.addUnknown(Place.CODE, "target", name, fitting);
            return new InvalidInputException(problems.all());
        }
        return InvalidInputException.of(
                "'" + name + "' is not " + Capabilities.describe(capability),
                fitting.isEmpty() ? "one, of which there is none here" : "one of " + String.join(", ", fitting));
    }
}
