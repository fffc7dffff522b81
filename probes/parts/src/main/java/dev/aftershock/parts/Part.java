package dev.aftershock.parts;

/**
 * The description that every provider of a pluggable part gives of itself.
 *
 * @param <S> the record of its settings; each component carries {@link Setting}
 */
public interface Part<S extends Record> {

    /** The word that names this part in an experiment, in kebab case, unique among parts of its sort. */
    String kind();

    /** One sentence for {@code aftershock list} and the documentation. */
    String summary();

    /** The record whose components declare the settings. */
    Class<S> settings();

    /**
     * The setting that is meant when a part is written as {@code kind: value} instead of {@code kind: {key: value}};
     * empty when the part has no such short form.
     */
    default String shortForm() {
        return "";
    }
}
