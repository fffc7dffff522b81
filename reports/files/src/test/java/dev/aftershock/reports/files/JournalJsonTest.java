package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The names and types that readers of Chaos Toolkit journals rely on. */
class JournalJsonTest {

    private static final String MOMENT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00";

    @TempDir
    Path directory;

    private JsonNode journal(Scenes scene) throws IOException {
        return new ObjectMapper().readTree(new JournalJson(new RunView(scene.result(directory))).text());
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void aJournalHasTheFieldsOfItsFormatAndOneOfOurs(Scenes scene) throws IOException {
        JsonNode journal = journal(scene);
        assertThat(names(journal))
                .containsExactlyInAnyOrder(
                        "chaoslib-version",
                        "platform",
                        "node",
                        "experiment",
                        "start",
                        "status",
                        "deviated",
                        "steady_states",
                        "run",
                        "rollbacks",
                        "end",
                        "duration",
                        "aftershock");
        assertThat(journal.path("chaoslib-version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(journal.path("platform").isTextual() && journal.path("node").isTextual())
                .isTrue();
        assertThat(journal.path("status").asText()).isIn("completed", "failed", "aborted", "interrupted");
        assertThat(journal.path("deviated").isBoolean()).isTrue();
        span(journal);
        assertThat(names(journal.path("steady_states"))).containsExactlyInAnyOrder("before", "after", "during");
        assertThat(journal.at("/steady_states/during").isArray()).isTrue();
        for (String when : List.of("before", "after")) {
            JsonNode state = journal.path("steady_states").path(when);
            assertThat(names(state)).containsExactlyInAnyOrder("steady_state_met", "probes");
            assertThat(state.path("steady_state_met").isBoolean()).isTrue();
            state.path("probes").forEach(probe -> {
                assertThat(probe.path("tolerance_met").isBoolean()).isTrue();
                activity(probe);
            });
        }
        journal.path("run").forEach(JournalJsonTest::activity);
        journal.path("rollbacks").forEach(JournalJsonTest::activity);
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void itsExperimentIsOneOfThatFormat(Scenes scene) throws IOException {
        JsonNode experiment = journal(scene).path("experiment");
        for (String text : List.of("title", "description")) {
            assertThat(experiment.path(text).asText()).isNotBlank();
        }
        assertThat(experiment.path("tags")).allMatch(JsonNode::isTextual);
        assertThat(experiment.path("extensions"))
                .allMatch(extension -> extension.path("name").isTextual());
        JsonNode hypothesis = experiment.path("steady-state-hypothesis");
        assertThat(hypothesis.path("title").asText()).isNotBlank();
        for (JsonNode list :
                List.of(hypothesis.path("probes"), experiment.path("method"), experiment.path("rollbacks"))) {
            assertThat(list.isArray()).isTrue();
            list.forEach(JournalJsonTest::declared);
        }
        assertThat(hypothesis.path("probes")).allMatch(probe -> probe.has("tolerance"));
    }

    private static void activity(JsonNode run) {
        assertThat(Set.of("activity", "output", "start", "status", "end", "duration", "exception", "tolerance_met"))
                .containsAll(names(run));
        declared(run.path("activity"));
        assertThat(run.has("output")).isTrue();
        assertThat(run.path("status").asText()).isIn("succeeded", "failed");
        assertThat(run.has("exception")).isEqualTo(run.path("status").asText().equals("failed"));
        assertThat(run.path("exception")).allMatch(JsonNode::isTextual);
        span(run);
    }

    private static void declared(JsonNode activity) {
        assertThat(activity.path("type").asText()).isIn("probe", "action");
        assertThat(activity.path("name").asText()).isNotBlank();
        assertThat(activity.at("/provider/type").asText()).isEqualTo("process");
        assertThat(activity.at("/provider/path").asText()).isNotBlank();
        assertThat(activity.at("/provider/arguments").isArray()).isTrue();
    }

    private static void span(JsonNode node) {
        assertThat(node.path("start").asText()).matches(MOMENT);
        assertThat(node.path("end").asText()).matches(MOMENT);
        assertThat(node.path("duration").isDouble()).isTrue();
        Duration between = Duration.between(
                OffsetDateTime.parse(node.path("start").asText()),
                OffsetDateTime.parse(node.path("end").asText()));
        assertThat(between)
                .isCloseTo(
                        Duration.ofNanos(Math.round(node.path("duration").asDouble() * 1e9)), Duration.ofNanos(2_000));
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, completed, false",
        "LOST_WRITES, completed, true",
        "NEVER_RECOVERED, completed, true",
        "INCONCLUSIVE, failed, false",
        "INVALID, failed, false",
        "NOTHING_RECORDED, failed, false",
        "LEAKED, failed, false"
    })
    void onlyAPassReadsAsASuccess(Scenes scene, String status, boolean deviated) throws IOException {
        JsonNode journal = journal(scene);
        assertThat(journal.path("status").asText()).isEqualTo(status);
        assertThat(journal.path("deviated").asBoolean()).isEqualTo(deviated);
    }

    @Test
    void faultsAndHealsAreActivitiesWithTheirTimesAndEvidence() throws IOException {
        JsonNode journal = journal(Scenes.PASS);
        JsonNode run = journal.at("/run/0");
        assertThat(run.path("output").asText()).isEqualTo("process 4711 is gone");
        assertThat(run.path("start").asText()).isEqualTo("2026-11-22T10:15:03.200000+00:00");
        assertThat(run.path("duration").asDouble()).isEqualTo(0.011);
        assertThat(run.at("/activity/provider/arguments"))
                .extracting(JsonNode::asText)
                .containsExactly("inject", "process-kill", "orders-db.primary");
        assertThat(journal.at("/rollbacks/0/output").asText()).isEqualTo("streams from the new primary");
        assertThat(journal.at("/steady_states/before/steady_state_met").asBoolean())
                .isTrue();
        assertThat(journal(Scenes.INVALID)
                        .at("/steady_states/before/steady_state_met")
                        .asBoolean(true))
                .isFalse();
        assertThat(journal(Scenes.NEVER_RECOVERED)
                        .at("/steady_states/after/steady_state_met")
                        .asBoolean(true))
                .isFalse();
        assertThat(journal.at("/aftershock/verdict").asText()).isEqualTo("PASS");
    }

    /** Its readers put texts into pages as they are, and replace what looks like a variable. */
    @Test
    void textOfARunIsNeitherMarkupNorAVariable() throws IOException {
        JsonNode journal = journal(Scenes.HOSTILE);
        ((ObjectNode) journal).remove("aftershock");
        assertThat(journal.toString()).contains("script").doesNotContain("<", "${");
        assertThat(JournalActivities.text("${HOME}")).isEqualTo("$&#123;HOME}");
    }
}
