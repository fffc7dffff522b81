package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A class of tests around faults. Needed only where tests run in parallel: a test under a fault then runs while no other test of
 * its class does, since they share its links.
 */
@Documented
@Inherited
@ExtendWith(FaultsExtension.class)
@ResourceLock(providers = FaultLocks.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ChaosTest {}
