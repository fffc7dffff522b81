package dev.aftershock.reports.allure;

import io.qameta.allure.listener.TestLifecycleListener;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.TestResult;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives a test that ends with the verdict of its run the status of a case of our own, and the line that the categories match.
 *
 * <p>JUnit knows failures alone, and Allure takes a test's status from what it threw. A test that failed for another reason is
 * left as it is. Found by Allure's library; stateless and thread-safe.
 */
public final class VerdictListener implements TestLifecycleListener {

    /** The label that holds the verdict of a run within the test. */
    static final String VERDICT = "verdict";

    /** The label that holds in which way the run was not a pass. */
    static final String KIND = "kind";

    /** Made by {@link java.util.ServiceLoader}. */
    public VerdictListener() {}

    @Override
    public void beforeTestWrite(TestResult result) {
        String message = result.getStatusDetails() == null
                ? null
                : result.getStatusDetails().getMessage();
        List<String> verdicts = values(result, VERDICT);
        List<String> kinds = values(result, KIND);
        if (message == null
                || kinds.isEmpty()
                || verdicts.stream().noneMatch(word -> message.startsWith(word + ": "))) {
            return;
        }
        if (!message.startsWith("FAIL")) {
            result.setStatus(Status.BROKEN);
        }
        result.getStatusDetails().setMessage(message + "\n" + Kinds.line(kinds));
    }

    private static List<String> values(TestResult result, String label) {
        return result.getLabels().stream()
                .filter(each -> label.equals(each.getName()))
                .map(Label::getValue)
                .distinct()
                .collect(Collectors.toList());
    }
}
