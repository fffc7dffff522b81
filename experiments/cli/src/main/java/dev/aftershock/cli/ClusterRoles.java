package dev.aftershock.cli;

import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Step;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the least roles that an experiment needs in Kubernetes clusters, as manifests that {@code kubectl apply} takes. */
final class ClusterRoles {

    private static final int MOST_LETTERS = 34;
    private static final Set<String> READING = Set.of("get", "list", "watch", "delete");
    private static final String PREFIX = "aftershock-";

    private final String name;
    private final Map<String, Set<ClusterRight>> byNamespace = new TreeMap<>();

    private ClusterRoles(String title) {
        String slug = title.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        this.name = PREFIX + (slug.isEmpty() ? "experiment" : shortened(slug));
    }

    /** Room is left for what the cluster puts behind the name of a CronJob; titles that begin alike stay apart. */
    private static String shortened(String slug) {
        return slug.length() <= MOST_LETTERS
                ? slug
                : slug.substring(0, MOST_LETTERS - 9).replaceAll("-$", "") + String.format("-%08x", slug.hashCode());
    }

    /** Of the account, of the roles, and of whatever runs the experiment. */
    String name() {
        return name;
    }

    /** The namespace of the account. */
    String home() {
        return byNamespace.keySet().iterator().next();
    }

    /** Whether anything is changed that has to be changed back; what is deleted is made anew by its controller. */
    boolean changes() {
        return byNamespace.values().stream().flatMap(Set::stream).anyMatch(right -> !READING.contains(right.verb()));
    }

    /** What the targets, faults and probes of a plan need, one role for each namespace and one for the whole cluster. */
    static ClusterRoles of(Plan plan, Registry registry) {
        ClusterRoles roles = new ClusterRoles(plan.experiment().title());
        plan.experiment()
                .targets()
                .forEach(target -> roles.add(
                        plan,
                        registry.targets().get(target.part().kind()),
                        target.part().settings()));
        plan.experiment().method().stream()
                .flatMap(Step::faults)
                .forEach(fault -> roles.add(plan, registry.faults().get(fault.kind()), fault.settings()));
        plan.experiment()
                .probes()
                .forEach(probe -> roles.add(
                        plan,
                        registry.probes().get(probe.part().kind()),
                        probe.part().settings()));
        return roles;
    }

    private void add(Plan plan, Part<?> part, Record settings) {
        if (part instanceof NeedsClusterRights<?> needing) {
            addOf(plan, needing, settings);
        }
    }

    @SuppressWarnings("unchecked")
    private <S extends Record> void addOf(Plan plan, NeedsClusterRights<S> part, Record settings) {
        S own = (S) settings;
        byNamespace
                .computeIfAbsent(namespace(plan.targets(), part.cluster(own)), none -> new LinkedHashSet<>())
                .addAll(part.rights(own));
    }

    private static String namespace(Collection<TargetInfo> targets, String name) {
        return targets.stream()
                .filter(target -> target.name().equals(name))
                .flatMap(target -> target.labels().stream())
                .filter(label -> label.startsWith(ClusterTarget.label("")))
                .map(label -> label.substring(ClusterTarget.label("").length()))
                .findFirst()
                .orElse("default");
    }

    boolean isEmpty() {
        return byNamespace.isEmpty();
    }

    /** The manifests: an account in the first namespace, the roles, and their bindings. */
    String manifests() {
        StringBuilder text = new StringBuilder();
        String home = home();
        text.append(head("v1", "ServiceAccount", home));
        byNamespace.forEach((namespace, rights) -> {
            List<ClusterRight> inside =
                    rights.stream().filter(right -> !right.wholeCluster()).toList();
            if (!inside.isEmpty()) {
                text.append(role("Role", namespace, inside)).append(binding("Role", namespace, home));
            }
        });
        List<ClusterRight> whole = byNamespace.values().stream()
                .flatMap(Set::stream)
                .filter(ClusterRight::wholeCluster)
                .distinct()
                .toList();
        if (!whole.isEmpty()) {
            text.append(role("ClusterRole", "", whole)).append(binding("ClusterRole", "", home));
        }
        return text.toString();
    }

    private String head(String api, String kind, String namespace) {
        return "---\napiVersion: " + api + "\nkind: " + kind + "\nmetadata:\n  name: \"" + name + "\"\n"
                + (namespace.isEmpty() ? "" : "  namespace: \"" + namespace + "\"\n");
    }

    private String role(String kind, String namespace, List<ClusterRight> rights) {
        Map<String, List<ClusterRight>> rules = rights.stream()
                .collect(Collectors.groupingBy(
                        right -> right.group() + "/" + right.resource() + "/" + right.name(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return head("rbac.authorization.k8s.io/v1", kind, namespace)
                + "rules:\n"
                + rules.values().stream().map(ClusterRoles::rule).collect(Collectors.joining());
    }

    private static String rule(List<ClusterRight> rights) {
        ClusterRight first = rights.get(0);
        String verbs =
                rights.stream().map(ClusterRight::verb).distinct().sorted().collect(Collectors.joining(", "));
        return "- apiGroups: [\"" + first.group() + "\"]\n  resources: [" + first.resource() + "]\n"
                + (first.name().isEmpty() ? "" : "  resourceNames: [\"" + first.name() + "\"]\n")
                + "  verbs: [" + verbs + "]\n";
    }

    private String binding(String kind, String namespace, String home) {
        return head("rbac.authorization.k8s.io/v1", kind + "Binding", namespace)
                + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: " + kind + ", name: \"" + name + "\"}\n"
                + "subjects:\n- {kind: ServiceAccount, name: \"" + name + "\", namespace: \"" + home + "\"}\n";
    }
}
