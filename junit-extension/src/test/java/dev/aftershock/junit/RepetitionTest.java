package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Gate;
import dev.aftershock.engine.Objectives;
import dev.aftershock.format.YamlExperimentReader;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionTest {

    @Test
    void byDefault22TrialsShowThatNineOfTenRecoveriesLieWithinTheRto() throws Exception {
        assertThat(of("usual").gate()).isEqualTo(new Gate.Quantile(0.9, 0.9, 22, Duration.ofSeconds(3)));
        assertThat(of("usual").period()).as("the steady state's 'for'").isEqualTo(Duration.ofMillis(300));
        assertThat(of("more").gate().most()).isEqualTo(30);
        assertThat(of("more").period()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void byDefaultASequentialTestTells95From70PercentByAtMost60Trials() throws Exception {
        assertThat(of("sequential").gate().text())
                .isEqualTo("sequential test: passes 95 % of trials rather than 70 %, by at most 60 trials");
        assertThat(of("sequential").gate().enough()).isEqualTo(8);
    }

    @Test
    void withoutAnRtoEveryTrialMustPass() throws Exception {
        Experiment read = experiment();
        Experiment unjudged = new Experiment(
                read.title(),
                read.hypothesis(),
                Objectives.none(),
                read.targets(),
                read.probes(),
                read.steadyState(),
                read.method(),
                read.safeguards());

        assertThat(Repetition.of(method("usual"), unjudged).orElseThrow().gate())
                .isEqualTo(new Gate.AllPass(22));
    }

    @Test
    void withoutAnnotationsItIsRunOnce() throws Exception {
        assertThat(Repetition.of(method("once"), experiment())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "negative | @RepeatedTrials(n = -1) proves nothing about | n of at least 22",
                "noShare | @RepeatedTrials(quantile = 90.0, confidence = 0.9) is no gate | both above 0 and below 1",
                "notANumber | confidence = NaN) is no gate | both above 0 and below 1",
                "endless | 2302 trials are too many | at most 1000",
                "turned | @Sprt(good = 0.7, bad = 0.95) tells nothing apart | good above bad",
                "tooClose | @Sprt(good = 0.95, bad = 0.949) takes more than 1000 trials | shares further apart",
                "tooShort | @Sprt(atMost = 7) accepts nothing, even when every trial passes | atMost of at least 8",
                "noPeriod | '5' is no period | above 0s and at most 1h",
                "longPeriod | '2h' is no period | above 0s and at most 1h"
            })
    void whatCanShowNothingIsRefusedWithWhatWould(String method, String what, String expected) {
        assertThatThrownBy(() -> of(method))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("Asked." + method + ": ")
                .hasMessageContaining(what)
                .hasMessageContaining("; expected ")
                .hasMessageContaining(expected);
    }

    private static Repetition of(String method) throws IOException {
        return Repetition.of(method(method), experiment()).orElseThrow();
    }

    private static Method method(String name) {
        return Arrays.stream(Asked.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Experiment experiment() throws IOException {
        Path file = Path.of("src/test/resources/blinker.yaml");
        return new YamlExperimentReader()
                .read("blinker.yaml", Files.readString(file), Map.of())
                .experiment();
    }

    /** Only read here, never run. */
    interface Asked {
        void once();

        @RepeatedTrials
        void usual();

        @RepeatedTrials(n = 30, period = "2s")
        void more();

        @Sprt
        void sequential();

        @RepeatedTrials(n = -1)
        void negative();

        @RepeatedTrials(quantile = 90)
        void noShare();

        @RepeatedTrials(confidence = Double.NaN)
        void notANumber();

        @RepeatedTrials(quantile = 0.999)
        void endless();

        @Sprt(good = 0.7, bad = 0.95)
        void turned();

        @Sprt(bad = 0.949)
        void tooClose();

        @Sprt(atMost = 7)
        void tooShort();

        @RepeatedTrials(period = "5")
        void noPeriod();

        @Sprt(period = "2h")
        void longPeriod();
    }
}
