package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens clients for a cluster; a new one reads the kubeconfig again, and connects anew. */
record Access(ClusterTarget target, Duration patience) {

    /**
     * A client that asks once and never waits longer than the patience for an answer.
     *
     * @throws InvalidInputException when the kubeconfig or its context is not there; its content is never repeated
     */
    KubernetesClient open() {
        Config config = config();
        config.setRequestTimeout((int) patience.toMillis());
        config.setConnectionTimeout((int) patience.toMillis());
        config.setRequestRetryBackoffLimit(0);
        config.setWatchReconnectLimit(0);
        // An API server answers 401 with a GOAWAY behind it, and the JDK's client shows only that.
        config.setHttp2Disable(true);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private Config config() {
        Config config = read();
        Optional<String> found = Optional.ofNullable(config.getCurrentContext()).map(NamedContext::getName);
        if (target.context().isPresent() && !target.context().equals(found)) {
            throw InvalidInputException.of(
                    "there is no context '" + context() + "' in " + place(),
                    "one of "
                            + config.getContexts().stream()
                                    .map(NamedContext::getName)
                                    .sorted()
                                    .toList());
        }
        if (found.isEmpty() && config.getAutoOAuthToken() == null) {
            throw InvalidInputException.of(
                    place() + " has no current context, and this is no pod of a cluster",
                    "a kubeconfig with a current context, or 'context' with the name of one");
        }
        return config;
    }

    private Config read() {
        target.kubeconfig().ifPresent(Access::checkFile);
        try {
            return target.kubeconfig().isPresent()
                    ? Config.fromKubeconfig(context(), target.kubeconfig().get().toFile())
                    : Config.autoConfigure(context());
        } catch (RuntimeException e) {
            // What a parser says may show the line with the token.
            throw InvalidInputException.of(
                    place() + " is no kubeconfig", "a file that 'kubectl --kubeconfig' can read");
        }
    }

    private static void checkFile(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw InvalidInputException.of(
                    "there is no kubeconfig at " + file, "the path of a file that can be read, as 'kubeconfig'");
        }
    }

    /** Null for the current one, as the client wants it. */
    private @Nullable String context() {
        return target.context().orElse(null);
    }

    private String place() {
        return target.kubeconfig().map(Path::toString).orElse("the kubeconfig that kubectl would read");
    }
}
