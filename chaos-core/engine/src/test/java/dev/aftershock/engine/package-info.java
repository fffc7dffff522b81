@NullMarked
package dev.aftershock.engine;

import org.jspecify.annotations.NullMarked;
