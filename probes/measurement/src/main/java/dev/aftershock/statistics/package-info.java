/**
 * What repeated trials prove: pure functions on the JDK alone, each with the source of its formula. The unit is the trial,
 * never the probe attempt. A value of {@link java.lang.Long#MAX_VALUE} is a time that never ended (censored).
 */
@NullMarked
package dev.aftershock.statistics;

import org.jspecify.annotations.NullMarked;
