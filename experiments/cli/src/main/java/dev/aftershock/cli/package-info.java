/** The {@code aftershock} command: it reads arguments, shows progress and ends with the verdict's exit code. */
@NullMarked
package dev.aftershock.cli;

import org.jspecify.annotations.NullMarked;
