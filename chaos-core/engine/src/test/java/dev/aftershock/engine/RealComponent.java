package dev.aftershock.engine;

import java.util.Optional;

/** A real component that tests may use, when there is one. */
public final class RealComponent {

    private RealComponent() {}

    /**
     * What an environment variable names. Without it a continuous build fails, and any other says what it leaves out.
     *
     * @param what the component, in words
     * @param expected what the variable should hold
     */
    public static Optional<String> named(String variable, String what, String expected) {
        Optional<String> value = Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isBlank());
        if (value.isEmpty()) {
            String reason = "not run against " + what + ": " + variable + " is not set; expected " + expected;
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(reason);
            }
            System.out.println(reason);
        }
        return value;
    }
}
