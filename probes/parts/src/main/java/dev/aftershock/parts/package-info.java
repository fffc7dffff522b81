/**
 * What every pluggable part of an experiment shares: a kind, declared settings, positions and problems.
 *
 * <p>A part (fault, probe, target, reporter) declares its settings once, as a record whose components carry
 * {@link dev.aftershock.parts.Setting}. Binding, error messages, documentation tables and the JSON Schema all come
 * from that one declaration, so that they cannot drift apart.
 */
@NullMarked
package dev.aftershock.parts;

import org.jspecify.annotations.NullMarked;
