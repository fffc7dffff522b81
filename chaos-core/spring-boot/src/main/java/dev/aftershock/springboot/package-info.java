/**
 * Assaults of Chaos Monkey for Spring Boot 4, through its actuator endpoint: what it was set to is read before, and restored after.
 *
 * <p>An application has one such setting for all its requests, so that one fault at a time acts on it.
 */
@NullMarked
package dev.aftershock.springboot;

import org.jspecify.annotations.NullMarked;
