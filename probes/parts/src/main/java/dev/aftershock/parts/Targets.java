package dev.aftershock.parts;

import java.util.List;

/**
 * The live targets of a run, found by dotted name and by what they can do. Thread-safe.
 *
 * <p>Names are those that {@code plan} printed; a name with {@code *} stands for every target that it matches, and a label such
 * as {@code region=east} for every target that carries it.
 */
public interface Targets {

    /**
     * The targets that a name stands for.
     *
     * @param name a dotted name or link ({@code from -> to}), possibly with {@code *}, or a label
     * @param capability the interface that they must offer
     * @return at least one target
     * @throws InvalidInputException when no target of that name offers the capability
     */
    <T> List<Named<T>> find(String name, Class<T> capability);

    /**
     * The one target of a name.
     *
     * @throws InvalidInputException when the name stands for none or for several
     */
    default <T> T one(String name, Class<T> capability) {
        List<Named<T>> found = find(name, capability);
        if (found.size() != 1) {
            throw InvalidInputException.of(
                    "'" + name + "' stands for " + found.size() + " targets: "
                            + found.stream().map(Named::name).toList(),
                    "a name that stands for exactly one");
        }
        return found.get(0).target();
    }

    /** A target with the full name that it was found by. */
    record Named<T>(String name, T target) {}
}
