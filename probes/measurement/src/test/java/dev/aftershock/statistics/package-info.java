@NullMarked
package dev.aftershock.statistics;

import org.jspecify.annotations.NullMarked;
