package dev.aftershock.format;

import static dev.aftershock.format.Words.badAtMost;
import static dev.aftershock.format.Words.heal;
import static dev.aftershock.format.Words.inject;
import static dev.aftershock.format.Words.lasting;
import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.rpo;
import static dev.aftershock.format.Words.rto;
import static dev.aftershock.format.Words.stopAfter;
import static dev.aftershock.format.Words.together;
import static dev.aftershock.format.Words.waitUntilRecovered;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.format.Words.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaTwinTest {

    private static ExperimentBuilder good() {
        return ExperimentBuilder.named("The link is cut")
                .hypothesis("Orders go on.")
                .objectives(rto("10s"), rpo("0 writes"))
                .lab("shop", part("box", with("nodes", "2")))
                .target("bank", part("far", with("address", "http://127.0.0.1:8080")))
                .probe(
                        "orders",
                        part(
                                "ask",
                                with("target", "shop.api"),
                                with("every", "5ms"),
                                with("deadline", "500ms"),
                                with("strict", "true")))
                .steadyState(within("50ms"), badAtMost("0.5%"), lasting("2s"))
                .safeguards(stopAfter("1m"), with("allow-irreversible", List.of("cut")));
    }

    @Test
    void javaGivesTheSameExperimentAsAFile() {
        ReadExperiment built = good().method(
                        inject(part(
                                        "cut",
                                        with("link", "shop -> bank"),
                                        with("mode", "very-soft"),
                                        with("share", "25%")))
                                .lasting("3s"),
                        together(
                                        inject(part("cut", with("link", "bank -> *"))),
                                        inject(part("slow", with("value", "2s"), with("links", List.of("a", "b"))))
                                                .named("slowly"))
                                .named("both"),
                        heal("slowly"),
                        waitUntilRecovered("orders", within("30s")))
                .build(Toys.registry());

        assertThat(built.experiment()).isEqualTo(Files.read(Files.GOOD));
    }

    @Test
    void everyProblemIsToldWithTheLineOfCodeItStandsOn() {
        int before = here();
        ExperimentBuilder builder = good().method(inject(part("cutt", with("link", "a"))), heal("never"));
        List<Problem> problems = problemsOf(() -> builder.build(Toys.registry()));

        assertThat(problems)
                .extracting(Problem::line)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("JavaTwinTest.java:" + (before + 1) + ": ")
                                .contains("cutt")
                                .contains("did you mean 'cut'?"),
                        line -> assertThat(line)
                                .startsWith("JavaTwinTest.java:" + (before + 1) + ": ")
                                .contains("'never'"));
    }

    @Test
    void whatIsMissingIsToldAsInAFile() {
        List<Problem> problems = problemsOf(() -> ExperimentBuilder.named("x").build(Toys.registry()));

        assertThat(problems)
                .extracting(Problem::line)
                .anySatisfy(line -> assertThat(line).contains("the setting 'hypothesis' is missing"))
                .anySatisfy(line -> assertThat(line).contains("the setting 'probes' is missing"))
                .anySatisfy(line -> assertThat(line).contains("the setting 'steady-state' is missing"));
    }

    @Test
    void aWordSaidTwiceIsRefused() {
        assertThat(problemsOf(() -> part("cut", with("link", "a"), with("link", "b"))))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.line()).contains("'link' stands here again, first at JavaTwin"));
        assertThat(problemsOf(() -> good().hypothesis("Again.").build(Toys.registry())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).contains("'hypothesis' stands here again"));
    }

    @Test
    void aSecretIsShownInNoMessage() {
        ExperimentBuilder builder =
                good().method(inject(part("cut", with("link", "a"), with("mode", new Secret("hunter2")))));

        assertThat(problemsOf(() -> builder.build(Toys.registry())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line())
                        .contains("'mode' is given as a secret")
                        .doesNotContain("hunter2"));
    }

    @Test
    void aPartThatRepeatsASecretInItsRefusalIsNotHeard() {
        ExperimentBuilder builder =
                good().method(inject(part("login", with("user", "nobody"), with("password", new Secret("hunter2")))));

        assertThat(problemsOf(() -> builder.build(Toys.registry())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).endsWith("'user' cannot log in with '***'"));
    }

    @Test
    void anExperimentInJavaKnowsItsSecretsToo() {
        ReadExperiment read = good().method(
                        inject(part("login", with("user", "me"), with("password", new Secret("hunter2")))))
                .build(Toys.registry());

        assertThat(read.secrets()).containsExactly(new Secret("hunter2"));
    }

    @Test
    void textThatSteersATerminalIsRefused() {
        assertThat(problemsOf(() -> ExperimentBuilder.named("\u001b[2J").build(Toys.registry())))
                .anySatisfy(problem -> assertThat(problem.line()).contains("U+001B"));
    }

    private static List<Problem> problemsOf(Runnable building) {
        return catchThrowableOfType(InvalidInputException.class, building::run).problems();
    }

    /** The number of the line that calls. */
    private static int here() {
        return new Throwable().getStackTrace()[1].getLineNumber();
    }
}
