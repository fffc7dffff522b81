package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A static field of type {@link Link}, opened before the tests of the class and closed after them. Faults name it by the field, in
 * lower-case letters with hyphens.
 *
 * <pre>{@code
 * @ProxiedLink(upstream = "127.0.0.1:5432")
 * static Link db;
 *
 * @ProxiedLink
 * static Link cache = Link.to(() -> redis.getHost() + ":" + redis.getMappedPort(6379));
 * }</pre>
 */
@Documented
@ExtendWith(FaultsExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface ProxiedLink {

    /** Where it leads, {@code host:port}; empty for a field that holds a link already. */
    String upstream() default "";

    /** The proxy server: {@code embedded}, or the address of a running Toxiproxy's API. */
    String toxiproxy() default "embedded";

    /** The region that it belongs to, which {@link RegionDown} names. */
    String region() default "";
}
