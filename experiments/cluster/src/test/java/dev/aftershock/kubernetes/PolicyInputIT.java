package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.HttpTarget;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A fault by a network policy is refused where it would not cut, or would open, anything; and it is made as it was meant. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyInputIT {

    private final NetworkPartition.Provider provider = new NetworkPartition.Provider();
    private KubernetesClient admin;
    private ShopWorld world;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        world = new ShopWorld(new ShopWorld.Login(admin, space.file()), shop -> false);
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    @AfterEach
    void removePolicies() {
        admin.network().v1().networkPolicies().inNamespace(world.namespace()).delete();
    }

    @Test
    void podsThatOtherPoliciesDecideOnAreRefusedWithEachOfThem() throws Exception {
        make("shop-only", "{podSelector: {matchLabels: {app: orders}}, ingress: [{from: [{podSelector: {}}]}]}");
        make("deny-all", "{podSelector: {}, policyTypes: [Ingress, Egress]}");
        make("of-carts", "{podSelector: {matchLabels: {app: carts}}}");

        refused(cut("app=orders", CutDirection.INGRESS))
                .hasMessageContaining("network policy " + world.namespace() + "/shop-only decides on Ingress")
                .hasMessageContaining("network policy " + world.namespace() + "/deny-all decides on Ingress")
                .hasMessageContaining("what it allows could not be cut, and what it denies would be opened")
                .message()
                .doesNotContain("of-carts");
        refused(cut("app=orders", CutDirection.EGRESS))
                .hasMessageContaining("deny-all decides on Egress")
                .message()
                .doesNotContain("shop-only");
    }

    @Test
    void podsThatAreNotThereAreRefused() {
        refused(cut("app=carts", CutDirection.BOTH))
                .hasMessageContaining("there are no pods 'app=carts' in namespace " + world.namespace());
        refused(from(new CutFrom(Optional.of("app=db"), Optional.empty(), Optional.empty(), Optional.empty())))
                .hasMessageContaining("there are no pods 'app=db' in namespace " + world.namespace());
    }

    @Test
    void anObjectOfThatNameIsNeverOverwritten() throws Exception {
        NetworkPartition settings = cut("app=orders", CutDirection.BOTH);
        PreparedFault first = prepare(settings);
        first.inject();
        refused(settings).hasMessageContaining("is there already, by the fault 'network-partition' of run.fault");
        assertThatThrownBy(first::inject).isInstanceOf(IOException.class).hasMessageContaining("409");
        provider.heal(first.undo(), HealContext.afterDeath());
        assertThat(world.policies()).isZero();
    }

    @Test
    void twoFaultsOfOneStepOnTheSamePodsUndoEachOtherAndNeitherShowsAnEffect() throws Exception {
        NetworkPartition all = cut("app=orders", CutDirection.BOTH);
        NetworkPartition incoming = cut("app=orders", CutDirection.INGRESS);
        PreparedFault first = prepare(all);
        PreparedFault second = prepare(incoming);
        first.inject();
        assertThat(first.effect()).isPresent();
        second.inject();

        assertThatThrownBy(first::effect)
                .hasMessageContaining(provider.name(incoming) + " decides on Ingress of the same pods");
        assertThatThrownBy(second::effect)
                .hasMessageContaining(provider.name(all) + " decides on Ingress of the same pods");

        provider.heal(second.undo(), HealContext.afterDeath());
        assertThat(first.effect()).isPresent();
    }

    @Test
    void twoFaultsOnTheSamePodsInDifferentDirectionsBothShowTheirs() throws Exception {
        PreparedFault incoming = prepare(cut("app=orders", CutDirection.INGRESS));
        PreparedFault outgoing = prepare(cut("app=orders", CutDirection.EGRESS));
        incoming.inject();
        outgoing.inject();
        assertThat(incoming.effect()).isPresent();
        assertThat(outgoing.effect()).isPresent();
    }

    @Test
    void whatHasItsNameButAnotherOwnerIsNotDeleted() throws Exception {
        PreparedFault fault = prepare(cut("app=orders", CutDirection.BOTH));
        NetworkPolicy namesake = policy(
                provider.name(cut("app=orders", CutDirection.BOTH)), "{podSelector: {}, policyTypes: [Ingress]}");
        namesake.getMetadata().setLabels(Map.of("aftershock.dev/network-partition", "another.run"));
        admin.resource(namesake).inNamespace(world.namespace()).create();

        provider.heal(fault.undo(), HealContext.afterDeath());

        assertThat(world.policies()).isEqualTo(1);
    }

    @Test
    void aCanaryThatIsSilentBeforeTellsNothing() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        URI canary = URI.create("http://127.0.0.1:" + free + "/");
        assertThatThrownBy(() -> provider.prepare(
                        new NetworkPartition(
                                "shop", "app=orders", Optional.empty(), CutDirection.BOTH, Optional.of("canary")),
                        new FaultContext("run", "fault", withCanary(canary))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the canary " + canary + " gives no good answer within 250 ms");
    }

    private Targets withCanary(URI address) {
        Targets shop = world.targets();
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return name.equals("canary")
                        ? List.of(new Named<>(name, capability.cast((HttpTarget) () -> address)))
                        : shop.find(name, capability);
            }
        };
    }

    @Test
    void everybodyButThoseOfTheSelectorIsStillAllowed() throws Exception {
        PreparedFault fault = prepare(from(new CutFrom(
                Optional.of("app=orders, tier notin (cache)"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("10.0.0.0/8"))));
        fault.inject();

        NetworkPolicy made = admin.network()
                .v1()
                .networkPolicies()
                .inNamespace(world.namespace())
                .list()
                .getItems()
                .get(0);
        assertThat(made.getMetadata().getManagedFields().get(0).getManager()).isEqualTo("aftershock");
        assertThat(Serialization.asYaml(made.getSpec().getIngress().get(0).getFrom())
                        .replaceAll("[\"\\s-]+", " "))
                .contains(
                        "namespaceSelector: matchExpressions: key: kubernetes.io/metadata.name operator: NotIn values: "
                                + world.namespace().replace("-", " "))
                .contains("podSelector: matchExpressions: key: app operator: NotIn values: orders")
                .contains("podSelector: matchExpressions: key: tier operator: In values: cache")
                .contains("ipBlock: cidr: 0.0.0.0/0 except: 10.0.0.0/8")
                .contains("ipBlock: cidr: ::/0");
    }

    private void make(String name, String spec) {
        admin.resource(policy(name, spec)).inNamespace(world.namespace()).create();
    }

    private static NetworkPolicy policy(String name, String spec) {
        return Serialization.unmarshal("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: %s}
                spec: %s
                """.formatted(name, spec), NetworkPolicy.class);
    }

    private static NetworkPartition cut(String pods, CutDirection direction) {
        return new NetworkPartition("shop", pods, Optional.empty(), direction, Optional.empty());
    }

    private static NetworkPartition from(CutFrom from) {
        return new NetworkPartition("shop", "app=orders", Optional.of(from), CutDirection.BOTH, Optional.empty());
    }

    private AbstractThrowableAssert<?, ?> refused(NetworkPartition settings) {
        return assertThatThrownBy(() -> prepare(settings)).isInstanceOf(InvalidInputException.class);
    }

    private PreparedFault prepare(NetworkPartition settings) throws IOException {
        return provider.prepare(settings, new FaultContext("run", "fault", world.targets()))
                .get(0);
    }
}
