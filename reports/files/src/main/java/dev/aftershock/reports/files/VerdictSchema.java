package dev.aftershock.reports.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (draft 2020-12) of {@code verdict.json}. Stateless and thread-safe. */
public final class VerdictSchema {

    private static final String RESOURCE = "verdict.schema.json";

    private VerdictSchema() {}

    /** Its text; the schema's number is the end of its {@code $id}. */
    public static String text() {
        try (InputStream in = VerdictSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
