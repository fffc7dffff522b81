package dev.aftershock.probes.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.ProbeProvider;
import dev.aftershock.probes.Sampler;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** A namespace of its own in a real cluster, with probes that look at it. */
final class ProbedNamespace implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final long SPACING = Duration.ofMillis(5).toNanos();

    final MonotonicClock clock = MonotonicClock.startingNow();
    final String name = "probed-" + UUID.randomUUID().toString().substring(0, 8);
    final KubernetesClient client;
    private final ProbeGroup group = new ProbeGroup(clock);
    private final Path kubeconfig;

    private ProbedNamespace(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    static ProbedNamespace of(Path kubeconfig) {
        return new ProbedNamespace(kubeconfig);
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** Pods named after the deployment, that ask for nothing. */
    void deploy(String deployment, int replicas) {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(deployment)
                        .withNamespace(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .withMatchLabels(Map.of("app", deployment))
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(Map.of("app", deployment))
                        .endMetadata()
                        .withNewSpec()
                        .withTerminationGracePeriodSeconds(0L)
                        .addNewContainer()
                        .withName("one")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    void scale(String deployment, int replicas) {
        client.apps().deployments().inNamespace(name).withName(deployment).scale(replicas);
    }

    /** Waits until the API server shows that many pods. */
    void awaitPods(String app, int howMany) {
        await().atMost(PATIENCE)
                .until(() -> client.pods()
                                .inNamespace(name)
                                .withLabel("app", app)
                                .list()
                                .getItems()
                                .size()
                        == howMany);
    }

    <S extends Record> Watching watch(ProbeProvider<S> provider, S settings) throws Exception {
        return watch(provider, settings, kubeconfig);
    }

    /** Samples with a probe that goes by another kubeconfig. */
    <S extends Record> Watching watch(ProbeProvider<S> provider, S settings, Path by) throws Exception {
        Watching watching = new Watching(probe(provider, settings, by), clock);
        watching.sampler.start();
        return watching;
    }

    /** A probe that was made ready. */
    <S extends Record> Probe probe(ProbeProvider<S> provider, S settings, Path by) throws Exception {
        Pace pace = new Pace(Duration.ofNanos(SPACING), Duration.ofSeconds(1));
        Probe probe = provider.create(
                settings,
                new ProbeContext(
                        "it", pace, only(new Target(by, name)), clock, 1, Path.of("target"), group.loop(), Map.of()));
        try {
            probe.prepare();
            return probe;
        } catch (Exception e) {
            probe.close();
            throw e;
        }
    }

    @Override
    public void close() {
        client.namespaces().withName(name).delete();
        client.close();
        group.close();
    }

    record Target(Path file, String namespace) implements ClusterTarget {
        @Override
        public Optional<Path> kubeconfig() {
            return Optional.of(file);
        }

        @Override
        public Optional<String> context() {
            return Optional.empty();
        }
    }

    static Targets only(ClusterTarget target) {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
    }

    /** A probe that is being asked every 5 ms. */
    static final class Watching implements AutoCloseable {

        final Sampler sampler;
        private final Probe probe;
        private final MonotonicClock clock;

        Watching(Probe probe, MonotonicClock clock) {
            this.probe = probe;
            this.clock = clock;
            this.sampler =
                    new Sampler("it", probe, new Pace(Duration.ofNanos(SPACING), Duration.ofSeconds(1)), clock, 1);
        }

        Probe probe() {
            return probe;
        }

        /** Waits for an answer of that sort that arrives from now on. */
        Sample awaitAnswer(Outcome outcome) {
            return awaitAnswer(sample -> sample.outcome() == outcome);
        }

        Sample awaitAnswer(Predicate<Sample> wanted) {
            return awaitAnswer(wanted, clock.nanos());
        }

        /** The first that arrived since an instant of the clock. */
        Sample awaitAnswer(Predicate<Sample> wanted, long since) {
            return await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () -> sampler.settled().stream()
                                    .filter(sample -> sample.done() >= since)
                                    .filter(wanted)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }

        @Override
        public void close() {
            sampler.close();
            probe.close();
        }
    }
}
