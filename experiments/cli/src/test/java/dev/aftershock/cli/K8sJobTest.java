package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed for experiments that run in the cluster that they break; that it works there is proven by ClusterJobIT. */
class K8sJobTest {

    private static final String HEAD = """
            aftershock: 1
            title: Orders survive a killed pod
            hypothesis: With two pods, losing one is not noticed.
            objectives: {rto: "${var:rto:-20s}"}
            targets:
              shop: {kubernetes: shop}
              web: {tcp: "orders:8080"}
            probes:
              - name: orders
                tcp: {target: web, every: 100ms, deadline: 1s}
            steady-state: {within: 300ms, bad-at-most: 1%, for: 5s}
            safeguards: {stop-after: 2m}
            method:
            """;
    private static final String DELETE = "  - inject: {pod-delete: {target: shop, pods: {labels: app=orders}}}\n";
    private static final String DETACH = "  - inject: {service-detach: {target: shop, service: orders}}\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("orders.yaml");
    }

    @Test
    void theJobRunsTheFileUnderTheLeastAccountAndTellsItsVerdict() throws IOException {
        Files.writeString(file, HEAD + DELETE);
        assertThat(execute("k8s", "rbac", file.toString())).isZero();
        String account = out.toString();
        out.getBuffer().setLength(0);

        assertThat(execute("k8s", "job", file.toString(), "--var", "rto=30s")).isZero();

        assertThat(out.toString())
                .startsWith(account + "---\napiVersion: v1\nkind: ConfigMap\n")
                .contains("data:\n  experiment.yaml: |2+\n    aftershock: 1\n    title: Orders survive a killed pod\n")
                .contains("kind: Job\n", "serviceAccountName: \"aftershock-orders-survive-a-killed-pod\"\n")
                .contains("restartPolicy: Never\n", "backoffLimit: 0\n", "ttlSecondsAfterFinished: 86400\n")
                .contains("[\"run\", \"/experiment/experiment.yaml\", \"--out\", \"/results\", \"--no-color\","
                        + " \"--verdict-to\", \"/dev/termination-log\", \"--confirm\", \"in-cluster\","
                        + " \"--var\", \"rto=30s\"]")
                .contains("emptyDir: {}")
                .doesNotContain("persistentVolumeClaim", "CronJob", "secretRef");
    }

    @Test
    void itsTimeIsThatOfTheRunAndOfHealing() throws IOException {
        Files.writeString(file, HEAD + DELETE);
        execute("k8s", "job", file.toString());
        // 180 s to start, 60 s of chores, 25 s of steady state, 120 s of method, 2 x 30 s to heal, 30 + 20 s to watch
        // and
        // 20 s to settle.
        assertThat(out.toString())
                .contains("activeDeadlineSeconds: 515\n", "terminationGracePeriodSeconds: 60\n")
                .contains("\"--older-than\", \"635s\"");
    }

    @Test
    void aServiceThatIsLedOverAProxyTakesItsTimeToo() throws IOException {
        Files.writeString(
                file,
                HEAD.replace(
                                "probes:\n",
                                "  way: {service-link: {cluster: shop, service: orders, image: toxiproxy, ready-within: 5m}}\n"
                                        + "probes:\n")
                        + DELETE);
        execute("k8s", "job", file.toString());
        assertThat(out.toString()).as("300 and 40 s more").contains("activeDeadlineSeconds: 855\n");
    }

    @Test
    void whatIsTakenFromTheEnvironmentHereIsNotThereInThePod() throws IOException {
        Files.writeString(file, HEAD.replace("With two pods", "With ${env:PATH:-two} pods") + DELETE);

        assertThat(execute("k8s", "job", file.toString())).isEqualTo(Main.BAD_INPUT);

        assertThat(err.toString()).contains("'PATH' is taken from the environment here", "--secret");
        assertThat(execute("k8s", "job", file.toString(), "--secret", "settings"))
                .isZero();
    }

    @Test
    void whereSomethingHasToBeChangedBackASecondCronJobDoesThat() throws IOException {
        Files.writeString(file, HEAD + DETACH);

        assertThat(execute("k8s", "cronjob", file.toString(), "--schedule", "0 3 * * 1-5", "--state-claim", "journals"))
                .isZero();

        String guard = out.toString().substring(out.toString().lastIndexOf("\n---\n"));
        assertThat(out.toString())
                .contains("schedule: \"0 3 * * 1-5\"\n", "concurrencyPolicy: Forbid\n")
                .contains("mountPath: /state, subPath: \"aftershock-orders-survive-a-killed-pod\"}")
                .contains("persistentVolumeClaim: {claimName: \"journals\"}");
        assertThat(guard)
                .contains("kind: CronJob\n", "name: \"aftershock-orders-survive-a-killed-pod-guard\"\n")
                .contains("schedule: \"*/5 * * * *\"", "[\"recover\", \"--marks\", \"/experiment/experiment.yaml\"")
                .doesNotContain("journals", "\"run\"");
    }

    @Test
    void whatAPodDoesNotHaveIsRefusedAllAtOnce() throws IOException {
        Files.writeString(
                file,
                HEAD.replace("{kubernetes: shop}", "{kubernetes: {namespace: shop, context: east, kubeconfig: /k}}")
                                .replace("targets:\n", "targets:\n  me: {process: {pid: 1}}\n")
                        + DELETE);

        assertThat(execute("k8s", "job", file.toString())).isEqualTo(Main.BAD_INPUT);

        assertThat(err.toString())
                .contains("'shop' names a context, 'east'; expected neither 'kubeconfig' nor 'context'")
                .contains("'shop' names a kubeconfig, /k;")
                .contains("'me' is ", "none of which is in a pod");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileBesideTheExperimentIsNotThereInThePod() throws IOException {
        Path chaos = Files.writeString(folder.resolve("delay.yaml"), """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: NetworkChaos
                spec:
                  action: delay
                  mode: all
                  selector: {labelSelectors: {app: orders}}
                  delay: {latency: 50ms}
                """);
        Files.writeString(file, HEAD + "  - inject: {chaos-mesh: {target: shop, file: " + chaos + "}}\n");

        assertThat(execute("k8s", "job", file.toString())).isEqualTo(Main.BAD_INPUT);

        assertThat(err.toString()).contains("'chaos-mesh' reads a file, which is not in the pod");
    }

    @Test
    void aLabIsRefused() {
        Path lab = Path.of("..", "catalog", "k8s-pod-delete.yaml");
        assertThat(execute("k8s", "job", lab.toString())).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("k8s-pod-delete.yaml:9:", "'shop' is started for the run");
    }

    @Test
    void longTitlesThatBeginAlikeAreNamedApartAndLeaveRoomForACronJobsOwnNames() throws IOException {
        String base = HEAD.replace("a killed pod", "a killed pod of a very long name in region ");
        String east = name(base.replace("in region ", "in region east"));
        String west = name(base.replace("in region ", "in region west"));
        assertThat(east).isNotEqualTo(west);
        assertThat(east + "-guard").hasSizeLessThanOrEqualTo(52);
    }

    private String name(String head) throws IOException {
        out.getBuffer().setLength(0);
        Files.writeString(file, head + DELETE);
        execute("k8s", "job", file.toString());
        return LabApi.first(out.toString(), "(?m)^  name: \"([^\"]+)\"");
    }

    @Test
    void whatTheApiServerWouldRefuseIsRefusedHere() throws IOException {
        Files.writeString(file, HEAD + DELETE);
        assertThat(execute("k8s", "cronjob", file.toString(), "--schedule", "0 3 * *"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(execute("k8s", "job", file.toString(), "--image", "a b\"")).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("k8s", "job", file.toString(), "--results-claim", "A"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(execute("k8s", "job", file.toString(), "--secret", "a/b")).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString())
                .contains(
                        "'--schedule' is '0 3 * *'", "'--image' is", "'--results-claim' is 'A'", "'--secret' is 'a/b'");
    }

    @Test
    void aTextThatParsersReadInDifferentWaysStandsInQuotes() {
        assertThat(new ExperimentText("a: \"\u2028é\uD83D\uDE00\"\n", java.util.Map.of()).entry())
                .isEqualTo("experiment.yaml: \"a: \\\"\\u2028\\u00e9\\U0001f600\\\"\\u000a\"\n");
        assertThat(new ExperimentText("a: 1", java.util.Map.of()).entry()).isEqualTo("experiment.yaml: |2-\n  a: 1\n");
    }

    @Test
    void theRecipeOfTheImageSaysTheSame() throws IOException {
        assertThat(Files.readString(Path.of("image", "Dockerfile")))
                .contains("ref.name=" + JobArguments.IMAGE + "\n", "USER " + PodManifest.USER + ":" + PodManifest.USER);
    }

    private int execute(String... arguments) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
