package dev.aftershock.measurement;

import java.util.List;

/**
 * What the observer saw of one probe, and when it could not look.
 *
 * @param samples one probe's samples, in any order; kept as handed in and not copied, so do not change it meanwhile
 * @param pauses stretches in which the observer's process did not run, such as a 1 ms hiccup meter finds them; in any
 *     order, may overlap; copied
 */
public record Observations(List<Sample> samples, List<Moment> pauses) {

    /** Copies the pauses. */
    public Observations {
        pauses = List.copyOf(pauses);
    }

    /** Samples of an observer of whose pauses nothing is known but what the samples show. */
    public static Observations of(List<Sample> samples) {
        return new Observations(samples, List.of());
    }

    /** The same pauses with other samples. */
    Observations with(List<Sample> others) {
        return new Observations(others, pauses);
    }
}
