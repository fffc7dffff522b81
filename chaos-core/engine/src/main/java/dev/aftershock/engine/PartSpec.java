package dev.aftershock.engine;

/**
 * A part as chosen by an experiment: {@code kind: {settings}}.
 *
 * @param kind the provider's kind
 * @param settings the bound record of its settings
 */
public record PartSpec(String kind, Record settings) {}
