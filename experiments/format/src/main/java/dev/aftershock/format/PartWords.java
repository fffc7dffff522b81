package dev.aftershock.format;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Places;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
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
