package dev.aftershock.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Who may run beside whom: tests of one class together, unless one of them injects. Stateless. */
public final class FaultLocks implements ResourceLocksProvider {

    /** For JUnit, which makes it itself. */
    public FaultLocks() {}

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        Class<?> outermost = enclosing.isEmpty() ? testClass : enclosing.get(0);
        boolean alone = !FaultAnnotations.of(testClass, method).isEmpty()
                || List.of(method.getParameterTypes()).contains(Chaos.class);
        String key = "dev.aftershock:" + outermost.getName();
        return Set.of(new Lock(key, alone ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ));
    }
}
