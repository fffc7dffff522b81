@NullMarked
package dev.aftershock.cli;

import org.jspecify.annotations.NullMarked;
