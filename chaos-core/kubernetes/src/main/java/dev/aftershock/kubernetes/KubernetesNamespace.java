package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.PartlyLookedException;
import dev.aftershock.engine.ReferenceProvider;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.RefersToCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings of the target {@code kubernetes}: a namespace of a running cluster.
 *
 * @param namespace the namespace; its label {@code aftershock.dev/enabled=true} allows faults in it
 * @param context the context of the kubeconfig; empty for its current one
 * @param kubeconfig the file; empty for where {@code kubectl} looks, or the pod's own account inside a cluster
 */
public record KubernetesNamespace(
        @Setting("The namespace; faults are refused unless it is labelled aftershock.dev/enabled=true.")
        String namespace,

        @Setting("The context in the kubeconfig; by default its current one.")
        Optional<String> context,

        @Setting("The kubeconfig file; by default the one that kubectl uses, or the pod's own account in a cluster.")
        Optional<String> kubeconfig) {

    /** RFC 1123, as Kubernetes restricts the names of namespaces. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Checks the name. */
    public KubernetesNamespace {
        if (!NAME.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "'namespace' is '" + namespace + "'; expected lower-case letters, digits and hyphens, at most 63");
        }
        if (Safe.PROTECTED.contains(namespace)) {
            throw new IllegalArgumentException("'namespace' is '" + namespace + "', in which no fault is made");
        }
    }

    /** What faults and probes are given. */
    private record Live(Optional<Path> kubeconfig, Optional<String> context, String namespace)
            implements ClusterTarget {}

    private Live live() {
        return new Live(kubeconfig.map(Path::of).map(Path::toAbsolutePath), context, namespace);
    }

    /** Refers to namespaces; starts nothing. Stateless. */
    public static final class Provider extends ReferenceProvider<KubernetesNamespace>
            implements RefersToCluster<KubernetesNamespace> {

        private final Clusters clusters = new Clusters();

        /** For the service loader. */
        public Provider() {
            super("kubernetes", "A namespace of a running Kubernetes cluster.", KubernetesNamespace.class, "namespace");
        }

        @Override
        protected Object target(KubernetesNamespace settings) {
            return settings.live();
        }

        @Override
        public List<TargetInfo> describe(String name, KubernetesNamespace settings) {
            String where =
                    settings.context().map(context -> " of context " + context).orElse(" of the current context");
            return List.of(new TargetInfo(
                    name,
                    "Kubernetes namespace " + settings.namespace() + where,
                    Set.of(ClusterTarget.class),
                    Set.of(ClusterTarget.label(settings.namespace()))));
        }

        @Override
        public ClusterTarget reference(KubernetesNamespace settings) {
            return settings.live();
        }

        @Override
        public Optional<Name> cluster(KubernetesNamespace settings) {
            Cluster cluster = clusters.of(settings.live());
            return cluster.name().map(name -> new Name(name, URI.create(cluster.server())));
        }

        @Override
        public List<Marked> marked(KubernetesNamespace settings) throws IOException {
            Cluster cluster = clusters.of(settings.live());
            List<Marks> all = new ArrayList<>(List.of(DetourRemoval::marked));
            for (FaultProvider<?> provider : ServiceLoader.load(FaultProvider.class)) {
                if (provider instanceof Marks ours) {
                    all.add(ours);
                }
            }
            return marked(all, cluster, settings.namespace());
        }

        /** One sort of objects that cannot be listed hides no other. */
        private static List<Marked> marked(List<Marks> all, Cluster cluster, String namespace)
                throws PartlyLookedException {
            List<Marked> marked = new ArrayList<>();
            Optional<Exception> failure = Optional.empty();
            for (Marks each : all) {
                try {
                    marked.addAll(each.marked(cluster, namespace));
                } catch (IOException | RuntimeException e) {
                    failure = Optional.of(e);
                }
            }
            if (failure.isPresent()) {
                throw new PartlyLookedException(marked, failure.get());
            }
            return marked;
        }
    }
}
