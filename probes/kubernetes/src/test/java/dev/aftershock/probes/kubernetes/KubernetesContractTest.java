package dev.aftershock.probes.kubernetes;

import dev.aftershock.probes.ProbeContract;
import dev.aftershock.probes.ProbeStage;
import java.util.Map;
import java.util.Optional;

/** Holds the probes to the contract. */
class KubernetesContractTest extends ProbeContract {

    @Override
    protected Class<?> module() {
        return KubernetesReady.class;
    }

    @Override
    protected Map<String, Fixture> fixtures() {
        return Map.of(
                "kubernetes-ready",
                        new Fixture(Map.of("target", "it", "workload", "deployment/orders"), new NothingReady()),
                "kubernetes-endpoints", new Fixture(Map.of("target", "it", "service", "orders"), new NothingReady()),
                "kubernetes-nodes", new Fixture(Map.of("target", "it"), new NothingReady()),
                "kubernetes-lease", new Fixture(Map.of("target", "it", "lease", "orders"), new NothingReady()));
    }

    /** A cluster in which everything is there and nothing is ready; nobody waits for an answer of it. */
    private final class NothingReady implements ProbeStage {

        @Override
        public Optional<Scene> silent() {
            return Optional.empty();
        }

        @Override
        public Scene gone() throws Exception {
            PlayedApi api = new PlayedApi()
                    .with(Played.DEPLOYMENT, Played.deployment(1))
                    .with(Played.PODS, Played.pods(1))
                    .with(Played.NODES, Played.oneNodeThatIsNotReady())
                    .with(Played.SERVICE, Played.service())
                    .with(Played.SLICES, Played.noSlices())
                    .with(Played.LEASES, Played.leases(1, Played.lease("", 1)));
            return new Scene(
                    Map.of(), new ClusterAt(api.kubeconfig(directory), "shop"), Map.of(), () -> {}, api::close);
        }
    }
}
