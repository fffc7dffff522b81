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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Our image on a real node: the experiment that breaks the cluster it runs in, and the pod that puts its node under stress. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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

    private static final String STRESS = """
            aftershock: 1
            title: A web shop bears a busy node
            hypothesis: All pods stay ready.
            objectives: {rto: 60s}
            targets:
              shop: {kubernetes: {namespace: shop, kubeconfig: "%s"}}
            probes:
              - name: pods
                kubernetes-ready: {target: shop, workload: deployment/web, every: 100ms, deadline: 10s, stale-after: 30s}
            steady-state: {within: 2s, bad-at-most: 1%%, for: 3s}
            method:
              - inject: {node-stress: {target: shop, beside: {labels: app=web}, image: "%s", cpu: 1, cpu-request: 500m, memory: 256Mi}}
                for: 10s
            safeguards: {stop-after: 2m, blast-radius: {share: 100%%, keep-healthy: 0}}
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

    private Optional<Cluster> cluster = Optional.empty();
    private LabApi api;

    @TempDir
    Path folder;

    @BeforeAll
    void startCluster(@TempDir Path made) throws Exception {
        Cluster prepared = prepared(LAB);
        cluster = Optional.of(prepared);
        ImageArchive image = ImageArchive.ofArchive(image(made));
        // Another build's cluster may have its turn.
        await().atMost(Duration.ofMinutes(10)).until(() -> !Files.isSymbolicLink(TURN));
        prepared.start();
        prepared.add(image);
        api = new LabApi(prepared.kubeconfig());
    }

    @AfterAll
    void endCluster() {
        cluster.ifPresent(Cluster::close);
    }

    @Test
    void theJobRunsTheExperimentToItsVerdictWhichItsPodTells() throws Exception {
        apply("job", List.of(), false);

        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> api.get(PODS).matches("(?s).*(" + ENDED + "|\"phase\":\"Failed\").*"));

        String told = api.get(PODS);
        assertThat(told).containsPattern(ENDED);
        assertThat(LabApi.first(told, ENDED)).as(told).isEqualTo("0");
        assertThat(LabApi.first(told, PASSED)).contains("RTO 60 s", "R5 redundancy");
        apply(
                "cronjob",
                List.of("--schedule", "0 3 * * 1-5", "--results-claim", "runs", "--state-claim", "journals"),
                true);
    }

    @Test
    void aNodeUnderStressComputesAndHoldsMemoryUntilItIsHealed() throws Exception {
        String text = STRESS.formatted(cluster.orElseThrow().kubeconfig(), JobArguments.IMAGE);
        Path file = Files.writeString(folder.resolve("stress.yaml"), text);
        StringWriter told = new StringWriter();
        PrintWriter to = new PrintWriter(told, true);
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                () -> Main.execute(to, to, "run", file.toString(), "--out", folder.toString(), "--no-color"));

        await().atMost(Duration.ofMinutes(2)).until(() -> stress().isPresent() || run.isDone());
        ProcessHandle stress = stress().orElseThrow(() -> new AssertionError(told.toString()));
        // More than it takes to start.
        await().atMost(Duration.ofMinutes(1)).until(() -> used(stress).toSeconds() >= 3 || run.isDone());
        assertThat(residentMebibytes(stress)).as(told.toString()).isBetween(256L, 256L + 96L);

        assertThat(run.get(2, TimeUnit.MINUTES)).as(told.toString()).isZero();
        assertThat(told.toString())
                .containsPattern(
                        "effect seen: pod shop/aftershock-node-stress-[0-9a-f]{8} takes cpu 1 and memory 256Mi of"
                                + " node node-1; its container started at 20")
                .containsPattern("pod shop/aftershock-node-stress-[0-9a-f]{8} is gone");
        assertThat(stress()).isEmpty();
        assertThat(api.get("/api/v1/namespaces/shop/pods?labelSelector=aftershock.dev%2Fnode-stress"))
                .contains("\"items\":[]");
    }

    /** Its program, as this host sees it. */
    private static Optional<ProcessHandle> stress() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("dev.aftershock.cli.Main stress --threads=1 --mebibytes=256"))
                        .isPresent())
                .findFirst();
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long residentMebibytes(ProcessHandle process) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        return Long.parseLong(LabApi.first(status, "VmRSS:\\s+(\\d+) kB")) / 1024;
    }

    private void apply(String kind, List<String> options, boolean dryRun) throws IOException, InterruptedException {
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

    private static Path image(Path folder) throws IOException, InterruptedException {
        Path made = folder.resolve("image");
        Path log = folder.resolve("image.log");
        Process process = new ProcessBuilder(Path.of("..", "..", ".ci", "image").toString(), made.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
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
