@NullMarked
package dev.aftershock.parts;

import org.jspecify.annotations.NullMarked;
