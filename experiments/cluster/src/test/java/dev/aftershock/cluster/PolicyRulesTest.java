package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {

    private static final String PODS = """
            {"items": [
              {"metadata": {"namespace": "shop", "labels": {"app": "web"}}, "status": {"podIP": "10.244.1.2"}},
              {"metadata": {"namespace": "shop", "labels": {"app": "db"}}, "status": {"podIP": "10.244.1.3"}},
              {"metadata": {"namespace": "bank", "labels": {"app": "db"}}, "status": {"podIP": "10.244.2.4"}},
              {"metadata": {"namespace": "shop", "labels": {"app": "db"}}, "status": {}},
              {"metadata": {"namespace": "shop"}, "spec": {"hostNetwork": true}, "status": {"podIP": "10.244.1.1"}},
              {"metadata": {"namespace": "shop"}, "status": {"podIP": "10.244.1.9", "phase": "Succeeded"}}]}""";

    private static final String NAMESPACES = """
            {"items": [{"metadata": {"name": "shop", "labels": {"kind": "a"}}},
                       {"metadata": {"name": "bank", "labels": {"kind": "b"}}}]}""";

    private static final String IN = "-A KUBE-LAB-INGRESS -m conntrack --ctreplsrc ";
    private static final String OUT = "-A KUBE-LAB-EGRESS -m conntrack --ctorigsrc ";

    private static List<String> rules(String... specs) {
        return PolicyRules.of(
                json("{\"items\": [{\"metadata\": {\"namespace\": \"shop\"}, \"spec\": "
                        + String.join("}, {\"metadata\": {\"namespace\": \"shop\"}, \"spec\": ", specs) + "}]}"),
                PolicyPods.of(json(PODS), json(NAMESPACES)));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aChosenPodMayDoNothingThatNoPolicyAllows() {
        assertThat(rules("""
                        {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"]}"""))
                .containsExactly(IN + "10.244.1.2 --ctorigsrc 10.244.1.2 -j RETURN", IN + "10.244.1.2 -j DROP");
    }

    @Test
    void whatOnePolicyAllowsIsAllowedThoughAnotherDoesNot() {
        assertThat(rules("""
                        {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"to": [{"podSelector": {
                          "matchExpressions": [{"key": "app", "operator": "In", "values": ["db"]}]}}]}]}""", """
                        {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Egress"]}"""))
                .containsExactly(
                        OUT + "10.244.1.2 --ctreplsrc 10.244.1.2 -j RETURN",
                        OUT + "10.244.1.2 -m conntrack --ctreplsrc 10.244.1.3 -j RETURN",
                        OUT + "10.244.1.2 -j DROP",
                        OUT + "10.244.1.3 --ctreplsrc 10.244.1.3 -j RETURN",
                        OUT + "10.244.1.3 -m conntrack --ctreplsrc 10.244.1.3 -j RETURN",
                        OUT + "10.244.1.3 -j DROP");
    }

    @Test
    void peersAreOfOtherNamespacesWhereTheseAreChosen() {
        assertThat(rules("""
                        {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"], "ingress": [{
                          "from": [{"namespaceSelector": {"matchExpressions": [{"key": "kind", "operator": "NotIn",
                            "values": ["a"]}]}, "podSelector": {"matchExpressions": [{"key": "app",
                            "operator": "Exists"}, {"key": "old", "operator": "DoesNotExist"}]}}]}]}"""))
                .contains(IN + "10.244.1.2 -m conntrack --ctorigsrc 10.244.2.4 -j RETURN")
                .hasSize(3);
    }

    @Test
    void blocksHaveExceptionsAndPortsHaveRanges() {
        assertThat(rules("""
                        {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Egress"], "egress": [{
                          "to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16", "10.2.0.0/16"]}},
                                 {"ipBlock": {"cidr": "::/0"}}],
                          "ports": [{"port": 80}, {"protocol": "UDP", "port": 1, "endPort": 52}, {"protocol": "UDP"},
                                    {"port": "http"}]}]}"""))
                .filteredOn(rule -> rule.contains("10.0.0.0/8"))
                .containsExactly(
                        block(" -m conntrack --ctproto tcp --ctreplsrcport 80:80"),
                        block(" -m conntrack --ctproto udp --ctreplsrcport 1:52"),
                        block(" -m conntrack --ctproto udp"));
    }

    private static String block(String ports) {
        return OUT + "10.244.1.2 -m conntrack --ctreplsrc 10.0.0.0/8 -m conntrack ! --ctreplsrc 10.1.0.0/16"
                + " -m conntrack ! --ctreplsrc 10.2.0.0/16" + ports + " -j RETURN";
    }

    @Test
    void whoWritesPoliciesWritesNoRules() {
        assertThat(rules("""
                        {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{
                          "from": [{"ipBlock": {"cidr": "10.0.0.0/8 -j ACCEPT\\n-F"}}],
                          "ports": [{"protocol": "tcp -j ACCEPT"}]}]}""")).noneMatch(rule -> rule.contains("ACCEPT"));
    }
}
