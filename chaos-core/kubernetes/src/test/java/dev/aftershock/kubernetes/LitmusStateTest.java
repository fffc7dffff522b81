package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LitmusStateTest {

    private static final Map<String, String> TWO = Map.of("pod/orders-1", "injected", "pod/orders-2", "injected");

    @Test
    void itIsInjectedInThePodsOfWhichItsResultSaysSo() {
        LitmusState state = state("initialized", "Running", result("uid-1", "Running", "Awaited", TWO));

        assertThat(state.injected()).contains("orders-1, orders-2");
        assertThat(state.over()).isFalse();
        assertThat(state)
                .hasToString("Litmus says engine=initialized, experiment=Running, result=Running, verdict=Awaited;"
                        + " injected in orders-1, orders-2");
    }

    @Test
    void ofManyPodsThreeAreNamed() {
        Map<String, String> five = new TreeMap<>();
        for (int i = 1; i <= 5; i++) {
            five.put("pod/p-" + i, "injected");
        }

        assertThat(state("initialized", "Running", result("uid-1", "Running", "Awaited", five))
                        .injected())
                .contains("p-1, p-2, p-3 and 2 more pods");
    }

    @Test
    void whatIsOnlyMeantOrTakenBackIsNotInjected() {
        assertThat(state("initialized", "Running", result("uid-1", "Running", "Awaited", Map.of()))
                        .injected())
                .isEmpty();
        assertThat(state(
                                "initialized",
                                "Running",
                                result("uid-1", "Running", "Awaited", Map.of("pod/orders-1", "targeted")))
                        .injected())
                .isEmpty();
        assertThat(state(
                                "initialized",
                                "Running",
                                result("uid-1", "Running", "Awaited", Map.of("pod/orders-1", "reverted")))
                        .injected())
                .isEmpty();
        assertThat(state("initialized", "Waiting for Job Creation", result("uid-1", "Running", "Awaited", TWO))
                        .injected())
                .isEmpty();
    }

    @Test
    void whatAnEarlierEngineOfThatNameWroteIsNotBelieved() {
        LitmusState state = state("initialized", "Running", result("uid-0", "Completed", "Fail", TWO));

        assertThat(state.injected()).isEmpty();
        assertThat(state.over()).isFalse();
        assertThat(state)
                .hasToString("Litmus says engine=initialized, experiment=Running, and nothing of a result; injected in"
                        + " no pod");
    }

    @ParameterizedTest
    @CsvSource({
        "completed, Completed, Completed, Pass",
        "stopped, Forcefully Aborted, Stopped, Stopped",
        "initialized, Skipped, Running, Awaited",
        "initialized, ChaosExperiment Not Found, Running, Awaited",
        "initialized, Running, Completed, Fail",
        "initialized, Running, Error, Error",
        "initialized, Running, Completed_With_Probe_Failure, Fail",
    })
    void whatEndedOrFailedIsOverAndNotInjected(String engine, String experiment, String phase, String verdict) {
        LitmusState state = state(engine, experiment, result("uid-1", phase, verdict, TWO));

        assertThat(state.over()).isTrue();
        assertThat(state.injected()).isEmpty();
    }

    @Test
    void itTellsWhatIsMissingWhenItSaysNothing() {
        assertThat(state("", "", Optional.empty()))
                .hasToString("Litmus says nothing about it, as when its operator does not run, or not for this"
                        + " namespace");
        assertThat(state("initialized", "", Optional.empty()))
                .hasToString("Litmus says engine=initialized and nothing of the experiment, as when its ServiceAccount"
                        + " is not there, or may not do its work");
    }

    @ParameterizedTest
    @CsvSource({"errorOutput, reason", "failureOutput, failedStep"})
    void itTellsWhyAnExperimentFailedInOneShortLine(String outer, String inner) {
        String why = "no\u001b[31m container\nruntime " + "x".repeat(500);
        GenericKubernetesResource failed =
                result("uid-1", "Error", "Error", Map.of()).orElseThrow().object();
        failed.setAdditionalProperty(
                "status",
                Map.of("experimentStatus", Map.of("phase", "Error", "verdict", "Error", outer, Map.of(inner, why))));

        assertThat(state("initialized", "Running", Optional.of(new LitmusResult(failed)))
                        .toString())
                .contains("; failed: no [31m container runtime xxx")
                .endsWith("xxx...")
                .hasSizeLessThan(350)
                .doesNotContain("\n")
                .doesNotContain("\u001b");
    }

    @Test
    void theTargetsOfItsHistoryCountWhereNoAnnotationSaysOtherwise() {
        GenericKubernetesResource ended = result(
                        "uid-1", "Stopped", "Stopped", Map.of("pod/orders-2", "reverted", "note", "hello"))
                .orElseThrow()
                .object();
        ended.setAdditionalProperty(
                "status",
                Map.of("history", Map.of("targets", List.of(target("orders-1"), target("orders-2"), "nonsense"))));

        assertThat(new LitmusResult(ended).injected()).containsExactly("orders-1");
    }

    private static Map<String, String> target(String name) {
        return Map.of("name", name, "kind", "pod", "chaosStatus", "injected");
    }

    private static LitmusState state(String engine, String experiment, Optional<LitmusResult> result) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(new ObjectMetaBuilder().withUid("uid-1").build());
        object.setAdditionalProperty(
                "status",
                Map.of(
                        "engineStatus",
                        engine,
                        "experiments",
                        experiment.isEmpty() ? List.of() : List.of(Map.of("name", "any", "status", experiment))));
        return LitmusState.of(object, result);
    }

    private static Optional<LitmusResult> result(
            String engineUid, String phase, String verdict, Map<String, String> annotations) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(new ObjectMetaBuilder()
                .addToLabels("chaosUID", engineUid)
                .withAnnotations(annotations)
                .build());
        object.setAdditionalProperty("status", Map.of("experimentStatus", Map.of("phase", phase, "verdict", verdict)));
        return Optional.of(new LitmusResult(object));
    }
}
