package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.Cluster;
import dev.aftershock.cluster.KubernetesLab;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two regions that are two clusters, by two contexts of one kubeconfig: one run, one timeline, one verdict. */
class TwoClustersIT {

    private static final String SHOP = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: "web"
              namespace: "lab"
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: none}]}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: "web"
              namespace: "lab"
            spec: {selector: {app: web}, ports: [{port: 80}]}
            """;

    private static final String EXPERIMENT = """
            aftershock: 1
            title: Both regions find their web servers again
            hypothesis: A Service that finds none of its pods, in both clusters at once, has them back within 10 s.
            objectives: {rto: 10s}
            targets:
              east: {kubernetes: {namespace: lab, kubeconfig: "%1$s", context: east}}
              west: {kubernetes: {namespace: lab, kubeconfig: "%1$s", context: west}}
            probes:
              - name: in-east
                kubernetes-endpoints: {target: east, service: web, every: 50ms, deadline: 1s}
              - name: in-west
                kubernetes-endpoints: {target: west, service: web, every: 50ms, deadline: 1s}
            steady-state: {within: 500ms, bad-at-most: 1%%, for: 2s}
            method:
              - name: both
                together:
                  - name: east-detached
                    inject: {service-detach: {target: east, service: web}}
                    for: 2s
                  - name: west-detached
                    inject: {service-detach: {target: west, service: web}}
                    for: 2s
            safeguards: {stop-after: 1m, blast-radius: {targets: 2, share: 100%%}}
            """;

    @TempDir
    Path folder;

    @Test
    void faultsInTwoClustersAreOfOneRunAndAreJudgedTogether() throws Exception {
        try (Cluster east = ClusterJobIT.prepared(KubernetesLab.ofSimulatedNodes(1));
                Cluster west = ClusterJobIT.prepared(KubernetesLab.ofSimulatedNodes(1))) {
            start(east);
            start(west);
            Path file = Files.writeString(folder.resolve("regions.yaml"), EXPERIMENT.formatted(kubeconfig(east, west)));
            StringWriter told = new StringWriter();
            PrintWriter to = new PrintWriter(told, true);

            int exit = Main.execute(to, to, "run", file.toString(), "--out", folder.toString());

            assertThat(exit).as(told.toString()).isZero();
            assertThat(told.toString())
                    .contains("in-east: R3 = ", "in-west: R3 = ")
                    .contains("healed east-detached: ", "healed west-detached: ")
                    .containsOnlyOnce("PASS: ");
        }
    }

    private static void start(Cluster cluster) throws Exception {
        cluster.start();
        LabApi api = new LabApi(cluster.kubeconfig());
        for (String document : LabApi.documents(SHOP)) {
            assertThat(api.apply(document, false).statusCode() / 100).isEqualTo(2);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> api.get("/apis/apps/v1/namespaces/lab/deployments/web")
                .contains("\"readyReplicas\":2"));
    }

    /** As somebody has it who works with two clusters. */
    private Path kubeconfig(Cluster east, Cluster west) throws IOException {
        String both = "apiVersion: v1\nkind: Config\nclusters:\n" + entry("east", east, "(cluster: \\{.*})")
                + entry("west", west, "(cluster: \\{.*})") + "users:\n"
                + entry("east", east, "(user: \\{.*})") + entry("west", west, "(user: \\{.*})")
                + "contexts:\n- name: east\n  context: {cluster: east, user: east}\n"
                + "- name: west\n  context: {cluster: west, user: west}\n";
        return Files.writeString(folder.resolve("kubeconfig"), both);
    }

    private static String entry(String name, Cluster cluster, String pattern) throws IOException {
        return "- name: " + name + "\n  " + LabApi.first(Files.readString(cluster.kubeconfig()), pattern) + "\n";
    }
}
