/**
 * The experiment format: YAML or JSON text to the same immutable {@link dev.aftershock.engine.Experiment} as Java code
 * makes, with every problem reported at once, and the JSON Schema made from the parts' declared settings.
 */
@NullMarked
package dev.aftershock.format;

import org.jspecify.annotations.NullMarked;
