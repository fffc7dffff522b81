package dev.aftershock.springboot;

/** What may be thrown in an application: the endpoint makes objects of any class that it is told, so that only these are. */
public enum Thrown {
    /** What most code does not expect. */
    RUNTIME("java.lang.RuntimeException"),
    /** As of an object that is not ready. */
    ILLEGAL_STATE("java.lang.IllegalStateException"),
    /** As of a call with a bad argument. */
    ILLEGAL_ARGUMENT("java.lang.IllegalArgumentException"),
    /** As of a file or socket. */
    IO("java.io.IOException"),
    /** As of a call that took too long. */
    TIMEOUT("java.util.concurrent.TimeoutException");

    private final String className;

    Thrown(String className) {
        this.className = className;
    }

    String className() {
        return className;
    }
}
