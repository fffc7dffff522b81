@NullMarked
package dev.aftershock.junit;

import org.jspecify.annotations.NullMarked;
