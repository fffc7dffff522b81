/**
 * Faults on operating-system processes: killing and pausing, without a shell and never a process of the same number
 * that is not the one meant.
 *
 * <p>A process is known by its number <em>and</em> its start time ({@link dev.aftershock.engine.ProcessIdentity}), which
 * are compared right before each signal. This process and its ancestors are refused.
 */
@NullMarked
package dev.aftershock.processes;

import org.jspecify.annotations.NullMarked;
