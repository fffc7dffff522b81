package dev.aftershock.kubernetes;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.probes.ClusterRight;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.io.IOException;
import java.util.List;

/** Asks a cluster what we may do there. */
final class Permissions {

    private Permissions() {}

    /**
     * Makes sure of all of them, before anything is touched.
     *
     * @throws dev.aftershock.parts.InvalidInputException with each that is missing
     */
    static void require(Cluster cluster, String namespace, List<ClusterRight> rights) throws IOException {
        Problems problems = new Problems();
        for (ClusterRight right : rights) {
            if (!isGranted(cluster, namespace, right)) {
                problems.add(
                        Place.CODE,
                        cluster + " does not allow us to " + right.in(namespace),
                        "a role that allows it, bound to whom the kubeconfig logs in as;"
                                + " 'aftershock k8s rbac FILE' writes one");
            }
        }
        problems.throwIfAny();
    }

    /**
     * Whether we may. It is the first that a process asks, and so loads what it takes to ask, which on a busy machine lasts longer
     * than a read may. Nothing acts yet, and nobody waits for it.
     */
    static boolean isGranted(Cluster cluster, String namespace, ClusterRight right) throws IOException {
        // RBAC writes pods/eviction, where a review has two fields.
        String[] resource = right.resource().split("/", 2);
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
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
        SelfSubjectAccessReview answer = cluster.write(
                "asking whether we may " + right.in(namespace),
                client -> client.authorization().v1().selfSubjectAccessReview().create(review));
        return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
