package dev.aftershock.junit;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.Events;

/** What the failed tests of a suite said. */
final class Failures {

    private Failures() {}

    static List<String> of(Events tests) {
        return tests.failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().toString())
                .toList();
    }
}
