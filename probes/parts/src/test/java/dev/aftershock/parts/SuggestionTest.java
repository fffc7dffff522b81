package dev.aftershock.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    private static final List<String> KINDS = List.of("down", "latency", "process-kill", "process-pause", "timeout");

    @Test
    void theNearestWordIsSuggested() {
        assertThat(Suggestion.nearest("latncy", KINDS)).isEqualTo("latency");
        assertThat(Suggestion.nearest("proces-kil", KINDS)).isEqualTo("process-kill");
        assertThat(Suggestion.nearest("dwon", KINDS)).isEqualTo("down");
    }

    @Test
    void aWordFarFromAllSuggestsNothing() {
        assertThat(Suggestion.nearest("bandwidth", KINDS)).isEmpty();
        assertThat(Suggestion.nearest("", KINDS)).isEmpty();
        assertThat(Suggestion.nearest("down", List.of())).isEmpty();
    }

    @Test
    void ofTwoEquallyNearTheFirstInOrderIsSuggested() {
        assertThat(Suggestion.nearest("rto1", List.of("rto3", "rto2"))).isEqualTo("rto2");
    }

    @Test
    void distanceCountsInsertionsDeletionsSubstitutionsAndSwaps() {
        assertThat(Suggestion.distance("every", "every")).isZero();
        assertThat(Suggestion.distance("evry", "every")).isOne();
        assertThat(Suggestion.distance("everyy", "every")).isOne();
        assertThat(Suggestion.distance("evera", "every")).isOne();
        assertThat(Suggestion.distance("evrey", "every")).isOne();
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void aWordOfAHundredThousandLettersIsNotCompared() {
        assertThat(Suggestion.nearest("a".repeat(100_000), List.of("a".repeat(100_001))))
                .isEmpty();
    }
}
