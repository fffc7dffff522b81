/** A small Spring Boot service whose resilience the tests of this module prove, and disprove without it. */
@NullMarked
package dev.aftershock.examples.spring;

import org.jspecify.annotations.NullMarked;
