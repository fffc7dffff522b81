package dev.aftershock.kubernetes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.HttpTarget;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code network-partition}: pods are cut off from others, from addresses outside, or from everything.
 *
 * @param target the namespace
 * @param pods which ones
 * @param from what they are cut off from; empty for everything
 * @param direction which way
 * @param canary what must fall silent, as the proof that the cluster's network obeys
 */
public record NetworkPartition(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("A label selector of the pods that are cut off, such as app=orders.")
        String pods,

        @Setting("What they are cut off from; by default everything.")
        Optional<CutFrom> from,

        @Setting(
                value = "Which connections: ingress is those that others open to them, egress those that they open.",
                byDefault = "both")
        CutDirection direction,

        @Setting("An http target that answers until the cut, and must not then: the proof that the network obeys.")
        @Needs(value = HttpTarget.class, observed = true)
        Optional<String> canary) {

    /** Checks the selector. */
    public NetworkPartition {
        Labels.parse("pods", pods);
    }

    /** Makes {@code network-partition} faults. Thread-safe. */
    public static final class Provider extends PolicyProvider<NetworkPartition> {

        @Override
        public String kind() {
            return "network-partition";
        }

        @Override
        public String summary() {
            return "Cuts pods off from others, from addresses outside, or from everything, by a network policy.";
        }

        @Override
        public Class<NetworkPartition> settings() {
            return NetworkPartition.class;
        }

        @Override
        Common common(NetworkPartition settings) {
            return new Common(settings.target(), settings.pods(), settings.canary());
        }

        @Override
        String action(NetworkPartition settings) {
            return "cut the pods " + settings.pods() + " off from "
                    + settings.from().map(CutFrom::toString).orElse("everything") + ", " + settings.direction();
        }

        @Override
        ClusterRight seePods(NetworkPartition settings) {
            return settings.from().flatMap(CutFrom::namespace).isPresent()
                    ? ClusterRight.ofCluster("list", "", "pods")
                    : super.seePods(settings);
        }

        @Override
        NetworkPolicySpec spec(NetworkPartition settings, Scene scene) throws IOException {
            List<NetworkPolicyPeer> others =
                    settings.from().isPresent() ? settings.from().get().others(scene) : List.of();
            boolean nobody = others.isEmpty();
            NetworkPolicySpec spec = new NetworkPolicySpec();
            spec.setPolicyTypes(settings.direction().types());
            if (settings.direction() != CutDirection.EGRESS) {
                spec.setIngress(nobody ? List.of() : List.of(new NetworkPolicyIngressRule(others, List.of())));
            }
            if (settings.direction() != CutDirection.INGRESS) {
                spec.setEgress(nobody ? List.of() : List.of(new NetworkPolicyEgressRule(List.of(), others)));
            }
            return spec;
        }
    }
}
