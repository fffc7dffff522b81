/**
 * A small process that heals when the process that injected is gone: it holds the faults' lease by an open connection, and
 * needs nothing but the JDK.
 *
 * <p>{@link dev.aftershock.guard.Guard} is its face in the process that injects; {@link dev.aftershock.guard.GuardMain} is the
 * process itself. What it can do is a {@link dev.aftershock.guard.Remedy}.
 */
@NullMarked
package dev.aftershock.guard;

import org.jspecify.annotations.NullMarked;
