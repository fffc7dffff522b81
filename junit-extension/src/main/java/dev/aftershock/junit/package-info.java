/** Resilience experiments as JUnit tests: annotate a method, and it fails on everything but PASS. */
@NullMarked
package dev.aftershock.junit;

import org.jspecify.annotations.NullMarked;
