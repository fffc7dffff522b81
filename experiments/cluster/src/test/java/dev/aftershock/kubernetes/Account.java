package dev.aftershock.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.aftershock.probes.ClusterRight;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Somebody who is allowed what a test says and no more, with a kubeconfig to log in by. */
final class Account implements AutoCloseable {

    private final KubernetesClient admin;
    private final String namespace;
    private final String name = "account-" + UUID.randomUUID().toString().substring(0, 8);

    Account(KubernetesClient admin, String namespace, List<ClusterRight> allowed) {
        this.admin = admin;
        this.namespace = namespace;
        admin.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .inNamespace(namespace)
                .create();
        bindRole(rules(allowed, false));
        bindClusterRole(rules(allowed, true));
        // The API server learns of new roles a moment after they were made.
        await().pollDelay(Duration.ZERO).atMost(Duration.ofSeconds(30)).until(() -> allowed.stream()
                .allMatch(this::isGranted));
    }

    private boolean isGranted(ClusterRight right) {
        String[] resource = right.resource().split("/", 2);
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + namespace + ":" + name)
                .withNewResourceAttributes()
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(resource[0])
                .withSubresource(resource.length == 2 ? resource[1] : null)
                .withName(right.name())
                .withNamespace(right.wholeCluster() ? null : namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        return Boolean.TRUE.equals(admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed());
    }

    private static List<PolicyRule> rules(List<ClusterRight> allowed, boolean wholeCluster) {
        return allowed.stream()
                .filter(need -> need.wholeCluster() == wholeCluster)
                .map(need -> new PolicyRuleBuilder()
                        .withVerbs(need.verb())
                        .withApiGroups(need.group())
                        .withResources(need.resource())
                        .withResourceNames(need.name().isEmpty() ? List.of() : List.of(need.name()))
                        .build())
                .toList();
    }

    private void bindRole(List<PolicyRule> rules) {
        admin.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .inNamespace(namespace)
                .create();
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                        .addNewSubject("", "ServiceAccount", name, namespace)
                        .build())
                .inNamespace(namespace)
                .create();
    }

    private void bindClusterRole(List<PolicyRule> rules) {
        admin.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
        admin.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                        .addNewSubject("", "ServiceAccount", name, namespace)
                        .build())
                .create();
    }

    /** A kubeconfig that logs in as this account. */
    Path kubeconfig(Path folder) throws IOException {
        String token = admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return kubeconfig(admin, token, Files.createTempFile(folder, "account-", ".yaml"));
    }

    /** A kubeconfig for the cluster of a client, with another token. */
    static Path kubeconfig(KubernetesClient admin, String token, Path file) throws IOException {
        String authority = admin.getConfiguration().getCaCertFile() != null
                ? "certificate-authority: " + admin.getConfiguration().getCaCertFile()
                : "certificate-authority-data: " + admin.getConfiguration().getCaCertData();
        return Files.writeString(
                file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: lab, cluster: {server: "%s", %s}}]
                users: [{name: account, user: {token: "%s"}}]
                contexts: [{name: lab, context: {cluster: lab, user: account}}]
                current-context: lab
                """.formatted(admin.getMasterUrl().toString().replaceAll("/$", ""), authority, token));
    }

    @Override
    public void close() {
        admin.rbac().clusterRoleBindings().withName(name).delete();
        admin.rbac().clusterRoles().withName(name).delete();
    }
}
