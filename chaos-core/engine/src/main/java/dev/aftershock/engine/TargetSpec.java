package dev.aftershock.engine;

/**
 * A named system of the experiment.
 *
 * @param name the first part of the dotted names of its targets
 * @param part which provider makes it, and how
 */
public record TargetSpec(String name, PartSpec part) {}
