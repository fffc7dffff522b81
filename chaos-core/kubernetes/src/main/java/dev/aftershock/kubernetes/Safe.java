package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What no fault may touch, whatever an experiment says. */
final class Safe {

    /** The namespaces that a cluster itself lives in. */
    static final Set<String> PROTECTED = Set.of("kube-system", "kube-public", "kube-node-lease");

    /** With the value {@code true}, the label of what asks to be left alone. */
    static final String PROTECT = "aftershock.dev/protect";

    private static final String ENABLED = "aftershock.dev/enabled";
    private static final Set<String> CONTROL_PLANE =
            Set.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

    private Safe() {}

    /**
     * Refuses a namespace that nobody opened for faults.
     *
     * @throws InvalidInputException when it is not there, or does not carry the label
     */
    static void requireOpen(Cluster cluster, String name) throws IOException {
        Namespace namespace = read(cluster, name)
                .orElseThrow(() -> InvalidInputException.of(
                        "there is no namespace '" + name + "' in " + cluster, "the name of one that is there"));
        if (!isOpen(namespace)) {
            throw InvalidInputException.of(
                    "the namespace '" + name + "' of " + cluster + " is not open for faults",
                    "its label " + ENABLED + "=true, set by whoever owns it: kubectl label namespace " + name + " "
                            + ENABLED + "=true");
        }
    }

    /** Whether a namespace was opened for faults. */
    static boolean isOpen(Cluster cluster, String name) throws IOException {
        return !PROTECTED.contains(name)
                && read(cluster, name).filter(Safe::isOpen).isPresent();
    }

    private static boolean isOpen(Namespace namespace) {
        return "true".equals(labels(namespace).get(ENABLED));
    }

    private static Optional<Namespace> read(Cluster cluster, String name) throws IOException {
        return Optional.ofNullable(cluster.call(
                "reading the namespace " + name,
                client -> client.namespaces().withName(name).get()));
    }

    /**
     * Refuses an object that asks to be left alone.
     *
     * @throws InvalidInputException when it does
     */
    static void requireUnprotected(Thing thing, HasMetadata object) {
        if (isProtected(object)) {
            throw InvalidInputException.of(
                    thing + " is protected by its label " + PROTECT + "=true", "an object without that label");
        }
    }

    /** Whether an object asks to be left alone, or keeps the cluster itself running. */
    static boolean isProtected(HasMetadata object) {
        Map<String, String> labels = labels(object);
        return "true".equals(labels.get(PROTECT)) || CONTROL_PLANE.stream().anyMatch(labels::containsKey);
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Lists.of(object.getMetadata().getLabels());
    }
}
