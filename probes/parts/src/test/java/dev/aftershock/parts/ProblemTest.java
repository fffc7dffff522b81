package dev.aftershock.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final Place HERE = new Place("orders.yaml", 14, 9);

    @Test
    void aLineSaysWhereWhatExpectedAndWhatWasMeant() {
        Problems problems = new Problems();
        problems.addUnknown(HERE, "fault", "latncy", List.of("latency", "down"));
        assertThat(problems.all())
                .singleElement()
                .hasToString("orders.yaml:14:9: unknown fault 'latncy'; expected one of down, latency;"
                        + " did you mean 'latency'?");
    }

    @Test
    void noInputWritesControlCharactersOrASecondLine() {
        Problem problem = new Problem(HERE, "'\u001b[2J\r\n\u202e\u2028\u0007'", "", "");
        assertThat(problem.line()).isEqualTo("orders.yaml:14:9: '\\u001b[2J\\u000d\\n\\u202e\\u2028\\u0007'");
    }

    @Test
    void otherLettersStayAsTheyAre() {
        assertThat(new Problem(HERE, "'größe \uD83D\uDE00'", "", "").line()).endsWith("'größe \uD83D\uDE00'");
    }

    @Test
    void longWordsAreShortened() {
        Problems problems = new Problems();
        problems.addUnknown(HERE, "key", "k".repeat(100_000), List.of("a"));
        problems.add(HERE, new Value.Scalar("v".repeat(100_000), HERE).described(), "");
        assertThat(problems.all()).hasSize(2).allMatch(problem -> problem.line().length() < 200);
    }

    @Test
    void problemsAreSortedByPlaceAndThrownTogether() {
        Problems problems = new Problems();
        problems.add(new Place("b.yaml", 1, 1), "fourth", "");
        problems.add(new Place("a.yaml", 10, 1), "third", "");
        problems.add(new Place("a.yaml", 2, 11), "second", "");
        problems.add(new Place("a.yaml", 2, 3), "first", "");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a.yaml:2:3: first\na.yaml:2:11: second\na.yaml:10:1: third\nb.yaml:1:1: fourth");
    }

    @Test
    void withoutProblemsNothingIsThrown() {
        assertThatCode(new Problems()::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void aSecretIsNeverPrinted() {
        record Login(String user, Secret password) {}
        Secret secret = new Secret("hunter2");
        Value.Scalar scalar = new Value.Scalar("hunter2", HERE, true);
        Value.Keyed keyed = new Value.Keyed(Map.of("password", scalar), Map.of(), HERE);
        assertThat(List.of(secret, new Login("me", secret), scalar, keyed, scalar.described(), keyed.described()))
                .allMatch(each -> !each.toString().contains("hunter2"));
        assertThat(secret).hasToString("***").isEqualTo(new Secret("hunter2")).isNotEqualTo(new Secret("other"));
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }
}
