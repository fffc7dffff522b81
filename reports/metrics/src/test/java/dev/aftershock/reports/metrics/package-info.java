@NullMarked
package dev.aftershock.reports.metrics;

import org.jspecify.annotations.NullMarked;
