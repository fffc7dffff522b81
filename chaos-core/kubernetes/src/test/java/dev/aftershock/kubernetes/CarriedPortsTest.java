package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CarriedPortsTest {

    private static final Thing SHOP = new Thing(Thing.Sort.SERVICE, "space", "shop");

    private final CarriedPorts ports = ports(List.of(
            Map.of("name", "http", "port", 80, "targetPort", 8474, "protocol", "TCP", "nodePort", 30_080),
            Map.of("name", "admin", "port", 81, "targetPort", "admin", "protocol", "TCP"),
            Map.of("name", "old", "port", 82, "targetPort", 8474, "protocol", "TCP"),
            Map.of("name", "same", "port", 20_000, "protocol", "TCP")));

    @Test
    void portsWithOneTargetShareAWayAndANamedOneHasANumberThatIsFree() {
        assertThat(ports.ways()).extracting(CarriedPorts.Way::listen).containsExactly(8474, 20_001, 20_000);
        assertThat(ports.ways()).extracting(CarriedPorts.Way::name).containsExactly("", "admin", "");
        assertThat(ports.ways()).extracting(CarriedPorts.Way::leadsTo).containsExactly(80, 81, 20_000);
        assertThat(ports.api()).as("not where a way listens").isEqualTo(8475);
    }

    @Test
    void aPortIsChosenByItsNameOrItsNumber() {
        CarriedPorts.Chosen old = ports.chosen(SHOP, Optional.of("old"));

        assertThat(old).isEqualTo(ports.chosen(SHOP, Optional.of("82")));
        assertThat(old.port().number()).isEqualTo(82);
        assertThat(old.way().proxy(SHOP)).isEqualTo("shop-8474");
    }

    @Test
    void theOtherServiceHasTheSamePortsButNoNodePorts() {
        assertThat(ports.written())
                .hasSize(4)
                .contains(Map.of("name", "http", "port", 80, "targetPort", 8474, "protocol", "TCP"));
    }

    @Test
    void theProxyIsToldItsWaysAndHasNoPrivileges() {
        Detour detour = new Detour(SHOP, Mark.of(Detour.KIND, "20261128-120000-abcdef", "web"));

        GenericKubernetesResource made = new DetourParts(detour, ports, "toxiproxy:2").deployment("10.96.0.7");

        String told = made.get("spec", "template", "metadata", "annotations", "aftershock.dev/proxies");
        Object sysctls = made.get("spec", "template", "spec", "securityContext", "sysctls");
        assertThat(told).contains("\"name\":\"shop-20001\"", "\"listen\":\":20001\"", "\"upstream\":\"10.96.0.7:81\"");
        assertThat(made.toString())
                .contains("runAsNonRoot=true", "allowPrivilegeEscalation=false", "readOnlyRootFilesystem=true")
                .doesNotContain("hostNetwork", "privileged=true", "hostPath");
        assertThat(sysctls).as("no port below 1024").isNull();
    }

    private static CarriedPorts ports(List<Map<String, Object>> ports) {
        GenericKubernetesResource service = new GenericKubernetesResource();
        service.setAdditionalProperty("spec", Map.of("clusterIP", "10.96.0.9", "ports", ports));
        return CarriedPorts.of(SHOP, service);
    }
}
