package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Plans the experiments of a test or of a class, and breaks nothing: a mistake in one fails its test, and one that could run is
 * aborted with what it would do. The configuration parameter {@code aftershock.dry-run} does the same for all.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface DryRun {}
