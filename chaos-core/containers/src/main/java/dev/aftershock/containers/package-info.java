/**
 * Faults on containers of an engine that speaks Docker's API: pausing, killing, stopping, restarting, squeezing them, and taking
 * them off a network.
 *
 * <p>A container is known by its whole id, so that a namesake that comes later is never touched. What a fault changed is
 * told by its recipe, which the engine, {@code aftershock recover} and the guard go by.
 */
@NullMarked
package dev.aftershock.containers;

import org.jspecify.annotations.NullMarked;
