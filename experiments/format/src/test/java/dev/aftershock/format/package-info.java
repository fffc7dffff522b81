@NullMarked
package dev.aftershock.format;

import org.jspecify.annotations.NullMarked;
