@NullMarked
package dev.aftershock.examples;

import org.jspecify.annotations.NullMarked;
