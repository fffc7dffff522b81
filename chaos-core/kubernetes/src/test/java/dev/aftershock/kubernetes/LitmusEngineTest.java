package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LitmusEngineTest {

    private static final String HEAD = "apiVersion: litmuschaos.io/v1alpha1\nkind: ChaosEngine\n";
    private static final String ACCOUNT = "chaosServiceAccount: litmus-sa";
    private static final String APP = "appinfo: {applabel: app=orders}";
    private static final String LOSS = "experiments: [{name: pod-network-loss}]";

    /** As Litmus's hub gives them, with what is empty there filled in. */
    private static final String WHOLE = HEAD + """
            metadata: {name: nginx-network-chaos, namespace: shop}
            spec:
              engineState: 'active'
              annotationCheck: 'false'
              appinfo: {appns: '', applabel: 'app = orders', appkind: deployment}
              chaosServiceAccount: pod-network-latency-sa
              experiments:
                - name: pod-network-latency
                  spec:
                    components:
                      statusCheckTimeouts: {delay: 2, timeout: 60}
                      env:
                        - {name: NETWORK_LATENCY, value: '2000'}
                        - {name: TARGET_PODS, value: ''}
                        - {name: SEQUENCE, value: parallel}
                        - {name: PODS_AFFECTED_PERC, value: ''}
            """;

    @TempDir
    Path folder;

    @Test
    void anEngineIsKeptToItsNamespaceAndToTheTimeOfItsRun() throws IOException {
        LitmusEngine engine = LitmusEngine.read(file(WHOLE));

        assertThat(engine.experiment()).isEqualTo("pod-network-latency");
        assertThat(engine.label()).isEqualTo("app=orders");
        Map<?, ?> spec = engine.kept("shop").spec();
        assertThat(spec.get("engineState")).isEqualTo("active");
        assertThat(spec.get("jobCleanUpPolicy")).isEqualTo("delete");
        assertThat(spec.get("terminationGracePeriodSeconds")).isEqualTo(15);
        assertThat(spec.get("appinfo"))
                .isEqualTo(Map.of("appns", "shop", "applabel", "app=orders", "appkind", "deployment"));
        assertThat(environment(spec))
                .containsOnly(
                        variable("NETWORK_LATENCY", "2000"),
                        variable("PODS_AFFECTED_PERC", ""),
                        variable("TOTAL_CHAOS_DURATION", "960"),
                        variable("SEQUENCE", "parallel"),
                        variable("RAMP_TIME", ""),
                        variable("TARGET_PODS", ""),
                        variable("NODE_LABEL", ""),
                        variable("INSTANCE_ID", ""),
                        variable("TERMINATION_GRACE_PERIOD_SECONDS", "15"));
    }

    @Test
    void whatIsLeftEmptyIsAsIfItWereNotThere() throws IOException {
        LitmusEngine engine =
                LitmusEngine.read(file(HEAD + "spec: {engineState: , jobCleanUpPolicy: , appinfo: {appns: ,"
                        + " appkind: , applabel: app=orders}, " + ACCOUNT + ", " + LOSS + "}"));

        assertThat(engine.kept("shop").spec().get("engineState")).isEqualTo("active");
        assertThat(ChaosObject.mapping(engine.kept("shop").spec(), "appinfo").orElseThrow())
                .isEqualTo(Map.of("appns", "shop", "applabel", "app=orders"));
    }

    @Test
    void aPlanTellsWhichExperimentRunsOnWhichPods() throws IOException {
        String file = file(WHOLE);
        var plan = new Litmus.Provider()
                .plan(new Litmus("shop", file, Duration.ofSeconds(1), Optional.empty()), List.of());

        assertThat(plan.action())
                .isEqualTo("let Litmus run pod-network-latency as in " + file + " on pods app=orders; without a canary"
                        + " only Litmus's word is there for its effect");
        assertThat(plan.undo()).matches("delete the ChaosEngine aftershock-litmus-[0-9a-f]{8} and wait until .*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "app=orders,tier=web|'spec.appinfo.applabel' is 'app=orders,tier=web'; expected one label of the pods",
                "app in (orders)|'spec.appinfo.applabel' is 'app in (orders)'",
                "app!=orders|'spec.appinfo.applabel' is 'app!=orders'",
                "app|'spec.appinfo.applabel' is 'app'",
                "app=|'spec.appinfo.applabel' is 'app='",
                "\"\"|'spec.appinfo.applabel' is ''",
                "app=orders]:union;deployment:bank:[app=core|'spec.appinfo.applabel' is 'app=orders]:union;",
            })
    void whatIsNotOneLabelIsRefused(String label, String refusal) {
        refused("appinfo: {applabel: '" + label + "'}, " + ACCOUNT + ", " + LOSS, refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pod-delete|of which Litmus does not say while it acts that it does, and in which pods; expected the"
                        + " fault 'pod-delete'",
                "container-kill|expected the fault 'pod-delete'",
                "pod-network-partition|expected the fault 'network-partition'",
                "node-drain|which hits a whole node, whatever runs there; expected the fault 'node-drain'",
                "node-cpu-hog|expected the fault 'node-stress'",
                "kubelet-service-kill|which hits a whole node, whatever runs there; expected the fault 'node-stop'",
                "node-io-stress|which hits a whole node, whatever runs there; expected an experiment that acts in pods",
                "pod-network-los|unknown experiment 'pod-network-los'",
                "ec2-stop-by-id|unknown experiment 'ec2-stop-by-id'",
            })
    void whatIsNoExperimentOnPodsIsRefusedAndWhatWeHaveInsteadIsTold(String name, String refusal) {
        refused(APP + ", " + ACCOUNT + ", experiments: [{name: " + name + "}]", refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "engineState: stop|'spec.engineState' is 'stop'; expected 'active', or none",
                "jobCleanUpPolicy: retain|'spec.jobCleanUpPolicy' is 'retain'; expected 'delete', or none",
                "selectors: {pods: []}|'spec.selectors' goes past 'spec.appinfo', and so past what is protected",
                "auxiliaryAppInfo: 'bank:app=core'|unknown key of 'spec' 'auxiliaryAppInfo'",
                "terminationGracePeriodSeconds: 0|unknown key of 'spec' 'terminationGracePeriodSeconds'",
            })
    void whatTheFaultNeedsOtherwiseIsRefused(String part, String refusal) {
        refused(part + ", " + APP + ", " + ACCOUNT + ", " + LOSS, refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|'spec.experiments' holds 0 experiments",
                "[{name: pod-cpu-hog}, {name: pod-cpu-hog}]|'spec.experiments' holds 2 experiments; expected one",
                "none|'spec.experiments' holds 0 experiments",
                "[pod-cpu-hog]|'spec.experiments[0]' is 'pod-cpu-hog'; expected one, with its name",
                "[{name: pod-cpu-hog, rank: 1}]|unknown key of 'spec.experiments[0]' 'rank'",
                "[{name: pod-cpu-hog, spec: 5}]|'spec.experiments[0].spec' is '5'; expected a mapping",
                "[{name: pod-cpu-hog, spec: {components: []}}]|'spec.experiments[0].spec.components' is '[]'",
                "[{name: pod-cpu-hog, spec: {probe: [{type: cmdProbe}]}}]|.spec.probe' may do anything to anything",
            })
    void whatIsNotOneExperimentIsRefused(String experiments, String refusal) {
        refused(APP + ", " + ACCOUNT + ", experiments: " + experiments, refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "TOTAL_CHAOS_DURATION|60|'TOTAL_CHAOS_DURATION' would end the fault while the run takes it for acting",
                "TARGET_PODS|orders-0|'TARGET_PODS' is 'orders-0', by which the experiment would act in other pods",
                "NODE_LABEL|zone=a|'NODE_LABEL' is 'zone=a', by which",
                "SEQUENCE|serial|'SEQUENCE' is 'serial', by which",
                "RAMP_TIME|30|'RAMP_TIME' is '30', by which",
                "TERMINATION_GRACE_PERIOD_SECONDS|0|'TERMINATION_GRACE_PERIOD_SECONDS' is '0', by which",
                "INSTANCE_ID|one|'INSTANCE_ID' is 'one', by which",
                "TARGETS|deployment:bank:[app=core]|unknown variable 'TARGETS'",
                "APP_NAMESPACE|bank|unknown variable 'APP_NAMESPACE'",
                "NETWORK_LATENCIE|1|did you mean 'NETWORK_LATENCY'?",
            })
    void whatAVariableWouldAimElsewhereIsRefused(String name, String value, String refusal) {
        refusedVariables("[{name: " + name + ", value: '" + value + "'}]", refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CPU_CORES",
                "[CPU_CORES]",
                "[{name: CPU_CORES}]",
                "[{name: CPU_CORES, value: 1}]",
                "[{name: CPU_CORES, valueFrom: {fieldRef: {}}}]",
                "[{name: CPU_CORES, value: '1', valueFrom: {}}]",
            })
    void whatIsNoVariableWithATextIsRefused(String variables) {
        refusedVariables(
                variables,
                "of 'spec.experiments[0].spec.components.env' is no variable; expected a name, and"
                        + " a value in quotes");
    }

    @Test
    void anotherNamespaceIsOutOfReach() throws IOException {
        LitmusEngine far = LitmusEngine.read(file(HEAD + "metadata: {namespace: bank}\nspec: {appinfo: {appns: vault,"
                + " applabel: app=orders}, " + ACCOUNT + ", " + LOSS + "}"));

        assertThatThrownBy(() -> far.kept("shop"))
                .hasMessageContaining("'metadata.namespace' is 'bank', where nothing may be broken by this fault")
                .hasMessageContaining("'spec.appinfo.appns' is 'vault'");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> LitmusEngine.read(file(HEAD + "spec: {engineState: stop, appinfo: {appkind: pod}}")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'spec.chaosServiceAccount' is 'null'; expected the name of the ServiceAccount")
                .hasMessageContaining("'spec.appinfo.appkind' is 'pod'")
                .satisfies(
                        e -> assertThat(((InvalidInputException) e).problems()).hasSize(5));
    }

    @Test
    void anObjectOfAnotherToolIsNoEngine() {
        assertThatThrownBy(() -> LitmusEngine.read(
                        file("apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\nspec: {selector: {a: b}}")))
                .hasMessageContaining("'apiVersion' is 'chaos-mesh.org/v1alpha1'; expected litmuschaos.io/v1alpha1")
                .hasMessageContaining("unknown kind 'PodChaos'; expected one of ChaosEngine");
    }

    private void refusedVariables(String variables, String refusal) {
        refused(
                APP + ", " + ACCOUNT + ", experiments: [{name: pod-cpu-hog, spec: {components: {env: " + variables
                        + "}}}]",
                refusal);
    }

    private void refused(String spec, String refusal) {
        assertThatThrownBy(() -> LitmusEngine.read(file(HEAD + "spec: {" + spec + "}\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("engine.yaml: ")
                .hasMessageContaining(refusal)
                .satisfies(
                        e -> assertThat(((InvalidInputException) e).problems()).hasSize(1));
    }

    private static Map<String, String> variable(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> environment(Map<?, ?> spec) {
        Map<String, Object> experiment = ((List<Map<String, Object>>) spec.get("experiments")).get(0);
        Map<String, Object> components =
                (Map<String, Object>) ((Map<String, Object>) experiment.get("spec")).get("components");
        assertThat(components).containsEntry("statusCheckTimeouts", Map.of("delay", 2, "timeout", 60));
        return (List<Map<String, String>>) components.get("env");
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("engine.yaml"), text).toString();
    }
}
