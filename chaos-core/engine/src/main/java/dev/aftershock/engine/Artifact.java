package dev.aftershock.engine;

import java.nio.file.Path;

/**
 * A file that a run left for people or tools.
 *
 * @param name what it is, in a few words
 * @param mediaType such as {@code image/svg+xml}
 * @param file where it is
 */
public record Artifact(String name, String mediaType, Path file) {}
