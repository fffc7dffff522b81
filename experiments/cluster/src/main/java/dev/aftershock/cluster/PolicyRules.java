package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.cluster.PolicyChains.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says network policies in the words of {@code iptables}: a pod that policies choose for a direction may do there what any of
 * them allows, and nothing else.
 *
 * <p>IPv6 is left out, as the lab has none, and a port that is a name allows nothing.
 */
final class PolicyRules {

    /** What may stand in a rule as an address or a block of them: whoever writes policies must not write rules. */
    static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?");

    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

    private final PolicyPods pods;

    private PolicyRules(PolicyPods pods) {
        this.pods = pods;
    }

    /** The rules of both chains for a list of policies. */
    static List<String> of(JsonNode policies, PolicyPods pods) {
        PolicyRules rules = new PolicyRules(pods);
        List<String> lines = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            rules.allowed(policies, direction).forEach((pod, allowed) -> lines.addAll(lines(direction, pod, allowed)));
        }
        return lines;
    }

    private static List<String> lines(Direction direction, String pod, Set<String> allowed) {
        String mine = "-A " + direction.chain() + " -m conntrack " + direction.pod() + " " + pod;
        List<String> lines = new ArrayList<>();
        // Nobody is cut off from itself.
        lines.add(mine + " " + direction.peer() + " " + pod + " -j RETURN");
        allowed.forEach(match -> lines.add(mine + match + " -j RETURN"));
        lines.add(mine + " -j DROP");
        return lines;
    }

    /** What is allowed to each pod that is chosen by any policy. */
    private Map<String, Set<String>> allowed(JsonNode policies, Direction direction) {
        String name = direction.name().toLowerCase(Locale.ROOT);
        Map<String, Set<String>> allowed = new LinkedHashMap<>();
        for (JsonNode policy : policies.path("items")) {
            JsonNode spec = policy.path("spec");
            if (!isAbout(spec, direction)) {
                continue;
            }
            String namespace = policy.path("metadata").path("namespace").asText();
            List<String> matches = new ArrayList<>();
            spec.path(name).forEach(rule -> matches.addAll(matches(namespace, rule, direction)));
            for (String pod : pods.chosen(namespace, spec.path("podSelector"))) {
                allowed.computeIfAbsent(pod, each -> new LinkedHashSet<>()).addAll(matches);
            }
        }
        return allowed;
    }

    private static boolean isAbout(JsonNode spec, Direction direction) {
        for (JsonNode type : spec.path("policyTypes")) {
            if (type.asText().equalsIgnoreCase(direction.name())) {
                return true;
            }
        }
        return false;
    }

    private List<String> matches(String namespace, JsonNode rule, Direction direction) {
        List<String> matches = new ArrayList<>();
        for (String peer : peers(namespace, rule.path(direction.peers()), direction)) {
            for (String port : ports(rule.path("ports"))) {
                matches.add(peer + port);
            }
        }
        return matches;
    }

    private List<String> peers(String namespace, JsonNode peers, Direction direction) {
        if (peers.isEmpty()) {
            return List.of("");
        }
        List<String> matches = new ArrayList<>();
        for (JsonNode peer : peers) {
            if (peer.has("ipBlock")) {
                matches.addAll(block(peer.path("ipBlock"), direction));
            } else {
                pods.peers(namespace, peer)
                        .forEach(address -> matches.add(" -m conntrack " + direction.peer() + " " + address));
            }
        }
        return matches;
    }

    private static List<String> block(JsonNode block, Direction direction) {
        String addresses = block.path("cidr").asText();
        if (!ADDRESS.matcher(addresses).matches()) {
            return List.of();
        }
        StringBuilder match = new StringBuilder(" -m conntrack " + direction.peer() + " " + addresses);
        for (JsonNode except : block.path("except")) {
            if (ADDRESS.matcher(except.asText()).matches()) {
                match.append(" -m conntrack ! ")
                        .append(direction.peer())
                        .append(' ')
                        .append(except.asText());
            }
        }
        return List.of(match.toString());
    }

    private static List<String> ports(JsonNode ports) {
        if (ports.isEmpty()) {
            return List.of("");
        }
        List<String> matches = new ArrayList<>();
        for (JsonNode port : ports) {
            String protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
            JsonNode first = port.path("port");
            if (PROTOCOLS.contains(protocol) && !first.isTextual()) {
                String match = " -m conntrack --ctproto " + protocol;
                int last = port.path("endPort").asInt(first.asInt());
                matches.add(first.isMissingNode() ? match : match + " --ctreplsrcport " + first.asInt() + ":" + last);
            }
        }
        return matches;
    }
}
