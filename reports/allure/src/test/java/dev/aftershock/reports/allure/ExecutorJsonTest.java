package dev.aftershock.reports.allure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutorJsonTest {

    private static JsonNode executor(Map<String, String> environment) {
        return new ExecutorJson(environment).write();
    }

    @Test
    void gitHubIsToldByItsRun() {
        JsonNode executor = executor(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_SERVER_URL", "https://git.example",
                "GITHUB_REPOSITORY", "shop/orders",
                "GITHUB_WORKFLOW", "nightly",
                "GITHUB_RUN_ID", "4711",
                "GITHUB_RUN_NUMBER", "12"));
        assertThat(executor.path("type").asText()).isEqualTo("github");
        assertThat(executor.path("buildName").asText()).isEqualTo("nightly #12");
        assertThat(executor.path("buildOrder").asInt()).isEqualTo(12);
        assertThat(executor.path("buildUrl").asText()).isEqualTo("https://git.example/shop/orders/actions/runs/4711");
    }

    @Test
    void gitLabIsToldByItsJob() {
        JsonNode executor = executor(Map.of(
                "GITLAB_CI", "true",
                "CI_PROJECT_URL", "https://git.example/shop",
                "CI_JOB_NAME", "chaos",
                "CI_PIPELINE_IID", "7",
                "CI_JOB_URL", "https://git.example/shop/jobs/9"));
        assertThat(executor.path("type").asText()).isEqualTo("gitlab");
        assertThat(executor.path("buildName").asText()).isEqualTo("chaos #7");
        assertThat(executor.path("buildUrl").asText()).isEqualTo("https://git.example/shop/jobs/9");
    }

    @Test
    void jenkinsIsToldByItsBuild() {
        JsonNode executor = executor(Map.of(
                "JENKINS_URL", "http://ci.example/",
                "JOB_NAME", "orders",
                "BUILD_NUMBER", "3",
                "BUILD_URL", "http://ci.example/job/orders/3/"));
        assertThat(executor.path("type").asText()).isEqualTo("jenkins");
        assertThat(executor.path("buildOrder").asInt()).isEqualTo(3);
        assertThat(executor.path("buildUrl").asText()).isEqualTo("http://ci.example/job/orders/3/");
    }

    @Test
    void elsewhereNothingIsToldOfWhoRanIt() {
        JsonNode executor = executor(Map.of("USER", "alice", "HOSTNAME", "alices-laptop", "HOME", "/home/alice"));
        assertThat(executor.toString()).doesNotContain("alice").contains("\"name\":\"Aftershock\"");
    }

    @Test
    void whatIsNoAddressIsNoLink() {
        JsonNode executor = executor(Map.of(
                "JENKINS_URL", "javascript:alert(1)", "JOB_NAME", "x", "BUILD_NUMBER", "many", "BUILD_URL", "data:x"));
        assertThat(executor.has("url")).isFalse();
        assertThat(executor.has("buildUrl")).isFalse();
        assertThat(executor.has("buildOrder")).isFalse();
    }
}
