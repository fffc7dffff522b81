package dev.aftershock.format;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Places;
import dev.aftershock.engine.ProbeSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.SteadyStateSpec;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.Value;
import dev.aftershock.probes.Pace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds single parts that are written in Java, outside of any experiment. Immutable and thread-safe. */
public final class PartWords {

    private final Registry registry;

    /** For the parts of a registry. */
    public PartWords(Registry registry) {
        this.registry = registry;
    }

    /**
     * A fault.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public PartSpec fault(Word part) {
        return bind("fault", part, registry.faults());
    }

    /**
     * A system under a name.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public TargetSpec target(String name, Word part) {
        Problems problems = new Problems();
        new Names("system", problems).give(name, part.value().place());
        problems.throwIfAny();
        return new TargetSpec(name, bind("kind of system", part, registry.targets()));
    }

    /**
     * A probe under a name; its part holds the pace too, as in a file.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public ProbeSpec probe(String name, Word part) {
        Problems problems = new Problems();
        Place place = part.value().place();
        Value.Keyed written = Word.keyed(List.of(new Word("name", new Value.Scalar(name, place)), part), place);
        Printable.check(written, problems);
        Optional<ProbeSpec> bound = new ProbesBinder(
                        registry, new PartBinder(problems, new Places()), new Places(), problems)
                .probe(written);
        problems.throwIfAny();
        return bound.orElseThrow();
    }

    /**
     * How often a probe of one's own asks, and for how long it waits.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public Pace pace(List<Word> words) {
        return bind(Pace.class, SettingInfo.of(Pace.class), words);
    }

    /**
     * What counts as good, and for how long.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public SteadyStateSpec steadyState(List<Word> words) {
        return bind(SteadyStateSpec.class, Shapes.steadyState(), words);
    }

    private static <S extends Record> S bind(Class<S> shape, List<SettingInfo> settings, List<Word> words) {
        Problems problems = new Problems();
        Place place = words.isEmpty() ? Place.CODE : words.get(0).value().place();
        Optional<S> bound = Binder.bind(shape, settings, Word.keyed(words, place), problems);
        problems.throwIfAny();
        return bound.orElseThrow();
    }

    private static PartSpec bind(String what, Word part, Map<String, ? extends Part<?>> parts) {
        Problems problems = new Problems();
        Value.Keyed written = Word.keyed(List.of(part), part.value().place());
        Printable.check(written, problems);
        PartBinder binder = new PartBinder(problems, new Places());
        Optional<PartSpec> bound = binder.choose(written, List.of(), new PartBinder.Catalogue(what, parts))
                .flatMap(choice -> binder.bind(choice, List.of()));
        problems.throwIfAny();
        return bound.orElseThrow();
    }
}
