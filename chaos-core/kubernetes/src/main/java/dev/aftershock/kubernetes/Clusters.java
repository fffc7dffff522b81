package dev.aftershock.kubernetes;

import dev.aftershock.engine.Calls;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clusters that a driver was asked about, each with one client for as long as the process lives. Thread-safe. */
final class Clusters {

    /** The first connection of a process takes long where it has little of the processor; reads have a shorter bound of their own. */
    private static final int CONNECT_MILLIS = 10_000;

    /** A repetition would act when nobody expects it any more. */
    private static final int NO_REPETITION = 0;

    private final Calls reads = new Calls();
    private final Calls writes = new Calls(Cluster.WRITE_BOUND);
    private final Map<Cluster.Id, Cluster> known = new ConcurrentHashMap<>();

    /**
     * The cluster of a target.
     *
     * @throws InvalidInputException when the kubeconfig or its context is not there
     */
    Cluster of(ClusterTarget target) {
        return of(new Cluster.Id(
                target.kubeconfig().map(Path::toString).orElse(""),
                target.context().orElse("")));
    }

    /** The cluster that a recipe names. */
    Cluster of(UndoRecipe recipe) {
        return of(new Cluster.Id(recipe.fact(Recipes.KUBECONFIG), recipe.fact(Recipes.CONTEXT)));
    }

    private Cluster of(Cluster.Id id) {
        return known.computeIfAbsent(id, this::open);
    }

    private Cluster open(Cluster.Id id) {
        Config config = new ConfigBuilder(read(id))
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout((int) Cluster.WRITE_BOUND.toMillis())
                .withRequestRetryBackoffLimit(NO_REPETITION)
                // The JDK's HTTP/2 fails requests on a connection that an API server says goodbye to, as it does after
                // a 401.
                .withHttp2Disable(true)
                .withUserAgent("aftershock")
                .build();
        return new Cluster(id, new KubernetesClientBuilder().withConfig(config).build(), reads, writes);
    }

    private static Config read(Cluster.Id id) {
        String context = id.context().isEmpty() ? null : id.context();
        File file = new File(id.kubeconfig());
        if (!id.kubeconfig().isEmpty() && !(file.isFile() && file.canRead())) {
            throw InvalidInputException.of(
                    "the kubeconfig " + file + " cannot be read", "a file that is there and readable");
        }
        try {
            return withContext(
                    id,
                    id.kubeconfig().isEmpty() ? Config.autoConfigure(context) : Config.fromKubeconfig(context, file));
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException e) {
            // What a parser says may show the line with the token, so that it is no cause either.
            throw InvalidInputException.of(
                    "the kubeconfig " + id.kubeconfig() + " is none", "a file that 'kubectl --kubeconfig' can read");
        }
    }

    private static Config withContext(Cluster.Id id, Config config) {
        if (!id.context().isEmpty()
                && (config.getCurrentContext() == null
                        || !id.context().equals(config.getCurrentContext().getName()))) {
            throw InvalidInputException.of(
                    "the kubeconfig has no context '" + id.context() + "'",
                    "one of "
                            + config.getContexts().stream()
                                    .map(known -> known.getName())
                                    .toList());
        }
        refuseActingAs(config);
        return config;
    }

    /** The client leaves it out, and would act with more rights, or fewer, than whoever wrote the file meant. */
    private static void refuseActingAs(Config config) {
        if (config.getFile() == null || config.getCurrentContext() == null) {
            return;
        }
        String user = config.getCurrentContext().getContext().getUser();
        boolean acts = KubeConfigUtils.parseConfig(config.getFile()).getUsers().stream()
                .filter(each -> each.getName().equals(user) && each.getUser() != null)
                .anyMatch(each -> each.getUser().getAs() != null
                        || !Lists.of(each.getUser().getAsGroups()).isEmpty());
        if (acts || config.getImpersonateUsername() != null) {
            throw InvalidInputException.of(
                    "the user '" + user + "' of the kubeconfig acts as somebody else, which is not done here",
                    "a user without 'as' and 'as-groups', who has the rights himself");
        }
    }
}
