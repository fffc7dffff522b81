package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.probes.kubernetes.Standing.Entry;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final long NOW = 100;

    private final Standing standing = new Standing();

    @Test
    void whatMovesFromOneObjectToAnotherIsReadyAllTheTime() {
        standing.put("1", lasting("a", "x", "y"));
        standing.put("2", lasting("b", "x"));
        standing.put("1", lasting("a", "y"));
        assertThat(standing.readyAt(NOW)).containsExactlyInAnyOrder("x", "y");
        standing.remove("2");
        assertThat(standing.readyAt(NOW)).containsExactly("y");
    }

    @Test
    void whatHasATermEndsByItself() {
        standing.put("1", lasting("a", "x"));
        standing.put("2", new Entry("b", 1, Set.of("y"), new Term(NOW + 1, NOW + 2)));
        assertThat(standing.readyAt(NOW)).containsExactlyInAnyOrder("x", "y");
        assertThat(standing.endsAfter(NOW)).isEqualTo(NOW + 1);
        assertThat(standing.readyAt(NOW + 1)).containsExactly("x");
        assertThat(standing.maybeReadyAt(NOW + 1)).containsExactlyInAnyOrder("x", "y");
        assertThat(standing.endsAfter(NOW + 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(standing.someNotReadyAt(NOW + 1)).containsExactly("b");
        standing.remove("2");
        assertThat(standing.maybeReadyAt(NOW)).containsExactly("x");
    }

    @Test
    void aFewAreNamedInWhichNothingIsReady() {
        for (String name : new String[] {"e", "d", "c", "b", "a"}) {
            standing.put(name, lasting(name));
        }
        assertThat(standing.someNotReadyAt(NOW)).containsExactly("a", "b", "c");
        standing.remove("a");
        standing.put("b", lasting("b", "x"));
        assertThat(standing.someNotReadyAt(NOW)).containsExactly("c", "d", "e");
    }

    private static Entry lasting(String name, String... ready) {
        return new Entry(name, 1, Set.of(ready), Term.FOR_EVER);
    }
}
