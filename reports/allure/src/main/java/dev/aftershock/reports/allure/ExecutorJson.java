package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Says where tests ran, from the variables that a CI server sets; else that they ran somewhere, and nothing of whom. */
final class ExecutorJson {

    private final Map<String, String> environment;

    ExecutorJson(Map<String, String> environment) {
        this.environment = environment;
    }

    ObjectNode write() {
        if (is("GITHUB_ACTIONS")) {
            return gitHub();
        }
        if (is("GITLAB_CI")) {
            return gitLab();
        }
        if (!value("JENKINS_URL").isEmpty()) {
            return jenkins();
        }
        return executor("Aftershock", "aftershock").put("buildName", "local");
    }

    private ObjectNode gitHub() {
        String repository = value("GITHUB_SERVER_URL") + "/" + value("GITHUB_REPOSITORY");
        ObjectNode node = executor("GitHub Actions", "github");
        put(node, "url", repository);
        put(node, "buildName", value("GITHUB_WORKFLOW") + " #" + value("GITHUB_RUN_NUMBER"));
        put(node, "buildUrl", repository + "/actions/runs/" + value("GITHUB_RUN_ID"));
        return order(node, value("GITHUB_RUN_NUMBER"));
    }

    private ObjectNode gitLab() {
        ObjectNode node = executor("GitLab CI", "gitlab");
        put(node, "url", value("CI_PROJECT_URL"));
        put(node, "buildName", value("CI_JOB_NAME") + " #" + value("CI_PIPELINE_IID"));
        put(node, "buildUrl", value("CI_JOB_URL"));
        return order(node, value("CI_PIPELINE_IID"));
    }

    private ObjectNode jenkins() {
        ObjectNode node = executor("Jenkins", "jenkins");
        put(node, "url", value("JENKINS_URL"));
        put(node, "buildName", value("JOB_NAME") + " #" + value("BUILD_NUMBER"));
        put(node, "buildUrl", value("BUILD_URL"));
        return order(node, value("BUILD_NUMBER"));
    }

    private static ObjectNode executor(String name, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("type", type)
                .put("reportName", "Resilience");
    }

    /** A report makes links of addresses, so nothing else may stand there. */
    private static void put(ObjectNode node, String name, String value) {
        if (!name.toLowerCase(java.util.Locale.ROOT).endsWith("url") || value.matches("https?://\\S+")) {
            node.put(name, value);
        }
    }

    private static ObjectNode order(ObjectNode node, String number) {
        return number.matches("[0-9]{1,9}") ? node.put("buildOrder", Integer.parseInt(number)) : node;
    }

    private boolean is(String variable) {
        return value(variable).equals("true");
    }

    private String value(String variable) {
        return Plain.line(environment.getOrDefault(variable, ""));
    }
}
