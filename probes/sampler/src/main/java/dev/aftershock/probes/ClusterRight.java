package dev.aftershock.probes;

/**
 * A permission in a Kubernetes cluster, as its RBAC writes them.
 *
 * @param verb such as {@code patch}
 * @param group of the API; empty for the core
 * @param resource in the plural; {@code pods/eviction} for a part of it with an address of its own
 * @param name of the one object; empty for any
 * @param wholeCluster whether it is for what belongs to the whole cluster, such as nodes; else for one namespace
 */
public record ClusterRight(String verb, String group, String resource, String name, boolean wholeCluster) {

    /** To see whether a namespace is open for faults: it counts as a part of itself. */
    public static final ClusterRight SEE_NAMESPACE = namespaced("get", "", "namespaces");

    /** For any object of a namespace. */
    public static ClusterRight namespaced(String verb, String group, String resource) {
        return new ClusterRight(verb, group, resource, "", false);
    }

    /** For any object of the whole cluster. */
    public static ClusterRight ofCluster(String verb, String group, String resource) {
        return new ClusterRight(verb, group, resource, "", true);
    }

    /** The same for one object. */
    public ClusterRight named(String object) {
        return new ClusterRight(verb, group, resource, object, wholeCluster);
    }

    /** In words, such as {@code patch deployments.apps 'orders' in namespace shop}. */
    public String in(String namespace) {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                + (name.isEmpty() ? "" : " '" + name + "'")
                + (wholeCluster ? " of the cluster" : " in namespace " + namespace);
    }
}
