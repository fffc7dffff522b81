package dev.aftershock.format;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Places;
import dev.aftershock.engine.ProbeSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.Value;
import dev.aftershock.probes.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds {@code probes}. */
final class ProbesBinder {

    private static final List<SettingInfo> PACE = SettingInfo.of(Pace.class);

    private final PartBinder.Catalogue catalogue;
    private final PartBinder parts;
    private final Places places;
    private final Problems problems;
    private final Names names;

    ProbesBinder(Registry registry, PartBinder parts, Places places, Problems problems) {
        this.catalogue = new PartBinder.Catalogue(
                "kind of probe", registry.probes(), registry.probes().keySet(), PACE);
        this.parts = parts;
        this.places = places;
        this.problems = problems;
        this.names = new Names("probe", problems);
    }

    /** The names of all probes of the file, also of those that could not be bound. */
    Names names() {
        return names;
    }

    List<ProbeSpec> bind(Value.Keyed root) {
        List<ProbeSpec> probes = new ArrayList<>();
        for (Value.Keyed written : Written.list(root, "probes", problems)) {
            probe(written).ifPresent(probes::add);
        }
        return probes;
    }

    Optional<ProbeSpec> probe(Value.Keyed written) {
        List<String> besides = Shapes.keys(Shapes.ProbeWords.class);
        Optional<String> name = Binder.bind(
                        Shapes.ProbeWords.class, Written.only(written, besides), List.of(), problems)
                .map(Shapes.ProbeWords::name);
        name.ifPresent(given -> names.give(given, written.entries().get("name").place()));
        return parts.choose(written, besides, catalogue).flatMap(choice -> {
            Optional<PartSpec> part = parts.bind(choice, PACE);
            Optional<Pace> pace = choice.settings().flatMap(this::pace);
            return name.flatMap(given -> part.flatMap(bound -> pace.map(p -> new ProbeSpec(given, bound, p))));
        });
    }

    private Optional<Pace> pace(Value.Keyed settings) {
        Optional<Pace> pace = Binder.bind(Pace.class, Written.only(settings, Shapes.keys(PACE)), List.of(), problems);
        pace.ifPresent(bound -> places.put(bound, settings));
        return pace;
    }
}
