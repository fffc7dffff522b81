package dev.aftershock.junit;

import dev.aftershock.engine.LeakCheck;
import dev.aftershock.engine.LeakedFaultException;
import dev.aftershock.engine.Registry;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the build when something that the tests broke was not seen healed, also when every test looked green. Made by the first test
 * that breaks something, so that no class of ours is loaded where none does; closed by JUnit after the last class, which makes it a
 * failure beside those of the tests.
 */
record LeakWatch(LeakCheck check) implements AutoCloseable {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakWatch.class);

    /** Begins to watch, if nobody does yet. */
    static void begin(ExtensionContext context) {
        context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        LeakWatch.class,
                        none -> new LeakWatch(LeakCheck.begin(Registry.onClassPath(), Runs.state())),
                        LeakWatch.class);
    }

    /**
     * Looks; JUnit shows the message of an error, and only the cause of an exception.
     *
     * @throws AssertionError when something was left
     */
    @Override
    public void close() {
        try {
            check.end();
        } catch (LeakedFaultException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
