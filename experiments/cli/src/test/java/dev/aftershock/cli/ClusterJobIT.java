package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.aftershock.cluster.Cluster;
import dev.aftershock.cluster.ImageArchive;
import dev.aftershock.cluster.KubernetesLab;
import dev.aftershock.lab.LabException;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment that runs inside the cluster that it breaks: our image, as the printed manifests start it, on a real node. */
class ClusterJobIT {

    /** Deletes a pod, and changes a Service, for which a guard process has to start in the pod. */
    private static final String EXPERIMENT = """
            aftershock: 1
            title: A web shop survives the loss of a pod - "é"
            hypothesis: All pods are ready again within a minute.
            objectives: {rto: 60s}
            targets:
              shop: {kubernetes: shop}
            probes:
              - name: pods
                kubernetes-ready: {target: shop, workload: deployment/web, every: 100ms, deadline: 10s, stale-after: 30s}
            steady-state: {within: 2s, bad-at-most: 1%, for: 3s}
            method:
              - inject: {pod-delete: {target: shop, pods: {labels: app=web, amount: 1}}}
              - inject: {service-detach: {target: shop, service: web}}
                for: 500ms
            safeguards: {stop-after: 2m, blast-radius: {share: 100%, keep-healthy: 0}}
            """;

    private static final KubernetesLab LAB =
            new KubernetesLab(1, List.of(), 0, "shop", 2, Duration.ofSeconds(8), Duration.ofSeconds(2));

    private static final String PODS =
            "/api/v1/namespaces/shop/pods?labelSelector=app.kubernetes.io%2Fname%3Daftershock";
    private static final String ENDED = "\"name\":\"run\",\"state\":\\{\"terminated\":\\{\"exitCode\":(\\d+)";

    private static final String PASSED =
            "\"name\":\"run\",\"state\":\\{\"terminated\":\\{[^}]*\"message\":\"(PASS: [^\"]*)\"";

    /** There while a cluster has nodes that run pods on this host. */
    private static final Path TURN = Path.of("/run/aftershock-cluster");

    @TempDir
    Path folder;

    @Test
    void theJobRunsTheExperimentToItsVerdictWhichItsPodTells() throws Exception {
        try (Cluster cluster = prepared(LAB)) {
            ImageArchive image = ImageArchive.ofArchive(image());
            // Another build's cluster may have its turn.
            await().atMost(Duration.ofMinutes(10)).until(() -> !Files.isSymbolicLink(TURN));
            cluster.start();
            cluster.add(image);
            LabApi api = new LabApi(cluster.kubeconfig());
            apply(api, "job", List.of(), false);

            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> api.get(PODS).matches("(?s).*(" + ENDED + "|\"phase\":\"Failed\").*"));

            String told = api.get(PODS);
            assertThat(told).containsPattern(ENDED);
            assertThat(LabApi.first(told, ENDED)).as(told).isEqualTo("0");
            assertThat(LabApi.first(told, PASSED)).contains("RTO 60 s", "R5 redundancy");
            apply(
                    api,
                    "cronjob",
                    List.of("--schedule", "0 3 * * 1-5", "--results-claim", "runs", "--state-claim", "journals"),
                    true);
        }
    }

    private void apply(LabApi api, String kind, List<String> options, boolean dryRun)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("shop.yaml"), EXPERIMENT);
        StringWriter told = new StringWriter();
        PrintWriter to = new PrintWriter(told, true);
        List<String> command = new java.util.ArrayList<>(List.of("k8s", kind, file.toString()));
        command.addAll(options);
        assertThat(Main.execute(to, to, command.toArray(String[]::new)))
                .as(told.toString())
                .isZero();
        List<String> documents = LabApi.documents(told.toString());
        assertThat(documents).hasSize(6);
        for (String document : documents) {
            // The guard would come at the next full five minutes, in the middle of the run or not at all.
            HttpResponse<String> answer = api.apply(document, dryRun || document.contains("kind: CronJob"));
            assertThat(answer.statusCode() / 100).as(document + answer.body()).isEqualTo(2);
        }
    }

    private Path image() throws IOException, InterruptedException {
        Path made = folder.resolve("image");
        Process process = new ProcessBuilder(Path.of("..", "..", ".ci", "image").toString(), made.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("image.log").toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("image.log")))
                .isZero();
        return made.resolve("image.tar");
    }

    /** Skipped, with the reason, where no cluster can be started; fails there in a continuous build. */
    static Cluster prepared(KubernetesLab lab) {
        try {
            return Cluster.prepare(lab, MonotonicClock.startingNow());
        } catch (LabException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw e;
            }
            System.out.println("not run against a real cluster: " + e.getMessage());
            return abort(e.getMessage());
        }
    }
}
