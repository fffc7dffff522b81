/**
 * The engine: reads an experiment's plan, breaks something on purpose, heals it whatever happens, and judges.
 *
 * <p>Start with {@link dev.aftershock.engine.Engine#run}: its steps are the architecture. A fault is a
 * {@link dev.aftershock.engine.FaultProvider}, a system under test a {@link dev.aftershock.engine.TargetProvider}; the
 * {@link dev.aftershock.engine.FaultJournal} remembers on disk what must be undone; the
 * {@link dev.aftershock.engine.Judge} sees nothing but the {@link dev.aftershock.engine.Recording}.
 */
@NullMarked
package dev.aftershock.engine;

import org.jspecify.annotations.NullMarked;
