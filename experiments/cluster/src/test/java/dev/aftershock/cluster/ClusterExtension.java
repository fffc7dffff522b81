package dev.aftershock.cluster;

import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link TestNamespace} of a real cluster, which is started once for all tests of the JVM.
 *
 * <p>{@code @ExtendWith(ClusterExtension.class)} takes simulated nodes, six in two regions, whose pods are ready at once and
 * run nothing; {@code @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.withRealNodes()} takes two
 * nodes that run pods, one in each region. The environment's {@code AFTERSHOCK_KUBECONFIG} names a running cluster to be
 * taken instead. Where the parts of a cluster are missing, the tests are left out with a printed reason, or fail in a
 * continuous build.
 */
public final class ClusterExtension implements BeforeAllCallback, ParameterResolver {

    /** For how many minutes the parts are waited for, which something else builds. */
    private static final String BUILT = "AFTERSHOCK_KUBERNETES_BUILT_WITHIN";

    private static final String RUNNING = "AFTERSHOCK_KUBECONFIG";
    private static final Namespace STORE = Namespace.create(ClusterExtension.class);
    private static final Duration TURN_LIMIT = Duration.ofMinutes(10);

    private final KubernetesLab lab;

    /** Simulated nodes. */
    public ClusterExtension() {
        this(KubernetesLab.ofSimulatedNodes(6));
    }

    private ClusterExtension(KubernetesLab lab) {
        this.lab = lab;
    }

    /** Nodes that run pods. */
    public static ClusterExtension withRealNodes() {
        return new ClusterExtension(KubernetesLab.ofNodes(2));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (running().isEmpty()) {
            requireParts(lab);
        }
    }

    /** The folder with the programs of Kubernetes; without them the test is left out, or fails in a continuous build. */
    public static Path parts() {
        requireParts(KubernetesLab.ofSimulatedNodes(1));
        return Programs.locate().folder();
    }

    /** Leaves out the test, or fails in a continuous build, where no such cluster can be started. */
    static void requireParts(KubernetesLab lab) {
        Optional<LabException> missing = missing(lab);
        Duration patience = Duration.ofMinutes(
                Long.parseLong(Optional.ofNullable(System.getenv(BUILT)).orElse("0")));
        if (missing.isPresent() && !patience.isZero()) {
            new Poll(MonotonicClock.startingNow())
                    .until(() -> missing(lab).isEmpty() || ControlPlane.pause(), patience, () -> missing(lab)
                            .toString());
            missing = missing(lab);
        }
        if (missing.isEmpty()) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw missing.get();
        }
        System.out.println("not run against a real cluster: " + missing.get().getMessage());
        Assumptions.abort(missing.get().getMessage());
    }

    private static Optional<LabException> missing(KubernetesLab lab) {
        try {
            Cluster.prepare(lab, MonotonicClock.startingNow());
            return Optional.empty();
        } catch (LabException e) {
            return Optional.of(e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestNamespace.class;
    }

    @Override
    public TestNamespace resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STORE)
                .getOrComputeIfAbsent(TestNamespace.class, type -> namespace(context), TestNamespace.class);
    }

    private TestNamespace namespace(ExtensionContext context) {
        if (running().isPresent()) {
            return TestNamespace.make(running().get(), Optional.empty());
        }
        Started started = context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(lab, each -> new Started(start(lab)), Started.class);
        return TestNamespace.make(started.cluster.kubeconfig(), Optional.<NodeKeeper>of(started.cluster.nodes()));
    }

    private static Optional<Path> running() {
        return Optional.ofNullable(System.getenv(RUNNING))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /** Waits for another build's cluster with real nodes to end, because there can be one at a time. */
    static Cluster start(KubernetesLab lab) {
        MonotonicClock clock = MonotonicClock.startingNow();
        if (lab.nodes() > 0) {
            new Poll(clock).until(ClusterExtension::turn, TURN_LIMIT, () -> "another cluster does not end");
        }
        Cluster cluster = Cluster.prepare(lab, clock);
        try {
            cluster.start();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static boolean turn() {
        try {
            return HostNetwork.free() || ControlPlane.pause();
        } catch (IOException e) {
            throw new LabException("it cannot be looked whether another cluster runs: " + e, e);
        }
    }

    /** Ends with the last test of the JVM. */
    private record Started(Cluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.close();
        }
    }
}
