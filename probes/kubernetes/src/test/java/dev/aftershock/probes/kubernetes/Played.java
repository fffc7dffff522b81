package dev.aftershock.probes.kubernetes;

import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.NodeListBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseListBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceListBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Objects for {@link PlayedApi}. */
final class Played {

    static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/orders";
    static final String PODS = "/api/v1/namespaces/shop/pods";
    static final String NODES = "/api/v1/nodes";
    static final String SERVICE = "/api/v1/namespaces/shop/services/orders";
    static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
    static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/shop/leases";

    private Played() {}

    static Deployment deployment(int replicas) {
        return new DeploymentBuilder()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(Map.of("app", "orders"))
                .endSelector()
                .endSpec()
                .build();
    }

    /** A pod whose uid and name are the same. */
    static Pod pod(String name, long version, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .withResourceVersion(String.valueOf(version))
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }

    static PodList pods(long version, Pod... pods) {
        return new PodListBuilder()
                .withNewMetadata()
                .withResourceVersion(String.valueOf(version))
                .endMetadata()
                .withItems(List.of(pods))
                .build();
    }

    static NodeList oneNodeThatIsNotReady() {
        return new NodeListBuilder()
                .withNewMetadata()
                .withResourceVersion("1")
                .endMetadata()
                .withItems(new NodeBuilder()
                        .withNewMetadata()
                        .withName("n1")
                        .withUid("n1")
                        .withResourceVersion("1")
                        .endMetadata()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("Unknown")
                        .endCondition()
                        .endStatus()
                        .build())
                .build();
    }

    static Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("orders")
                .endMetadata()
                .build();
    }

    static EndpointSliceList noSlices() {
        return new EndpointSliceListBuilder()
                .withMetadata(new ListMetaBuilder().withResourceVersion("1").build())
                .build();
    }

    /** A lease {@code orders} of two seconds that was renewed in this version. */
    static Lease lease(String holder, long version) {
        return lease(holder, version, version);
    }

    /** A lease {@code orders} of two seconds, and when it was renewed by a clock that is years behind. */
    static Lease lease(String holder, long version, long renewed) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName("orders")
                .withUid("orders")
                .withResourceVersion(String.valueOf(version))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(2)
                .withRenewTime(Instant.ofEpochSecond(renewed).atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
    }

    static LeaseList leases(long version, Lease... leases) {
        return new LeaseListBuilder()
                .withMetadata(new ListMetaBuilder()
                        .withResourceVersion(String.valueOf(version))
                        .build())
                .withItems(List.of(leases))
                .build();
    }
}
