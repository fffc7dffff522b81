package dev.aftershock.kubernetes;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContract;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every Kubernetes fault keeps the contract on a real control plane with simulated nodes. */
@ExtendWith(ClusterExtension.class)
class KubernetesFaultContractIT extends FaultContract {

    private static TestNamespace own;
    private static ShopWorld.Login login;

    @BeforeAll
    static void start(TestNamespace space) {
        own = space;
        login = new ShopWorld.Login(space.client(), space.file());
    }

    @Override
    protected Class<?> module() {
        return NodeCordon.class;
    }

    @Override
    protected List<Case> cases() {
        Heals recipe = Heals.FROM_RECIPE_ALONE;
        return List.of(
                new Case(
                        "chaos-mesh",
                        Map.of("target", "shop", "file", MeshWorld.file()),
                        recipe,
                        () -> new MeshWorld(own, MeshController.Defect.NONE)),
                each(
                        "config-change",
                        Map.of("config-map", "orders", "key", "timeout", "value", "1ms"),
                        recipe,
                        world -> !world.hasItsSettings()),
                each("container-image", Map.of("workload", "deployment/orders"), recipe, ShopWorld::waitsForAnImage),
                each("dns-failure", Map.of("pods", "app=orders"), recipe, world -> world.policies() == 1),
                new Case(
                        "litmus",
                        Map.of("target", "shop", "file", LitmusWorld.file()),
                        recipe,
                        () -> new LitmusWorld(own, LitmusOperator.Defect.NONE)),
                each(
                        "network-partition",
                        Map.of("pods", "app=orders", "from.cidr", "203.0.113.0/24"),
                        recipe,
                        world -> world.policies() == 1),
                each("node-cordon", Map.of("nodes", ShopWorld.NODES), recipe, world -> !world.takesPods()),
                each(
                        "node-drain",
                        Map.of("nodes", ShopWorld.NODES),
                        recipe,
                        world -> world.readyPods() == 0 && !world.takesPods()),
                each(
                        "node-stress",
                        Map.of("nodes", ShopWorld.NODES, "image", "cli:1", "cpu", "2", "memory", "512Mi"),
                        recipe,
                        world -> world.stressPods() == 1),
                each("node-taint", Map.of("nodes", ShopWorld.NODES), recipe, world -> world.readyPods() == 0),
                each(
                        "node-stop",
                        Map.of("nodes", ShopWorld.NODES),
                        Heals.WITH_LIVE_TARGETS,
                        world -> !world.nodeRuns()),
                each("pod-delete", Map.of("pods.labels", "app=orders"), Heals.BY_ITSELF, ShopWorld::lostAPod),
                each("pod-evict", Map.of("pods.labels", "app=orders"), Heals.BY_ITSELF, ShopWorld::lostAPod),
                each("service-detach", Map.of("service", "orders"), recipe, world -> world.endpoints() == 0),
                each(
                        "workload-restart",
                        Map.of("workload", "deployment/orders"),
                        Heals.BY_ITSELF,
                        ShopWorld::hasNewPods),
                each(
                        "workload-scale",
                        Map.of("workload", "deployment/orders", "replicas", "0"),
                        recipe,
                        world -> world.readyPods() == 0));
    }

    private static Case each(String kind, Map<String, String> settings, Heals heals, Predicate<ShopWorld> broken) {
        Map<String, String> written = new java.util.HashMap<>(settings);
        written.put("target", "shop");
        return new Case(kind, written, heals, () -> new ShopWorld(login, broken));
    }
}
