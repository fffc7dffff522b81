/** A small service whose resilience the tests of this module prove. */
@NullMarked
package dev.aftershock.examples;

import org.jspecify.annotations.NullMarked;
