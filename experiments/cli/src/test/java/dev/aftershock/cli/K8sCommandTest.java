package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class K8sCommandTest {

    private static final String HEAD = """
            aftershock: 1
            title: Orders survive a killed pod
            hypothesis: With two pods, losing one is not noticed.
            objectives: {rto: 20s}
            targets:
              shop: {kubernetes: shop}
              web: {tcp: "127.0.0.1:8080"}
            probes:
              - name: orders
                tcp: {target: web, every: 100ms, deadline: 1s}
            steady-state: {within: 300ms, bad-at-most: 1%, for: 5s}
            method:
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void theRolesOfAnExperimentHoldExactlyWhatItsPartsNeed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("orders.yaml"),
                HEAD + "  - inject: {pod-delete: {target: shop, pods: {labels: app=orders}}}\n"
                        + "  - inject: {service-detach: {target: shop, service: orders}}\n");

        assertThat(execute("k8s", "rbac", file.toString())).isZero();

        assertThat(out.toString()).isEqualTo("""
                        ---
                        apiVersion: v1
                        kind: ServiceAccount
                        metadata:
                          name: "aftershock-orders-survive-a-killed-pod"
                          namespace: "shop"
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: Role
                        metadata:
                          name: "aftershock-orders-survive-a-killed-pod"
                          namespace: "shop"
                        rules:
                        - apiGroups: [""]
                          resources: [namespaces]
                          verbs: [get]
                        - apiGroups: [""]
                          resources: [pods]
                          verbs: [delete, get, list]
                        - apiGroups: [""]
                          resources: [services]
                          verbs: [list]
                        - apiGroups: [""]
                          resources: [services]
                          resourceNames: ["orders"]
                          verbs: [get, patch]
                        - apiGroups: ["discovery.k8s.io"]
                          resources: [endpointslices]
                          verbs: [list]
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata:
                          name: "aftershock-orders-survive-a-killed-pod"
                          namespace: "shop"
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "aftershock-orders-survive-a-killed-pod"}
                        subjects:
                        - {kind: ServiceAccount, name: "aftershock-orders-survive-a-killed-pod", namespace: "shop"}
                        """);
    }

    @Test
    void whatBelongsToTheWholeClusterHasARoleOfItsOwn() throws IOException {
        Path file = Files.writeString(
                folder.resolve("node.yaml"), HEAD + "  - inject: {node-cordon: {target: shop, nodes: east-1}}\n");

        assertThat(execute("k8s", "rbac", file.toString())).isZero();

        assertThat(out.toString()).contains("""
                        kind: ClusterRole
                        metadata:
                          name: "aftershock-orders-survive-a-killed-pod"
                        rules:
                        - apiGroups: [""]
                          resources: [nodes]
                          verbs: [get, list, patch]
                        """).contains("kind: ClusterRoleBinding");
    }

    @Test
    void whatATargetMakesIsInTheRoleToo() throws IOException {
        Path file = Files.writeString(
                folder.resolve("link.yaml"),
                HEAD.replace(
                                "probes:\n",
                                "  link: {service-link: {cluster: shop, service: orders, image: \"toxiproxy:2\"}}\nprobes:\n")
                        + "  - inject: {down: link}\n");

        assertThat(execute("k8s", "rbac", file.toString())).as(err.toString()).isZero();

        assertThat(out.toString())
                .contains("  resources: [services]\n  verbs: [create, list]\n")
                .contains("  resources: [services]\n  resourceNames: [\"orders\"]\n  verbs: [get, patch]\n")
                .contains("  resourceNames: [\"aftershock-orders-upstream\"]\n  verbs: [delete, get]\n")
                .contains(
                        "  resources: [deployments]\n  resourceNames: [\"aftershock-orders\"]\n  verbs: [delete, get]\n");
    }

    @Test
    void whatAProbeLooksAtIsInTheRoleToo() throws IOException {
        Path file = Files.writeString(
                folder.resolve("probe.yaml"),
                HEAD.replace(
                                "  - name: orders\n",
                                "  - name: ready\n    kubernetes-ready: {target: shop, workload: deployment/orders,"
                                        + " every: 1s, deadline: 1s}\n  - name: orders\n")
                        + "  - inject: {pod-delete: {target: shop, pods: {labels: app=orders}}}\n");

        assertThat(execute("k8s", "rbac", file.toString())).isZero();

        assertThat(out.toString())
                .contains("  resources: [pods]\n  verbs: [delete, get, list, watch]\n")
                .contains("  resources: [deployments]\n  resourceNames: [\"orders\"]\n  verbs: [get]\n");
    }

    @Test
    void anExperimentWithoutAClusterNeedsNoRole() throws IOException {
        Path file = Files.writeString(folder.resolve("none.yaml"), HEAD + "  - inject: {down: {link: a}}\n");
        assertThat(execute("k8s", "rbac", file.toString())).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("k8s")).isEqualTo(Main.BAD_INPUT);
    }

    private int execute(String... arguments) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
