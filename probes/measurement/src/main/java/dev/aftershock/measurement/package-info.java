/**
 * The mathematics of the instrument: samples, outage brackets, recovery time and the acknowledged-write ledger.
 *
 * <p>Pure and on the JDK alone. All instants are nanoseconds of one {@link dev.aftershock.measurement.MonotonicClock},
 * counted from the start of the run; a wall clock never enters.
 */
@NullMarked
package dev.aftershock.measurement;

import org.jspecify.annotations.NullMarked;
