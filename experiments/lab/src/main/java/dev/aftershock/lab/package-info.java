/**
 * Real systems started for a run: a PostgreSQL primary with its streaming standby and the watchdog that fails over
 * between them. Everything a lab starts carries the name of its directory, so that it can be found and ended later.
 */
@NullMarked
package dev.aftershock.lab;

import org.jspecify.annotations.NullMarked;
