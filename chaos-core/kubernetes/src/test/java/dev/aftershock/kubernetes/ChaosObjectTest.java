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
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosObjectTest {

    private static final String HEAD = "apiVersion: chaos-mesh.org/v1alpha1\nkind: NetworkChaos\n";
    private static final String DELAY = """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: NetworkChaos
            metadata: {name: slow, namespace: shop}
            spec:
              action: delay
              mode: all
              selector: {namespaces: [shop], labelSelectors: {app: orders}}
              delay: {latency: 100ms}
            """;

    @TempDir
    Path folder;

    @Test
    void anObjectIsReadAsItIsWritten() throws IOException {
        ChaosObject read = ChaosObject.read(ChaosTool.MESH, file("---\n" + DELAY));

        assertThat(read.sort()).isEqualTo(Thing.Sort.NETWORKCHAOS);
        assertThat(read.namespace()).contains("shop");
        assertThat(read).hasToString("NetworkChaos (delay)");
        assertThat(new Thing(read.sort(), "shop", "slow").path())
                .isEqualTo("/apis/chaos-mesh.org/v1alpha1/namespaces/shop/networkchaos/slow");
    }

    @Test
    void aPlanTellsWhatChaosMeshIsLetDo() throws IOException {
        String file = file(DELAY);
        var plan = new ChaosMesh.Provider()
                .plan(new ChaosMesh("shop", file, Duration.ofSeconds(1), Optional.of("health")), List.of());

        assertThat(plan.action())
                .isEqualTo("let Chaos Mesh make NetworkChaos (delay) of " + file + " true, for pods without the label"
                        + " aftershock.dev/protect=true; its effect counts once the canary health gives no good"
                        + " answer");
        assertThat(plan.undo()).matches("delete the NetworkChaos aftershock-chaos-mesh-[0-9a-f]{8} and wait until .*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|there is no object; expected a mapping that begins with 'apiVersion'",
                "[1, 2]|there is no object",
                "a: 1\\n---\\na: 2|:2:1: a second object begins; expected one object per file",
                "a: 1\\na: 2|:2:1: neither YAML nor JSON: found duplicate key a",
                "a: [1|:1:6: neither YAML nor JSON",
                "a: &x [1]\\nb: *x|:2:4: an alias, which is not followed",
                "HEAD spec: {}\\nstatus: {}|unknown key 'status'; expected one of apiVersion, kind, metadata, spec",
                "kind: PodChaos\\napiVersion: v1\\nspec: {}|'apiVersion' is 'v1'; expected chaos-mesh.org/v1alpha1",
                "apiVersion: chaos-mesh.org/v1alpha1\\nkind: NodeChaos\\nspec: {}|unknown kind 'NodeChaos'",
                "HEAD spec: none|there is no mapping 'spec'",
                "HEAD spec: {}\\nmetadata: {labels: {a: b}}|unknown key of 'metadata' 'labels'",
            })
    void whatIsNoSuchObjectIsRefused(String text, String refusal) throws IOException {
        refused(text).hasMessageContaining(refusal);
    }

    @Test
    void whatWouldCostTimeOrMemoryIsRefusedBeforeItIsRead() throws IOException {
        refused("a: " + "[".repeat(60_000)).hasMessageContaining("nested more than 20 levels deep");
        refused("a: " + "x".repeat(64 * 1024)).hasMessageContaining("larger than 64 KiB");
        assertThatThrownBy(() -> ChaosObject.read(
                        ChaosTool.MESH, folder.resolve("none.yaml").toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.yaml: the file cannot be read (NoSuchFileException)");
        assertThatThrownBy(() -> ChaosObject.read(ChaosTool.MESH, "a\0b"))
                .hasMessageContaining("the file cannot be read");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws IOException {
        assertThatThrownBy(() -> ChaosObject.read(ChaosTool.MESH, file("kind: Pod\nspec: 1\nstatus: {}")))
                .satisfies(
                        e -> assertThat(((InvalidInputException) e).problems()).hasSize(4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "metadata: {namespace: bank}\\nspec: {selector: {labelSelectors: {a: b}}}"
                        + "|'metadata.namespace' is 'bank', where nothing may be broken",
                "spec: {selector: {namespaces: [shop, bank]}}|'spec.selector.namespaces' is 'bank'",
                "spec: {selector: {namespaces: bank}}|'spec.selector.namespaces' is 'bank'",
                "spec: {selector: {a: b}, target: {selector: {namespaces: [kube-system]}}}"
                        + "|'spec.target.selector.namespaces' is 'kube-system'",
                "spec: {selector: {pods: {shop: [orders-0]}}}|'spec.selector.pods' goes past all other selectors",
                "spec: {selector: {}}|'spec.selector' chooses nothing, which would be every pod",
                "spec: {mode: all}|'spec.selector' chooses nothing",
                "spec: {selector: {a: b}, target: {mode: all}}|'spec.target.selector' chooses nothing",
                "spec: {selector: {a: b}, remoteCluster: other}|'spec.remoteCluster' leads to another cluster",
                "spec: {selector: {a: b}, tls: {secretNamespace: bank}}|'spec.tls.secretNamespace' is 'bank'",
            })
    void whatReachesFurtherThanTheNamespaceIsRefused(String text, String refusal) throws IOException {
        ChaosObject object = ChaosObject.read(ChaosTool.MESH, file(HEAD + lines(text)));

        assertThatThrownBy(() -> MeshReach.kept(object, "shop"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod-kill", "container-kill"})
    void whatNobodyWouldMakeAnewIsNotKilled(String action) throws IOException {
        ChaosObject kill = ChaosObject.read(
                ChaosTool.MESH,
                file("apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\n" + "spec: {action: " + action
                        + ", selector: {labelSelectors: {app: orders}}}"));

        assertThatThrownBy(() -> MeshReach.kept(kill, "shop")).hasMessageContaining("or the fault 'pod-delete'");
    }

    @Test
    void howLongItLastsIsForTheExperimentToSay() throws IOException {
        ChaosObject brief = ChaosObject.read(
                ChaosTool.MESH, file(HEAD + "spec: {duration: 5s, selector: {labelSelectors: {app: orders}}}\n"));

        assertThatThrownBy(() -> MeshReach.kept(brief, "shop"))
                .hasMessageContaining("'spec.duration' would end the fault");
    }

    @Test
    void everySelectorIsNarrowedToTheNamespaceAndToWhatIsNotProtected() throws IOException {
        ChaosObject object = ChaosObject.read(ChaosTool.MESH, file(HEAD + """
                spec:
                  mode: one
                  selector: {labelSelectors: {app: orders}}
                  target: {mode: all, selector: {expressionSelectors: [{key: app, operator: Exists}]}}
                """));

        Map<String, Object> unprotected =
                Map.of("key", "aftershock.dev/protect", "operator", "NotIn", "values", List.of("true"));
        assertThat(MeshReach.kept(object, "shop"))
                .isEqualTo(Map.of(
                        "duration",
                        "16m",
                        "mode",
                        "one",
                        "selector",
                        Map.of(
                                "labelSelectors",
                                Map.of("app", "orders"),
                                "namespaces",
                                List.of("shop"),
                                "expressionSelectors",
                                List.of(unprotected)),
                        "target",
                        Map.of(
                                "mode",
                                "all",
                                "selector",
                                Map.of(
                                        "namespaces",
                                        List.of("shop"),
                                        "expressionSelectors",
                                        List.of(Map.of("key", "app", "operator", "Exists"), unprotected)))));
    }

    @Test
    void theWordThatHttpChaosHasForATargetIsNoSelector() throws IOException {
        ChaosObject http = ChaosObject.read(
                ChaosTool.MESH,
                file("apiVersion: chaos-mesh.org/v1alpha1\nkind: HTTPChaos\n"
                        + "spec: {target: Request, selector: {labelSelectors: {app: orders}}}"));

        assertThat(MeshReach.kept(http, "shop")).containsEntry("target", "Request");
    }

    private static String lines(String text) {
        return text.replace("\\n", "\n");
    }

    private AbstractThrowableAssert<?, ?> refused(String text) throws IOException {
        String file = file(lines(text).replace("HEAD ", HEAD));
        return assertThatThrownBy(() -> ChaosObject.read(ChaosTool.MESH, file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("chaos.yaml"), text).toString();
    }
}
