/** What a monitor sees, as metrics: Micrometer meters, offered in the OpenMetrics text format over HTTP on loopback. */
@NullMarked
package dev.aftershock.reports.metrics;

import org.jspecify.annotations.NullMarked;
