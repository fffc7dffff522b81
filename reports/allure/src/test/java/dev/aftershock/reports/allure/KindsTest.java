package dev.aftershock.reports.allure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Assessment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KindsTest {

    private static final Map<Kinds, Consumer<Played>> EXAMPLES = new TreeMap<>(Map.of(
            Kinds.LOST_WRITES, played -> played.lost = 3,
            Kinds.INTEGRITY, played -> played.altered = true,
            Kinds.NOT_RECOVERED, played -> played.downUntil = Long.MAX_VALUE,
            Kinds.SLOW_RECOVERY, played -> played.rto = 100 * Played.MS,
            Kinds.LEAKED, played -> played.healed = false,
            Kinds.VACUOUS, played -> played.effect = false,
            Kinds.INVALID, played -> played.written = false,
            Kinds.UNSTEADY, played -> played.steady = false,
            Kinds.BLIND, played -> played.blind = true,
            Kinds.INCONCLUSIVE, played -> played.aborted = true));

    private static Set<Kinds> kinds(Consumer<Played> change) {
        Played played = new Played();
        change.accept(played);
        Assessment assessment = played.result(Path.of("nowhere")).assessment();
        return Kinds.of(assessment);
    }

    @Test
    void eachKindIsWhatTheJudgeFindsInARunOfItsOwn() {
        assertThat(EXAMPLES).containsOnlyKeys(Kinds.values());
        EXAMPLES.forEach(
                (kind, change) -> assertThat(kinds(change)).as(kind.title()).containsExactly(kind));
    }

    @Test
    void aPassIsOfNoKind() {
        assertThat(kinds(played -> {})).isEmpty();
    }

    @Test
    void aRunMayBeOfSeveralKinds() {
        assertThat(kinds(played -> {
                    played.lost = 3;
                    played.rto = 100 * Played.MS;
                }))
                .isEqualTo(EnumSet.of(Kinds.LOST_WRITES, Kinds.SLOW_RECOVERY));
    }

    @Test
    void theConfigurationForAllure3HoldsTheSameCategories() throws IOException {
        JsonNode configuration =
                new ObjectMapper().readTree(Path.of("allurerc.json").toFile());
        JsonNode expected = Kinds.categories();
        // Every message holds figures of its own, by which nobody wants groups.
        expected.forEach(category -> ((ObjectNode) category).put("groupByMessage", false));
        assertThat(configuration.path("categories")).isEqualTo(expected);
    }
}
