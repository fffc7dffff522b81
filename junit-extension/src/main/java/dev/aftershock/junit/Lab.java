package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A system that is started for the tests of a class, and ended after them. Faults name its members and links; its methods may take
 * {@link dev.aftershock.parts.Targets} as a parameter, also those with {@code @BeforeAll}, to find out where it is.
 *
 * <pre>{@code
 * @Lab(name = "orders-db", kind = "postgres-pair", settings = "failover-after=300ms")
 * class OrdersTest {
 *     @BeforeAll
 *     static void connect(Targets targets) {
 *         url = targets.one("orders-db", JdbcTarget.class).url();
 *     }
 * }
 * }</pre>
 */
@Documented
@ExtendWith(FaultsExtension.class)
@Repeatable(Lab.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Lab {

    /** The first part of the names of its targets: lower-case letters, digits and hyphens. */
    String name();

    /** The kind of system, as {@code aftershock list} prints it. */
    String kind();

    /** Its settings, each as {@code KEY=VALUE}. */
    String[] settings() default {};

    /** Several of them. */
    @Documented
    @ExtendWith(FaultsExtension.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface List {
        /** Each of them. */
        Lab[] value();
    }
}
