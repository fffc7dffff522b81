package dev.aftershock.kubernetes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.HttpTarget;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of the fault {@code dns-failure}: nothing that pods send to port 53 arrives.
 *
 * @param target the namespace
 * @param pods which ones
 * @param canary what must turn bad, as the proof that the cluster's network obeys
 */
public record DnsFailure(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("A label selector of the pods that find no names, such as app=orders.")
        String pods,

        @Setting(
                "An http target that answers well until names are not found, and must not then, such as a pod's health.")
        @Needs(value = HttpTarget.class, observed = true)
        Optional<String> canary) {

    /** Checks the selector. */
    public DnsFailure {
        Labels.parse("pods", pods);
    }

    /** Makes {@code dns-failure} faults. Thread-safe. */
    public static final class Provider extends PolicyProvider<DnsFailure> {

        private static final int DNS = 53;
        private static final int LAST = 65535;

        @Override
        public String kind() {
            return "dns-failure";
        }

        @Override
        public String summary() {
            return "Lets pods find no names: nothing that they send to port 53 arrives, by a network policy.";
        }

        @Override
        public Class<DnsFailure> settings() {
            return DnsFailure.class;
        }

        @Override
        Common common(DnsFailure settings) {
            return new Common(settings.target(), settings.pods(), settings.canary());
        }

        @Override
        String action(DnsFailure settings) {
            return "let nothing that the pods " + settings.pods() + " send to port " + DNS + " arrive";
        }

        @Override
        NetworkPolicySpec spec(DnsFailure settings, Scene scene) {
            NetworkPolicySpec spec = new NetworkPolicySpec();
            spec.setPolicyTypes(List.of("Egress"));
            spec.setEgress(List.of(new NetworkPolicyEgressRule(
                    Stream.of("TCP", "UDP")
                            .flatMap(protocol -> Stream.of(ports(protocol, 1, DNS - 1), ports(protocol, DNS + 1, LAST)))
                            .toList(),
                    List.of())));
            return spec;
        }

        private static NetworkPolicyPort ports(String protocol, int first, int last) {
            return new NetworkPolicyPort(last, new IntOrString(first), protocol);
        }
    }
}
