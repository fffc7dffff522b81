package dev.aftershock.kubernetes;

import dev.aftershock.probes.ClusterRight;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of a cluster by its name.
 *
 * @param namespace empty for what belongs to the whole cluster
 */
record Thing(Sort sort, String namespace, String name) {

    /** RFC 1123, as Kubernetes restricts the names of most objects. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    /** The sorts of objects that faults change. */
    enum Sort {
        DEPLOYMENT("apps", "deployments", true),
        STATEFULSET("apps", "statefulsets", true),
        DAEMONSET("apps", "daemonsets", true),
        SERVICE("", "services", true),
        CONFIGMAP("", "configmaps", true),
        POD("", "pods", true),
        NETWORKPOLICY("networking.k8s.io", "networkpolicies", true),
        NODE("", "nodes", false),
        PODCHAOS(ChaosTool.MESH, "podchaos"),
        NETWORKCHAOS(ChaosTool.MESH, "networkchaos"),
        STRESSCHAOS(ChaosTool.MESH, "stresschaos"),
        DNSCHAOS(ChaosTool.MESH, "dnschaos"),
        IOCHAOS(ChaosTool.MESH, "iochaos"),
        TIMECHAOS(ChaosTool.MESH, "timechaos"),
        HTTPCHAOS(ChaosTool.MESH, "httpchaos"),
        CHAOSENGINE(ChaosTool.LITMUS, "chaosengines"),
        CHAOSEXPERIMENT(ChaosTool.LITMUS, "chaosexperiments"),
        CHAOSRESULT(ChaosTool.LITMUS, "chaosresults");

        private final String group;
        private final String version;
        private final String plural;
        private final boolean namespaced;

        Sort(String group, String plural, boolean namespaced) {
            this.group = group;
            this.version = "v1";
            this.plural = plural;
            this.namespaced = namespaced;
        }

        Sort(ChaosTool tool, String plural) {
            String[] api = tool.api().split("/");
            this.group = api[0];
            this.version = api[1];
            this.plural = plural;
            this.namespaced = true;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String group() {
            return group;
        }

        String plural() {
            return plural;
        }

        /** The part of an object that says how it should be. */
        String body() {
            return this == CONFIGMAP ? "data" : "spec";
        }

        static Optional<Sort> of(String word) {
            return Arrays.stream(values())
                    .filter(sort -> sort.word().equals(word))
                    .findFirst();
        }

        /** A permission for any object of the sort. */
        ClusterRight to(String verb) {
            return new ClusterRight(verb, group, plural, "", !namespaced);
        }

        /** A permission for a part of any object of the sort that has an address of its own, such as {@code eviction}. */
        ClusterRight to(String verb, String part) {
            return new ClusterRight(verb, group, plural + "/" + part, "", !namespaced);
        }

        ResourceDefinitionContext definition() {
            return new ResourceDefinitionContext.Builder()
                    .withGroup(group)
                    .withVersion(version)
                    .withPlural(plural)
                    .withNamespaced(namespaced)
                    .build();
        }
    }

    /**
     * Refuses what is no name of an object: it becomes part of addresses, and of roles.
     *
     * @throws IllegalArgumentException when it is none
     */
    static void refuseNoName(String setting, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + setting + "' is '" + name
                    + "'; expected a name of lower-case letters, digits, hyphens and dots");
        }
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Where the API has it. */
    String path() {
        return (sort.group.isEmpty() ? "/api/" : "/apis/" + sort.group + "/")
                + sort.version
                + (sort.namespaced ? "/namespaces/" + namespace + "/" : "/")
                + sort.plural
                + "/"
                + name;
    }

    /** Where the API has all of its sort and namespace. */
    String siblings() {
        return path().substring(0, path().lastIndexOf('/'));
    }

    @Override
    public String toString() {
        return sort.word() + " " + (sort.namespaced ? namespace + "/" : "") + name;
    }
}
