package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Setting;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pods are cut off from: pods, those of a namespace, or addresses outside.
 *
 * @param pods a label selector; without {@code namespace} of pods beside the chosen ones
 * @param namespace theirs; without {@code pods} all of it
 * @param cidr addresses outside of the cluster
 * @param podAddresses where the addresses of the cluster's pods are from
 */
public record CutFrom(
        @Setting("A label selector of other pods, such as app=db.")
        Optional<String> pods,

        @Setting("The namespace of those pods, or of all its pods; by default the target's.")
        Optional<String> namespace,

        @Setting("A block of addresses outside of the cluster, such as 203.0.113.0/24.")
        Optional<String> cidr,

        @Setting("The block that the cluster's pods have their addresses from: pods that start later are cut too.")
        Optional<String> podAddresses) {

    /** A label of every namespace. */
    private static final String NAMESPACE = "kubernetes.io/metadata.name";

    private static final int MOST_PODS = 500;

    /** Checks the blocks and the selector. */
    public CutFrom {
        pods.ifPresent(text -> Labels.parse("pods", text));
        namespace.ifPresent(name -> Thing.refuseNoName("namespace", name));
        cidr.ifPresent(text -> AddressBlock.parse("cidr", text));
        podAddresses.ifPresent(text -> AddressBlock.parse("pod-addresses", text));
        boolean cluster = pods.isPresent() || namespace.isPresent();
        if (cluster == cidr.isPresent()) {
            throw new IllegalArgumentException(
                    "'cidr' stands " + (cluster ? "beside 'pods' or 'namespace'" : "nowhere, nor 'pods' or 'namespace'")
                            + "; expected either 'cidr', or 'pods', 'namespace' or both");
        }
        if (podAddresses.isPresent() && !cluster) {
            throw new IllegalArgumentException("'pod-addresses' is given with 'cidr', which cuts no pod");
        }
    }

    /** In words. */
    @Override
    public String toString() {
        return cidr.orElseGet(() -> "pods " + pods.orElse("")
                + namespace
                        .map(name -> (pods.isPresent() ? " " : "") + "of namespace " + name)
                        .orElse(""));
    }

    /**
     * Everybody else.
     *
     * @throws InvalidInputException when there is nothing to cut off
     */
    List<NetworkPolicyPeer> others(Scene scene) throws IOException {
        return cidr.isPresent() ? othersThanAddresses(AddressBlock.parse("cidr", cidr.get())) : othersThanPods(scene);
    }

    private static List<NetworkPolicyPeer> othersThanAddresses(AddressBlock block) {
        List<NetworkPolicyPeer> others = new ArrayList<>();
        others.add(peer(namespaces("Exists", List.of())).build());
        others.addAll(worldWithout(List.of(block)));
        return others;
    }

    private List<NetworkPolicyPeer> othersThanPods(Scene scene) throws IOException {
        String where = namespace.orElse(scene.namespace());
        List<Pod> cut = Pods.listed(scene.cluster(), where, pods.orElse("")).stream()
                .filter(pod -> !Pods.leaves(pod))
                .toList();
        List<NetworkPolicyPeer> others = new ArrayList<>();
        others.add(peer(namespaces("NotIn", List.of(where))).build());
        pods.map(text -> Labels.parse("pods", text))
                .map(Labels::opposite)
                .orElse(List.of())
                .forEach(rest -> others.add(peer(namespaces("In", List.of(where)))
                        .withPodSelector(rest)
                        .build()));
        others.addAll(worldWithout(blocks(cut, where)));
        return others;
    }

    /** Some network plug-ins take an address of a pod for one in a block, so that no block may hold it. */
    private List<AddressBlock> blocks(List<Pod> cut, String where) {
        if (cut.isEmpty()) {
            throw InvalidInputException.of(
                    "there are no pods '" + pods.orElse("") + "' in namespace " + where + " to be cut off from",
                    "a selector or a namespace of pods that are there");
        }
        Pods.refuseOnNodesNetwork(cut);
        if (podAddresses.isPresent()) {
            return List.of(AddressBlock.parse("pod-addresses", podAddresses.get()));
        }
        if (cut.size() > MOST_PODS) {
            throw InvalidInputException.of(
                    cut.size() + " pods are more than one policy should name by address",
                    "'pod-addresses', or at most " + MOST_PODS + " pods");
        }
        return cut.stream()
                .flatMap(pod -> Lists.of(pod.getStatus().getPodIPs()).stream())
                .map(each -> AddressBlock.of(each.getIp()))
                .toList();
    }

    private static List<NetworkPolicyPeer> worldWithout(List<AddressBlock> blocks) {
        return Stream.of(AddressBlock.parse("cidr", "0.0.0.0/0"), AddressBlock.parse("cidr", "::/0"))
                .filter(world -> blocks.stream().noneMatch(block -> block.six() == world.six() && block.length() == 0))
                .map(world -> new IPBlock(
                        world.text(),
                        blocks.stream()
                                .filter(block -> block.six() == world.six())
                                .map(AddressBlock::text)
                                .toList()))
                .map(block -> new NetworkPolicyPeerBuilder().withIpBlock(block).build())
                .toList();
    }

    private static NetworkPolicyPeerBuilder peer(LabelSelector namespaces) {
        return new NetworkPolicyPeerBuilder().withNamespaceSelector(namespaces);
    }

    private static LabelSelector namespaces(String operator, List<String> names) {
        return new LabelSelectorBuilder()
                .withMatchExpressions(Labels.among(NAMESPACE, operator, names))
                .build();
    }
}
