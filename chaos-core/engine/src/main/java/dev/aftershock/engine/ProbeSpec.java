package dev.aftershock.engine;

import dev.aftershock.probes.Pace;

/**
 * A named probe of the experiment.
 *
 * @param name unique within the experiment
 * @param part which provider makes it, and how
 * @param pace spacing and deadline of its attempts
 */
public record ProbeSpec(String name, PartSpec part, Pace pace) {}
