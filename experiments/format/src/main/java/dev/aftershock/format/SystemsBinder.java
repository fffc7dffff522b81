package dev.aftershock.format;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Binds {@code lab}, the systems that are started for the run, and {@code targets}, those that run already. */
final class SystemsBinder {

    private final Registry registry;
    private final PartBinder parts;
    private final Problems problems;
    private final Names names;

    SystemsBinder(Registry registry, PartBinder parts, Problems problems) {
        this.registry = registry;
        this.parts = parts;
        this.problems = problems;
        this.names = new Names("system", problems);
    }

    List<TargetSpec> bind(Value.Keyed root) {
        List<TargetSpec> systems = new ArrayList<>(section(root, "lab", true));
        systems.addAll(section(root, "targets", false));
        return systems;
    }

    private List<TargetSpec> section(Value.Keyed root, String section, boolean starts) {
        List<TargetSpec> systems = new ArrayList<>();
        Written.keyed(root, section, problems)
                .ifPresent(written -> written.entries().forEach((name, value) -> {
                    names.give(name, written.placeOf(name));
                    Written.keyed(value, "'" + name + "'", problems)
                            .flatMap(part -> part(part, section, starts))
                            .ifPresent(part -> systems.add(new TargetSpec(name, part)));
                }));
        return systems;
    }

    private Optional<PartSpec> part(Value.Keyed written, String section, boolean starts) {
        PartBinder.Catalogue catalogue = new PartBinder.Catalogue(
                "kind of system under '" + section + "'", registry.targets(), offered(registry, starts), List.of());
        return parts.choose(written, List.of(), catalogue).flatMap(choice -> {
            String kind = choice.part().kind();
            if (registry.targets().get(kind).startsSystem() != starts) {
                problems.add(written.placeOf(kind), misplaced(kind, starts), "it under '" + other(section) + "'");
            }
            return parts.bind(choice, List.of());
        });
    }

    private static String misplaced(String kind, boolean starts) {
        return starts
                ? "'" + kind + "' is a system that runs already, but stands under 'lab'"
                : "'" + kind + "' is started for the run, but stands under 'targets'";
    }

    private static String other(String section) {
        return section.equals("lab") ? "targets" : "lab";
    }

    private static Collection<String> offered(Registry registry, boolean starts) {
        return registry.targets().values().stream()
                .filter(provider -> provider.startsSystem() == starts)
                .map(TargetProvider::kind)
                .toList();
    }
}
